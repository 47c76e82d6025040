/** What of the engine names a department or position: published processes by id or code, open tasks that are offered to it. */
import type { StructureUse } from '#crm';
import type { ApiContext } from '../context.ts';
import { usesInDiagrams } from './field-uses.ts';

interface Place {
  readonly kind: 'department' | 'position';
  readonly id: string;
  readonly code: string | null;
}

const COUNT_OFFERED = `
  select count(*)::int as count from engine.user_task
  where assignee is null and state in ('planned', 'ready') and candidate_groups <> '{}' and candidate_groups @> array[$1::text]`;

/** Versions whose lanes, tasks or messages go to it; better to name one too many than to break one. */
export async function processesNaming(context: ApiContext, place: Place): Promise<readonly StructureUse[]> {
  const names = namedIn(place);
  const uses = await usesInDiagrams(context, ({ xml }) => names.test(xml));
  return uses.map(({ name, version }) => ({ kind: 'process', name: `${name}, ${version}` }));
}

export async function usesOfPlace(context: ApiContext, place: Place): Promise<readonly StructureUse[]> {
  const [processes, { rows }] = await Promise.all([
    processesNaming(context, place),
    context.pool.query<{ count: number }>(COUNT_OFFERED, [`${place.kind}:${place.id}`]),
  ]);
  const count = rows[0]?.count ?? 0;
  return count === 0 ? processes : [...processes, { kind: 'openTasks', name: String(count) }];
}

/** An id anywhere; a code as the value of an assignment, among candidate groups, or after the word for what it is. */
function namedIn({ kind, id, code }: Place): RegExp {
  if (code === null) return new RegExp(id);
  const value = `(?:value|candidateGroups)="(?:[^"]*[,\\s])?${code}(?:[,\\s][^"]*)?"`;
  return new RegExp(`${id}|${value}|\\b(?:${kind}:|group\\()${code}(?![\\w-])`);
}
