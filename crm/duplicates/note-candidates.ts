/**
 * Pairs that are known before the night. What a process, a form or a mail makes is never refused for a resemblance, so it
 * is compared at once and kept for review; so is what a person made all the same, with the reason that he gave.
 */
import type { Unit } from '../database/transaction.ts';
import type { CrmRecordEvent } from '../ports.ts';
import { type ComparedEntity, isCompared } from './candidates.ts';
import type { DuplicateReason } from './score.ts';
import { keepPairs } from './scan-duplicates.ts';

/** People are asked while they type; an import has its preview. */
const NOBODY_ASKED: readonly CrmRecordEvent['actor']['kind'][] = ['process', 'system'];

export async function noteCandidates(unit: Unit, event: CrmRecordEvent, now: Date): Promise<void> {
  const { entity, recordId, change, actor } = event;
  if (change === 'created' && isCompared(entity) && NOBODY_ASKED.includes(actor.kind))
    await keepPairs(unit, entity, [recordId], now);
}

const REMEMBER = `
  insert into crm.duplicate_pair (entity, one_id, other_id, score, reasons, found_at, note)
  select $1, least($2::uuid, m.id), greatest($2::uuid, m.id), m.score, m.reasons, $4, $5
  from jsonb_to_recordset($3::jsonb) as m (id uuid, score integer, reasons jsonb)
  on conflict (entity, one_id, other_id) do nothing`;

/** Somebody says that the new record is another than these: whoever reviews the pair reads why. */
export async function noteAcceptedPairs(
  { client }: Unit,
  record: { readonly entity: ComparedEntity; readonly id: string },
  said: {
    readonly others: readonly {
      readonly id: string;
      readonly score: number;
      readonly reasons: readonly DuplicateReason[];
    }[];
    readonly reason: string;
    readonly at: Date;
  },
): Promise<void> {
  const { others, reason, at } = said;
  const kept = others.map(({ id, score, reasons }) => ({ id, score, reasons }));
  await client.query(REMEMBER, [record.entity, record.id, JSON.stringify(kept), at, reason]);
}
