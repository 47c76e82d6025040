/** Whoever becomes the owner of a record is told, and whoever follows it learns of a new state. */
import type { Unit } from '../database/transaction.ts';
import type { CrmIds, CrmRecordEvent } from '../ports.ts';
import { followersOf, notify } from './notify.ts';

/** Fields whose change a follower wants to know of. */
const STATES = ['status', 'stage', 'lifecycle', 'slaState'];

export async function notifyOfEvent(
  unit: Unit,
  event: CrmRecordEvent,
  ports: { readonly ids: CrmIds; readonly now: Date },
): Promise<void> {
  const { entity, recordId, fields, actor } = event;
  // Activities stand in their owner's calendar, which is told by other ways.
  if (entity === 'activity') return;
  const notice = { entity, recordId, actor, at: ports.now };
  const owner = fields.owner?.to;
  if (typeof owner === 'string') await notify(unit, ports.ids, [owner], { ...notice, kind: 'assigned' });
  const state = event.change === 'changed' ? STATES.find((key) => key in fields) : undefined;
  if (state === undefined) return;
  const followers = await followersOf(unit, entity, recordId);
  const isSla = state === 'slaState';
  const told = isSla ? [...followers, ...(await ownerOf(unit, entity, recordId))] : followers;
  const text = isSla ? String(fields.slaBreached?.to ?? '') : null;
  await notify(unit, ports.ids, told, { ...notice, kind: isSla ? 'sla' : 'changed', text });
}

async function ownerOf(unit: Unit, entity: string, recordId: string): Promise<readonly string[]> {
  if (entity !== 'ticket') return [];
  const { rows } = await unit.client.query<{ owner_id: string | null }>(
    'select owner_id from crm.ticket where id = $1',
    [recordId],
  );
  return rows.flatMap((row) => row.owner_id ?? []);
}
