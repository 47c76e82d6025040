/**
 * Who plays which role in which organisation. A person may have several roles in one organisation and belong to
 * several; each pair of person and role stands once as long as it lasts; an organisation has at most one main contact
 * and a person at most one main organisation. Linking needs the right to edit on both sides.
 */
import { actorOf, type Caller, writeContext } from '../caller.ts';
import { SqlParameters } from '../database/sql-parameters.ts';
import type { Queryable, Transactions, Unit } from '../database/transaction.ts';
import type { LocalizedText, RecordLink, SelectOption } from '../entities/entity-types.ts';
import type { RowContext } from '../entities/record-rows.ts';
import { entityOf } from '../entities/registry.ts';
import type { OptionCatalogue } from '../entities/select-options.ts';
import { lockForChange, recordNotFound } from '../entities/write-record.ts';
import { CrmRejection, fieldsInvalid } from '../errors.ts';
import type { CrmClock, CrmIds } from '../ports.ts';
import { scopeFor, type ParticipantSource } from '../rights/scope-for.ts';
import { appendEvents } from '../timeline/append-events.ts';
import { AccountContactModel } from './account-contact.model.ts';
import { currentLinkSql } from './current-link.ts';

export interface AccountContact {
  readonly id: string;
  readonly account: RecordLink;
  readonly contact: RecordLink;
  readonly role: string;
  readonly roleLabel: LocalizedText;
  readonly positionText: string | null;
  /** The organisation's main contact. */
  readonly isPrimary: boolean;
  /** The person's main organisation. */
  readonly isPrimaryAccount: boolean;
  readonly startedOn: string | null;
  readonly endedOn: string | null;
  /** Not ended yet: what ends on a later day is current until then. */
  readonly isCurrent: boolean;
  readonly phone: string | null;
  readonly email: string | null;
}

export interface AccountContactService {
  /** The roles in which a contact may be linked, in the order in which they are offered. */
  roles(): Promise<readonly SelectOption[]>;
  /** Links of an account or of a contact, as far as both sides are readable; ended ones last. */
  list(caller: Caller, request: { accountId?: string; contactId?: string }): Promise<AccountContact[]>;
  /** @throws CrmRejection CRM_LINK_CONFLICT, CRM_FORBIDDEN, CRM_RECORD_NOT_FOUND, CRM_FIELDS_INVALID */
  link(
    caller: Caller,
    request: {
      accountId: string;
      contactId: string;
      role: string;
      positionText?: string | null;
      isPrimary?: boolean;
      startedOn?: string | null;
    },
  ): Promise<AccountContact>;
  /** @throws CrmRejection CRM_LINK_CONFLICT, CRM_FORBIDDEN, CRM_RECORD_NOT_FOUND, CRM_FIELDS_INVALID */
  change(
    caller: Caller,
    request: {
      id: string;
      role?: string;
      positionText?: string | null;
      isPrimary?: boolean;
      /** Makes it the person's main organisation; what was that before is not any more. */
      isPrimaryAccount?: boolean;
      startedOn?: string | null;
      /** Null brings an ended link back. */
      endedOn?: string | null;
    },
  ): Promise<AccountContact>;
}

interface LinkRow {
  readonly id: string;
  readonly account_id: string;
  readonly contact_id: string;
  readonly account_name: string;
  readonly contact_name: string;
  readonly role: string;
  readonly position_text: string | null;
  readonly is_primary_contact: boolean;
  readonly is_primary_account: boolean;
  readonly started_on: string | null;
  readonly ended_on: string | null;
  readonly is_current: boolean;
  readonly phone: string | null;
  readonly email: string | null;
}

interface KnownLink {
  readonly account_id: string;
  readonly contact_id: string;
  readonly role: string;
  readonly started_on: string | null;
  readonly ended_on: string | null;
  readonly today: string;
}

const SELECT_LINK = `
  select l.account_id, l.contact_id, l.role, l.started_on::text, l.ended_on::text,
    public.throughline_now()::date::text as today
  from crm.account_contact l where l.id = $1`;

interface LinkPorts {
  readonly transactions: Transactions;
  readonly options: OptionCatalogue;
  readonly clock: CrmClock;
  readonly ids: CrmIds;
  readonly participants: ParticipantSource | null;
}

const ROLE_LIST = 'account_contact.role';

