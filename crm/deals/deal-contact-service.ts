/** Who of the customer's people has a say in a deal, and which. Linking needs the right to edit on both sides. */
import { actorOf, type Caller, writeContext } from '../caller.ts';
import { SqlParameters } from '../database/sql-parameters.ts';
import type { Transactions } from '../database/transaction.ts';
import type { LocalizedText, RecordLink } from '../entities/entity-types.ts';
import { readRow } from '../entities/record-rows.ts';
import { entityOf } from '../entities/registry.ts';
import type { OptionCatalogue } from '../entities/select-options.ts';
import { lockForChange, recordNotFound } from '../entities/write-record.ts';
import { CrmRejection, fieldsInvalid } from '../errors.ts';
import type { CrmClock, CrmIds } from '../ports.ts';
import { type ParticipantSource, scopeFor } from '../rights/scope-for.ts';
import { appendEvents } from '../timeline/append-events.ts';

export interface DealContact {
  readonly id: string;
  readonly contact: RecordLink;
  readonly role: string;
  readonly roleLabel: LocalizedText;
}

export interface DealContactService {
  /** As far as the contacts are readable. @throws CrmRejection CRM_RECORD_NOT_FOUND */
  list(caller: Caller, request: { dealId: string }): Promise<DealContact[]>;
  /** @throws CrmRejection CRM_FIELDS_INVALID, CRM_FORBIDDEN, CRM_LINK_CONFLICT, CRM_RECORD_NOT_FOUND */
  add(caller: Caller, request: { dealId: string; contactId: string; role: string }): Promise<DealContact[]>;
  /** @throws CrmRejection CRM_FORBIDDEN, CRM_RECORD_NOT_FOUND */
  remove(caller: Caller, request: { dealId: string; id: string }): Promise<DealContact[]>;
}

export interface DealContactPorts {
  readonly transactions: Transactions;
  readonly options: OptionCatalogue;
  readonly clock: CrmClock;
  readonly ids: CrmIds;
  readonly participants: ParticipantSource | null;
}

const ROLES = 'deal.contactRole';

const INSERT = `
  insert into crm.deal_contact (id, deal_id, contact_id, role, created_at, created_by_kind, created_by)
  values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing`;
const DELETE = 'delete from crm.deal_contact where id = $1 and deal_id = $2 returning contact_id';

export function createDealContactService(ports: DealContactPorts): DealContactService {
  const { transactions, options, clock, ids, participants } = ports;
  const deal = () => entityOf('deal');

  const list: DealContactService['list'] = async (caller, { dealId }) => {
    const reader = transactions.reader(caller.transaction);
    const context = writeContext(caller, participants);
    if (!(await readRow(reader, { definition: deal(), id: dealId, lock: false }, context)))
      throw recordNotFound('deal', dealId);
    const lists = await options.load(reader);
    const parameters = new SqlParameters();
    const scope = scopeFor({ ...context, entity: 'contact', action: 'read', alias: 'c', parameters });
    const { rows } = await reader.query<{ id: string; contact_id: string; name: string; role: string }>(
      `select l.id, l.contact_id, c.full_name as name, l.role
       from crm.deal_contact l
       join crm.contact c on c.id = l.contact_id and c.deleted_at is null
       where l.deal_id = ${parameters.add(dealId, 'uuid')} and ${scope}
       order by l.created_at, l.id`,
      parameters.values,
    );
    return rows.map((row) => ({
      id: row.id,
      contact: { entity: 'contact', id: row.contact_id, title: row.name },
      role: row.role,
      roleLabel: lists.label(ROLES, row.role),
    }));
  };

  /** The timeline of the deal tells who came and went. */
  const tell = async (
    unit: Parameters<Parameters<Transactions['run']>[1]>[0],
    told: { caller: Caller; dealId: string; accountId: string | null; contactId: string; verb: string },
  ): Promise<void> => {
    const { rows } = await unit.client.query<{ full_name: string }>(
      'select full_name from crm.contact where id = $1',
      [told.contactId],
    );
    await appendEvents(unit.client, [
      {
        id: ids.next(),
        occurredAt: clock.now(),
        actor: actorOf(told.caller),
        kind: 'record',
        verb: told.verb,
        entity: 'deal',
        recordId: told.dealId,
        accountId: told.accountId,
        text: rows[0]?.full_name ?? null,
      },
    ]);
    unit.changed({ entity: 'deal', recordId: told.dealId, change: 'changed', version: null });
  };

  return {
    list,
    add: (caller, { dealId, contactId, role }) =>
      transactions.run(caller.transaction, async (unit) => {
        const lists = await options.load(unit.client);
        if (!lists.isActive(ROLES, role)) {
          const codes = lists.options(ROLES).map((option) => option.value);
          throw fieldsInvalid([
            {
              path: 'role',
              code: 'notChoice',
              message: `There is no role '${role}': use one of ${codes.join(', ')}.`,
            },
          ]);
        }
        const context = writeContext(caller, participants);
        // Lock order: contact before deal, as everywhere.
        await lockForChange(
          unit,
          { definition: entityOf('contact'), id: contactId, action: 'edit' },
          context,
        );
        const row = await lockForChange(unit, { definition: deal(), id: dealId, action: 'edit' }, context);
        const actor = actorOf(caller);
        const { rowCount } = await unit.client.query(INSERT, [
          ids.next(),
          dealId,
          contactId,
          role,
          clock.now(),
          actor.kind,
          actor.id,
        ]);
        if (rowCount === 0) {
          throw new CrmRejection(
            'CRM_LINK_CONFLICT',
            'Expected a new role, but this contact has this role in this deal already.',
          );
        }
        await tell(unit, { caller, dealId, accountId: row.account_id, contactId, verb: 'linked' });
        return list({ ...caller, transaction: { client: unit.client } }, { dealId });
      }),
    remove: (caller, { dealId, id }) =>
      transactions.run(caller.transaction, async (unit) => {
        const context = writeContext(caller, participants);
        const row = await lockForChange(unit, { definition: deal(), id: dealId, action: 'edit' }, context);
        const { rows } = await unit.client.query<{ contact_id: string }>(DELETE, [id, dealId]);
        const gone = rows[0];
        if (!gone) throw recordNotFound('deal_contact', id);
        await tell(unit, {
          caller,
          dealId,
          accountId: row.account_id,
          contactId: gone.contact_id,
          verb: 'unlinked',
        });
        return list({ ...caller, transaction: { client: unit.client } }, { dealId });
      }),
  };
}
