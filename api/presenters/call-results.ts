/** The result of a call is kept by its code; people read what they chose, in their language. */
import type { RecordView, RequestUser } from '#crm';
import type { DefinitionView } from '#engine';
import { definitionsOfInstances } from '../adapters/engine-ports/engine-reads.ts';
import type { ApiContext } from '../context.ts';

type Ports = Pick<ApiContext, 'pool' | 'definitions'>;

const SELECT_STEPS = `
  select id, instance_id as "instanceId", element_id as "elementId" from crm.activity
  where id = any($1::uuid[]) and instance_id is not null`;

/** Records with the words of their results beside the codes; other kinds of records are as they were. */
export async function withResults<R extends RecordView>(
  { pool, definitions }: Ports,
  user: RequestUser,
  records: readonly R[],
): Promise<R[]> {
  const ids = records.flatMap(({ entity, id, fields }) =>
    entity === 'activity' && typeof fields['outcome'] === 'string' ? [id] : [],
  );
  if (ids.length === 0) return [...records];
  const { rows } = await pool.query<{ id: string; instanceId: string; elementId: string }>(SELECT_STEPS, [
    ids,
  ]);
  const steps = new Map(rows.map((row) => [row.id, row]));
  const versions = await definitionsOfInstances(
    pool,
    rows.map((row) => row.instanceId),
  );
  const found = await definitions.findAll(versions.values());
  return records.map((record) => {
    const step = steps.get(record.id);
    const definition = found.get(versions.get(step?.instanceId ?? '') ?? '') ?? null;
    const code = record.fields['outcome'];
    const title = resultWords(definition, { elementId: step?.elementId ?? null, code, locale: user.locale });
    if (title === code) return record;
    return { ...record, links: { ...record.links, outcome: { entity: 'activity', id: record.id, title } } };
  });
}

/** What a result is called at its step; the code itself where the diagram does not know it. */
export function resultWords<C>(
  definition: DefinitionView | null,
  { elementId, code, locale }: { elementId: string | null; code: C; locale: RequestUser['locale'] },
): C | string {
  const element = definition?.elements.find((candidate) => candidate.id === elementId);
  const outcome = element?.outcomes.find((candidate) => candidate.code === code);
  return outcome ? (outcome.labels[locale] ?? outcome.label) : code;
}