export function createAccountContactService(ports: LinkPorts): AccountContactService {
  const { transactions, options, clock, ids, participants } = ports;
  const readOne = async (reader: Queryable, id: string, context: RowContext): Promise<AccountContact> => {
    const [link] = await readLinksWhere(reader, {
      where: (parameters) => `l.id = ${parameters.add(id, 'uuid')}`,
      context,
      options,
    });
    if (!link) throw recordNotFound('account_contact', id);
    return link;
  };
  return {
    roles: async () => (await options.load(transactions.reader(null))).options(ROLE_LIST),

    list: (caller, { accountId, contactId }) =>
      readLinksWhere(transactions.reader(caller.transaction), {
        where: (parameters) =>
          [
            accountId ? `l.account_id = ${parameters.add(accountId, 'uuid')}` : 'true',
            contactId ? `l.contact_id = ${parameters.add(contactId, 'uuid')}` : 'true',
            // Without a side the list would be the whole company's.
            accountId || contactId ? 'true' : 'false',
          ].join(' and '),
        context: writeContext(caller, participants),
        options,
      }),

    link: (caller, request) =>
      transactions.run(caller.transaction, async (unit) => {
        const context = writeContext(caller, participants);
        await assertRole(unit, options, request.role);
        await lockBoth(unit, request, context);
        const now = clock.now();
        const actor = actorOf(caller);
        const hasMainAccount = await unit.client.query(
          `select from crm.account_contact l where l.contact_id = $1 and l.is_primary_account and ${currentLinkSql('l')}`,
          [request.contactId],
        );
        if (request.isPrimary) await dethrone(unit, request.accountId);
        const id = ids.next();
        const create = () =>
          AccountContactModel.create(
            {
              id,
              accountId: request.accountId,
              contactId: request.contactId,
              role: request.role,
              positionText: request.positionText ?? null,
              isPrimaryContact: request.isPrimary ?? false,
              // The first organisation is the main one until another is.
              isPrimaryAccount: hasMainAccount.rowCount === 0,
              startedOn: request.startedOn ?? null,
              createdAt: now,
              createdByKind: actor.kind,
              createdBy: actor.id,
              updatedAt: now,
              updatedByKind: actor.kind,
              updatedBy: actor.id,
            },
            { transaction: unit.orm, returning: false },
          );
        await explainingConflicts(create);
        await tell(ports, unit, { caller, ...request, verb: 'linked' });
        return readOne(unit.client, id, context);
      }),

    change: (caller, request) =>
      transactions.run(caller.transaction, async (unit) => {
        const context = writeContext(caller, participants);
        const { rows } = await unit.client.query<KnownLink>(SELECT_LINK, [request.id]);
        const row = rows[0];
        if (!row) throw recordNotFound('account_contact', request.id);
        const sides = { accountId: row.account_id, contactId: row.contact_id };
        if (request.role !== undefined) await assertRole(unit, options, request.role);
        await lockBoth(unit, sides, context);
        assertDates(row, request);
        if (request.isPrimary) await dethrone(unit, row.account_id);
        if (request.isPrimaryAccount) await leaveMainAccount(unit, row.contact_id);
        const actor = actorOf(caller);
        const isOver = (endedOn: string | null | undefined): boolean =>
          typeof endedOn === 'string' && endedOn <= row.today;
        const isEnding = isOver(request.endedOn);
        // What begins again is main when somebody says so: another may be by now.
        const isReopened = request.endedOn !== undefined && !isEnding && isOver(row.ended_on);
        const update = () =>
          AccountContactModel.update(
            {
              ...(request.role === undefined ? {} : { role: request.role }),
              ...(request.positionText === undefined ? {} : { positionText: request.positionText }),
              ...(request.isPrimary === undefined ? {} : { isPrimaryContact: request.isPrimary }),
              ...(request.isPrimaryAccount === undefined
                ? {}
                : { isPrimaryAccount: request.isPrimaryAccount }),
              ...(request.startedOn === undefined ? {} : { startedOn: request.startedOn }),
              ...(request.endedOn === undefined ? {} : { endedOn: request.endedOn }),
              // What has ended is nobody's main link.
              ...(isEnding || (isReopened && !request.isPrimary) ? { isPrimaryContact: false } : {}),
              ...(isEnding || (isReopened && !request.isPrimaryAccount) ? { isPrimaryAccount: false } : {}),
              updatedAt: clock.now(),
              updatedByKind: actor.kind,
              updatedBy: actor.id,
            },
            { where: { id: request.id }, transaction: unit.orm },
          );
        await explainingConflicts(update);
        await tell(ports, unit, {
          caller,
          ...sides,
          role: request.role ?? row.role,
          verb: isEnding ? 'unlinked' : 'link_changed',
        });
        return readOne(unit.client, request.id, context);
      }),
  };
}

/** Lock order: account, then contact. */
async function lockBoth(
  unit: Unit,
  sides: { accountId: string; contactId: string },
  context: RowContext,
): Promise<void> {
  await lockForChange(
    unit,
    { definition: entityOf('account'), id: sides.accountId, action: 'edit' },
    context,
  );
  await lockForChange(
    unit,
    { definition: entityOf('contact'), id: sides.contactId, action: 'edit' },
    context,
  );
}

async function dethrone(unit: Unit, accountId: string): Promise<void> {
  await AccountContactModel.update(
    { isPrimaryContact: false },
    { where: { accountId, isPrimaryContact: true }, transaction: unit.orm },
  );
}

