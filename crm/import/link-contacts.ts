/** Contacts of a file join their accounts: a link is made where there is none yet, the main one where there is no main one. */
import type { Unit } from '../database/transaction.ts';
import type { WriteContext } from '../entities/tell-of-write.ts';
import type { CrmIds } from '../ports.ts';
import { appendEvents } from '../timeline/append-events.ts';
import { currentLinkSql } from '../contacts/current-link.ts';

interface Link {
  readonly rowNo: number;
  readonly contactId: string;
  readonly accountId: string;
  readonly position: string | null;
}

/** What a file does not say. */
const ROLE = 'other';

const SELECT_EXISTING = `
  select l.contact_id, l.account_id, l.is_primary_account
  from crm.account_contact l where l.contact_id = any($1::uuid[]) and ${currentLinkSql('l')}`;
const INSERT = `
  insert into crm.account_contact (id, account_id, contact_id, role, position_text, is_primary_account, created_at,
                                   created_by_kind, created_by, updated_at, updated_by_kind, updated_by)
  select n.id, n.account_id, n.contact_id, '${ROLE}', n.position_text, n.is_primary_account, $2, $3, $4, $2, $3, $4
  from jsonb_populate_recordset(null::crm.account_contact, $1) n`;

/** The id of the new link by row; nothing for rows whose link was there. */
export async function linkContacts(
  ports: { readonly ids: CrmIds; readonly now: () => Date },
  unit: Unit,
  links: readonly Link[],
  context: WriteContext,
): Promise<ReadonlyMap<number, string>> {
  const made = new Map<number, string>();
  if (links.length === 0) return made;
  const { rows } = await unit.client.query<{
    contact_id: string;
    account_id: string;
    is_primary_account: boolean;
  }>(SELECT_EXISTING, [links.map((link) => link.contactId)]);
  const linked = new Set(rows.map((row) => `${row.contact_id}:${row.account_id}`));
  const hasMain = new Set(rows.filter((row) => row.is_primary_account).map((row) => row.contact_id));
  const fresh = links.flatMap((link) => {
    const key = `${link.contactId}:${link.accountId}`;
    if (linked.has(key)) return [];
    linked.add(key);
    const isMain = !hasMain.has(link.contactId);
    hasMain.add(link.contactId);
    return [{ ...link, id: ports.ids.next(), isMain }];
  });
  if (fresh.length === 0) return made;
  const now = ports.now();
  const { actor } = context;
  const records = fresh.map((link) => ({
    id: link.id,
    account_id: link.accountId,
    contact_id: link.contactId,
    position_text: link.position,
    is_primary_account: link.isMain,
  }));
  await unit.client.query(INSERT, [JSON.stringify(records), now, actor.kind, actor.id]);
  await appendEvents(
    unit.client,
    fresh.map((link) => ({
      id: ports.ids.next(),
      occurredAt: now,
      actor,
      kind: 'record',
      verb: 'linked',
      entity: 'contact',
      recordId: link.contactId,
      accountId: link.accountId,
      changes: [{ field: 'role', from: null, to: ROLE }],
    })),
  );
  for (const link of fresh) {
    made.set(link.rowNo, link.id);
    unit.changed({ entity: 'account', recordId: link.accountId, change: 'changed', version: null });
  }
  return made;
}
