/** Leads beyond their fields: what they came with, whom they may be, why they are worth what they are. */
import { type Caller, rowContext, writeContext } from '../caller.ts';
import { SqlParameters } from '../database/sql-parameters.ts';
import type { Transactions } from '../database/transaction.ts';
import type { FieldValues, RecordView } from '../entities/entity-types.ts';
import { readRow, viewsOfRows } from '../entities/record-rows.ts';
import { entityOf } from '../entities/registry.ts';
import { type RecordWriter, recordNotFound } from '../entities/write-record.ts';
import { type FieldRefusal, fieldsInvalid } from '../errors.ts';
import { type ParticipantSource, scopeFor } from '../rights/scope-for.ts';
import { type KnownSender, knownSender, type Sender } from './known-sender.ts';
import type { ScoreReason } from './lead-score.ts';

export interface LeadOrigin {
  /** What the form sent or the call brought, as it came. */
  readonly payload: unknown;
  readonly utm: Readonly<Record<string, string>>;
  readonly score: number;
  readonly scoreReasons: readonly ScoreReason[];
}

export type PartyMatch = 'phone' | 'email' | 'domain' | 'name';

export interface PossibleParty {
  readonly entity: 'account' | 'contact';
  readonly id: string;
  readonly title: string;
  readonly matches: readonly PartyMatch[];
}

export interface LeadService {
  /** A lead with what it came with. @throws CrmRejection CRM_FIELDS_INVALID, CRM_FORBIDDEN */
  capture(
    caller: Caller,
    request: { fields: FieldValues; payload: unknown; utm?: Readonly<Record<string, string>>; id?: string },
  ): Promise<RecordView>;
  /** Whose sending it is, as far as the caller may read them. */
  known(caller: Caller, sender: Sender): Promise<KnownSender>;
  /** @throws CrmRejection CRM_RECORD_NOT_FOUND */
  origin(caller: Caller, request: { id: string }): Promise<LeadOrigin>;
  /** Accounts and contacts that the lead may be, by phone, address, domain or name, best first. */
  parties(caller: Caller, request: { id: string }): Promise<PossibleParty[]>;
}

export interface LeadPorts {
  readonly transactions: Transactions;
  readonly writer: RecordWriter;
  readonly participants: ParticipantSource | null;
}

/** A payload larger than this is no form any more. */
const PAYLOAD_BYTES_MAX = 200_000;
const PARTIES_MAX = 10;

export function createLeadService(ports: LeadPorts): LeadService {
  const { transactions, writer, participants } = ports;
  const readLead = async (caller: Caller, id: string) => {
    const reader = transactions.reader(caller.transaction);
    const definition = entityOf('lead');
    const row = await readRow(reader, { definition, id, lock: false }, rowContext(caller, participants));
    if (!row) throw recordNotFound('lead', id);
    return row;
  };
  return {
    capture: (caller, { fields, payload, utm, id }) =>
      transactions.run(caller.transaction, async (unit) => {
        assertPayload(payload);
        const definition = entityOf('lead');
        const context = writeContext(caller, participants);
        const attributes = { payload: payload ?? {}, utm: utm ?? {} };
        const row = await writer.create(unit, { definition, fields, attributes, id }, context);
        const [view] = await viewsOfRows(unit.client, { definition, rows: [row] }, context);
        if (!view) throw new Error('Expected one view for one row.');
        return view;
      }),

    known: (caller, sender) =>
      knownSender(transactions.reader(caller.transaction), sender, rowContext(caller, participants)),

    async origin(caller, { id }) {
      await readLead(caller, id);
      const { rows } = await transactions
        .reader(caller.transaction)
        .query<LeadOrigin>(
          'select payload, utm, score, score_reasons as "scoreReasons" from crm.lead where id = $1',
          [id],
        );
      if (!rows[0]) throw recordNotFound('lead', id);
      return rows[0];
    },

    async parties(caller, { id }) {
      const lead = await readLead(caller, id);
      const wanted = {
        phone: textOf(lead.f_phoneE164),
        email: textOf(lead.f_email),
        domain: domainOf(lead),
        company: textOf(lead.f_companyName)?.toLowerCase() ?? null,
        person: [lead.f_givenName, lead.f_familyName].filter(Boolean).join(' ').toLowerCase() || null,
      };
      const parameters = new SqlParameters();
      const values = Object.fromEntries(
        Object.entries(wanted).map(([key, value]) => [key, parameters.add(value, 'text')]),
      ) as Record<keyof typeof wanted, string>;
      const context = rowContext(caller, participants);
      const scope = (entity: string) =>
        scopeFor({ ...context, entity, action: 'read', alias: 'r', parameters });
      const { rows } = await transactions.reader(caller.transaction).query<PossibleParty>(
        `select * from (
           ${matchesSql('account', scope('account'), values)}
           union all
           ${matchesSql('contact', scope('contact'), values)}
         ) found
         where cardinality(matches) > 0
         order by cardinality(matches) desc, title
         limit ${PARTIES_MAX}`,
        parameters.values,
      );
      return rows.map((row) => ({ ...row }));
    },
  };
}

function matchesSql(
  entity: 'account' | 'contact',
  scope: string,
  values: Record<'phone' | 'email' | 'domain' | 'company' | 'person', string>,
): string {
  const title = entity === 'account' ? 'r.name' : 'r.full_name';
  const name = entity === 'account' ? values.company : values.person;
  const reached = (column: string, value: string) =>
    `exists (select from crm.comm_point p where p.party_type = '${entity}' and p.party_id = r.id and p.${column} = ${value})`;
  const domain = entity === 'account' ? `r.domain = ${values.domain}` : 'false';
  return `select '${entity}' as entity, r.id, ${title} as title, array_remove(array[
        case when ${reached('e164', values.phone)} then 'phone' end,
        case when ${reached('email_norm', values.email)} then 'email' end,
        case when ${domain} then 'domain' end,
        case when lower(${title}) = ${name} then 'name' end], null) as matches
      from crm.${entity} r
      where r.deleted_at is null and ${scope} and (
        r.id in (select p.party_id from crm.comm_point p
                 where p.party_type = '${entity}' and (p.e164 = ${values.phone} or p.email_norm = ${values.email}))
        or ${domain} or lower(${title}) = ${name})`;
}

/** Of the website, else of the address. */
function domainOf(lead: Readonly<Record<string, unknown>>): string | null {
  const website = textOf(lead.f_website)
    ?.toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/^www\./, '');
  return website?.split('/')[0] ?? textOf(lead.f_email)?.split('@')[1] ?? null;
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function assertPayload(payload: unknown): void {
  const text = JSON.stringify(payload ?? {});
  const problem: Omit<FieldRefusal, 'path'> | null =
    text.length > PAYLOAD_BYTES_MAX
      ? {
          code: 'tooLong',
          values: { max: PAYLOAD_BYTES_MAX },
          message: `The payload of a lead holds at most ${PAYLOAD_BYTES_MAX} characters: send files apart.`,
        }
      : text.includes('\\u0000')
        ? {
            code: 'badCharacter',
            message: 'The payload has a character that cannot be stored (U+0000): remove it.',
          }
        : null;
  if (problem) throw fieldsInvalid([{ path: 'payload', ...problem }]);
}
