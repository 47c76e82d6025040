/** Who stands where at the customer's: reports to, assists, belongs to the family of. Linking needs the right to edit on both sides. */
import { actorOf, type Caller, writeContext } from '../caller.ts';
import { SqlParameters } from '../database/sql-parameters.ts';
import type { Transactions, Unit } from '../database/transaction.ts';
import { readSubject } from '../entities/read-subject.ts';
import { entityOf } from '../entities/registry.ts';
import { lockForChange, recordNotFound } from '../entities/write-record.ts';
import { CrmRejection } from '../errors.ts';
import type { CrmClock, CrmIds } from '../ports.ts';
import { type ParticipantSource, scopeFor } from '../rights/scope-for.ts';
import { currentLinkSql } from './current-link.ts';

export type ContactRelationKind = 'reports_to' | 'assistant_of' | 'family';

export interface OrgChart {
  readonly people: readonly {
    readonly id: string;
    readonly name: string;
    readonly role: string | null;
    readonly positionText: string | null;
    readonly isPrimary: boolean;
  }[];
  readonly relations: readonly {
    readonly id: string;
    readonly fromId: string;
    readonly toId: string;
    readonly kind: ContactRelationKind;
  }[];
}

export interface OrgChartService {
  /** The people of an organisation, as far as they may be read, and how they stand to each other. @throws CrmRejection CRM_RECORD_NOT_FOUND */
  read(caller: Caller, request: { accountId: string }): Promise<OrgChart>;
  /** A person has one superior: another one takes his place. @throws CrmRejection CRM_FORBIDDEN, CRM_LINK_CONFLICT, CRM_RECORD_NOT_FOUND */
  relate(caller: Caller, request: { fromId: string; toId: string; kind: ContactRelationKind }): Promise<void>;
  /** @throws CrmRejection CRM_FORBIDDEN, CRM_RECORD_NOT_FOUND */
  release(caller: Caller, request: { id: string }): Promise<void>;
}

const INSERT = `
  insert into crm.contact_relation (id, from_contact_id, to_contact_id, kind, created_at, created_by_kind, created_by)
  values ($1, $2, $3, $4, $5, $6, $7) on conflict (from_contact_id, to_contact_id, kind) do nothing`;
const DELETE_SUPERIOR = `delete from crm.contact_relation where from_contact_id = $1 and kind = 'reports_to'`;
/** Whether `$2` stands below `$1` already. */
const IS_BELOW = `
  with recursive above as (
    select to_contact_id as id from crm.contact_relation where from_contact_id = $2 and kind = 'reports_to'
    union
    select r.to_contact_id from crm.contact_relation r join above on r.from_contact_id = above.id and r.kind = 'reports_to'
  ) select from above where id = $1`;
/** Any constant: two changes of the chart that would close a circle together come one after the other. */
const CHART_LOCK = 0x6f726763;

export function createOrgChartService(ports: {
  readonly transactions: Transactions;
  readonly clock: CrmClock;
  readonly ids: CrmIds;
  readonly participants: ParticipantSource | null;
}): OrgChartService {
  const { transactions, clock, ids, participants } = ports;
  const lockBoth = async (unit: Unit, caller: Caller, contacts: readonly string[]): Promise<void> => {
    const context = writeContext(caller, participants);
    // In order of ids: two who link the same two never wait for each other in a circle.
    for (const id of contacts.toSorted())
      await lockForChange(unit, { definition: entityOf('contact'), id, action: 'edit' }, context);
  };
  const changed = (unit: Unit, contacts: readonly string[]): void => {
    for (const recordId of contacts)
      unit.changed({ entity: 'contact', recordId, change: 'changed', version: null });
  };
  return {
    async read(caller, { accountId }) {
      const reader = transactions.reader(caller.transaction);
      await readSubject(
        reader,
        { subject: { entity: 'account', id: accountId }, action: 'read' },
        caller,
        participants,
      );
      const parameters = new SqlParameters();
      const account = parameters.add(accountId, 'uuid');
      const scope = scopeFor({
        ...writeContext(caller, participants),
        entity: 'contact',
        action: 'read',
        alias: 'c',
        parameters,
      });
      const people = await reader.query<OrgChart['people'][number]>(
        `select distinct on (c.id) c.id, c.full_name as name, l.role, l.position_text as "positionText",
           l.is_primary_contact as "isPrimary"
         from crm.account_contact l join crm.contact c on c.id = l.contact_id and c.deleted_at is null
         where l.account_id = ${account} and ${currentLinkSql('l')} and ${scope}
         order by c.id, l.is_primary_contact desc, l.created_at`,
        parameters.values,
      );
      const known = people.rows.map((person) => person.id);
      const relations = await reader.query<OrgChart['relations'][number]>(
        `select id, from_contact_id as "fromId", to_contact_id as "toId", kind from crm.contact_relation
         where from_contact_id = any($1::uuid[]) and to_contact_id = any($1::uuid[]) order by created_at, id`,
        [known],
      );
      return { people: people.rows, relations: relations.rows };
    },

    relate: (caller, { fromId, toId, kind }) =>
      transactions.run(caller.transaction, async (unit) => {
        if (fromId === toId) throw circle();
        await lockBoth(unit, caller, [fromId, toId]);
        if (kind === 'reports_to') {
          await unit.client.query('select pg_advisory_xact_lock($1)', [CHART_LOCK]);
          if ((await unit.client.query(IS_BELOW, [fromId, toId])).rowCount !== 0) throw circle();
          await unit.client.query(DELETE_SUPERIOR, [fromId]);
        }
        const actor = actorOf(caller);
        const row = [ids.next(), fromId, toId, kind, clock.now(), actor.kind, actor.id];
        await unit.client.query(INSERT, row);
        changed(unit, [fromId, toId]);
      }),

    release: (caller, { id }) =>
      transactions.run(caller.transaction, async (unit) => {
        const { rows } = await unit.client.query<{ from_contact_id: string; to_contact_id: string }>(
          'select from_contact_id, to_contact_id from crm.contact_relation where id = $1 for update',
          [id],
        );
        const [row] = rows;
        if (!row) throw recordNotFound('contact_relation', id);
        await lockBoth(unit, caller, [row.from_contact_id, row.to_contact_id]);
        await unit.client.query('delete from crm.contact_relation where id = $1', [id]);
        changed(unit, [row.from_contact_id, row.to_contact_id]);
      }),
  };
}

function circle(): CrmRejection {
  return new CrmRejection(
    'CRM_LINK_CONFLICT',
    'Expected a superior who does not stand below the person: choose another.',
  );
}
