/** What a merge and its undo leave behind: the pair that was decided, and a line on the timeline of both records. */
import type { Unit } from '../database/transaction.ts';
import type { WriteContext } from '../entities/tell-of-write.ts';
import type { RecordRow } from '../entities/record-rows.ts';
import type { CrmClock, CrmIds } from '../ports.ts';
import { appendEvents } from '../timeline/append-events.ts';
import type { PairRows } from './merge-pair.ts';
import type { Replaced } from './references.ts';

export async function markPair(
  unit: Unit,
  { entity, survivorId, loserId }: Replaced,
  state: 'merged' | 'open',
  context: WriteContext,
  now: Date,
): Promise<void> {
  await unit.client.query(
    `update crm.duplicate_pair set state = $4, decided_at = $5, decided_by = $6
     where entity = $1 and one_id = least($2::uuid, $3::uuid) and other_id = greatest($2::uuid, $3::uuid)`,
    [
      ...[entity, survivorId, loserId, state],
      state === 'open' ? null : now,
      state === 'open' || context.actor.kind !== 'user' ? null : context.actor.id,
    ],
  );
}

export async function tellOfMerge(
  ports: { readonly clock: CrmClock; readonly ids: CrmIds },
  unit: Unit,
  { definition, survivor, loser }: PairRows,
  verbs: { readonly survivor: string; readonly loser: string },
  context: WriteContext,
): Promise<void> {
  const event = (row: RecordRow, verb: string, other: RecordRow) => ({
    id: ports.ids.next(),
    occurredAt: ports.clock.now(),
    actor: context.actor,
    kind: definition.timelineKind,
    verb,
    entity: definition.entity,
    recordId: row.id,
    accountId: row.account_id,
    text: other.title,
  });
  await appendEvents(unit.client, [
    event(survivor, verbs.survivor, loser),
    event(loser, verbs.loser, survivor),
  ]);
  unit.changed({ entity: definition.entity, recordId: survivor.id, change: 'changed', version: null });
}