async function leaveMainAccount(unit: Unit, contactId: string): Promise<void> {
  await AccountContactModel.update(
    { isPrimaryAccount: false },
    { where: { contactId, isPrimaryAccount: true }, transaction: unit.orm },
  );
}

/** Days as text, which come in the order of time. */
function assertDates(
  row: KnownLink,
  request: { readonly startedOn?: string | null; readonly endedOn?: string | null },
): void {
  const startedOn = request.startedOn === undefined ? row.started_on : request.startedOn;
  const endedOn = request.endedOn === undefined ? row.ended_on : request.endedOn;
  if (startedOn === null || endedOn === null || startedOn <= endedOn) return;
  throw fieldsInvalid([
    { path: 'endedOn', code: 'tooEarly', message: 'The end lies before the start: choose a later end.' },
  ]);
}

async function assertRole(unit: Unit, options: OptionCatalogue, role: string): Promise<void> {
  const lists = await options.load(unit.client);
  if (lists.isActive(ROLE_LIST, role)) return;
  const codes = lists.options(ROLE_LIST).map((option) => option.value);
  throw fieldsInvalid([
    {
      path: 'role',
      code: 'notChoice',
      message: `There is no role '${role}': use one of ${codes.join(', ')}.`,
    },
  ]);
}

/** The database holds the rules of links; here they are only put into words. */
async function explainingConflicts<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (cause) {
    const error = (cause as { parent?: { code?: string; constraint?: string } }).parent;
    if (error?.code === '23505' && error.constraint === 'account_contact_once') {
      throw new CrmRejection(
        'CRM_LINK_CONFLICT',
        'Expected a new role, but this contact has this role in this account already.',
      );
    }
    if (error?.code === '23514') {
      throw new CrmRejection(
        'CRM_LINK_CONFLICT',
        'Expected the end of the link after its start, and a lasting link for a main contact.',
      );
    }
    throw cause;
  }
}

async function tell(
  ports: LinkPorts,
  unit: Unit,
  link: { caller: Caller; accountId: string; contactId: string; role: string; verb: string },
): Promise<void> {
  await appendEvents(unit.client, [
    {
      id: ports.ids.next(),
      occurredAt: ports.clock.now(),
      actor: actorOf(link.caller),
      kind: 'record',
      verb: link.verb,
      entity: 'contact',
      recordId: link.contactId,
      accountId: link.accountId,
      changes: [{ field: 'role', from: null, to: link.role }],
    },
  ]);
  unit.changed({ entity: 'account', recordId: link.accountId, change: 'changed', version: null });
  unit.changed({ entity: 'contact', recordId: link.contactId, change: 'changed', version: null });
}

async function readLinksWhere(
  reader: Queryable,
  request: { where: (parameters: SqlParameters) => string; context: RowContext; options: OptionCatalogue },
): Promise<AccountContact[]> {
  const { context } = request;
  const parameters = new SqlParameters();
  const scope = (entity: string, alias: string) =>
    scopeFor({ ...context, entity, action: 'read', alias, parameters });
  const point = (kind: string, column: string) =>
    `(select ${column} from crm.comm_point p where p.party_type = 'contact' and p.party_id = c.id and p.kind = '${kind}' and p.is_primary)`;
  const { rows } = await reader.query<LinkRow>(
    `select l.id, l.account_id, l.contact_id, a.name as account_name, c.full_name as contact_name, l.role, l.position_text,
            l.is_primary_contact and ${currentLinkSql('l')} as is_primary_contact,
            l.is_primary_account and ${currentLinkSql('l')} as is_primary_account,
            l.started_on::text, l.ended_on::text, ${currentLinkSql('l')} as is_current,
            ${point('phone', 'coalesce(p.e164, p.raw)')} as phone, ${point('email', 'coalesce(p.email_norm, p.raw)')} as email
     from crm.account_contact l
     join crm.account a on a.id = l.account_id and a.deleted_at is null
     join crm.contact c on c.id = l.contact_id and c.deleted_at is null
     where ${request.where(parameters)} and ${scope('account', 'a')} and ${scope('contact', 'c')}
     order by is_current desc, l.ended_on desc nulls first, l.is_primary_contact desc, c.full_name, a.name, l.id
     limit 500`,
    parameters.values,
  );
  const lists = await request.options.load(reader);
  return rows.map((row) => ({
    id: row.id,
    account: { entity: 'account', id: row.account_id, title: row.account_name },
    contact: { entity: 'contact', id: row.contact_id, title: row.contact_name },
    role: row.role,
    roleLabel: lists.label(ROLE_LIST, row.role),
    positionText: row.position_text,
    isPrimary: row.is_primary_contact,
    isPrimaryAccount: row.is_primary_account,
    startedOn: row.started_on,
    endedOn: row.ended_on,
    isCurrent: row.is_current,
    phone: row.phone,
    email: row.email,
  }));
}
