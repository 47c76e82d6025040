/**
 * A new record that nobody was named for is handed on by rules, after the right of whoever made it was checked: he may
 * make records of his own, and the company decides whose they become. Until then such a record is its maker's.
 *
 * A person who leaves the owner out makes a record of his own, as everywhere; who says "nobody" hands it on. A list that
 * is read in hands on every row without an owner.
 */
import type { Unit } from '../database/transaction.ts';
import type { CrmActor, CrmIds } from '../ports.ts';
import type { EntityDefinition, FieldValues } from './entity-types.ts';
import type { Arrival } from './hand-on-types.ts';
import { assertInScope } from './row-as-written.ts';
import type { WriteContext } from './tell-of-write.ts';

export interface HandedOn {
  readonly arrival: Arrival;
  /** Those that are nobody's where no rule speaks for them. */
  readonly nobody: ReadonlySet<string>;
  readonly ids: readonly string[];
}

export function arrivalOf(actor: CrmActor): Arrival {
  if (actor.kind === 'process') return 'process';
  if (actor.kind === 'system') return 'inbound';
  return actor.kind === 'import' ? 'import' : 'person';
}

/** Which of the rows are to be handed on; before relations fill what was left out. */
export async function toHandOn(
  unit: Unit,
  definition: EntityDefinition,
  request: {
    readonly rows: readonly { readonly id: string; readonly wanted: FieldValues }[];
    readonly arrival: Arrival;
  },
): Promise<HandedOn | null> {
  const { rows, arrival } = request;
  const open = rows.filter(
    ({ wanted }) => wanted.owner === null || (wanted.owner === undefined && arrival !== 'person'),
  );
  if (!definition.handOn || open.length === 0) return null;
  if (!(await definition.handOn.isWanted(unit, arrival))) return null;
  const isOwnless = arrival === 'inbound' || arrival === 'process';
  const nobody = new Set(open.flatMap(({ id, wanted }) => (isOwnless || wanted.owner === null ? [id] : [])));
  return { arrival, nobody, ids: open.map(({ id }) => id) };
}

/** The maker, or the publisher of the process, stands in until the rules have spoken; mail and forms have nobody. */
export function standIn(
  handed: HandedOn | null,
  row: { readonly id: string; readonly wanted: FieldValues },
  context: WriteContext,
): void {
  if (handed && handed.arrival !== 'inbound' && handed.nobody.has(row.id)) row.wanted.owner = context.user.id;
}

/** Hands the written rows on. What no rule speaks for is whose it would have been. */
export async function handOn(
  unit: Unit,
  request: {
    readonly definition: EntityDefinition;
    readonly handed: HandedOn;
    readonly written: ReadonlySet<string>;
    readonly now: Date;
    readonly newIds: CrmIds;
  },
  context: WriteContext,
): Promise<void> {
  const { definition, handed, written, now, newIds } = request;
  const ids = handed.ids.filter((id) => written.has(id));
  if (ids.length === 0 || !definition.handOn) return;
  const { arrival } = handed;
  const unspoken = await definition.handOn.give(unit, { ids, arrival, now, actor: context.actor, newIds });
  for (const id of unspoken) {
    const isOwn = !handed.nobody.has(id);
    await unit.client.query(`update ${definition.table} set owner_id = $2 where id = $1`, [
      id,
      isOwn ? context.user.id : null,
    ]);
    if (!isOwn) await assertInScope(unit, { definition, id, action: 'create' }, context);
  }
}
