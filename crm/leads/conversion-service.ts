/**
 * A lead becomes account, contact and deal in one transaction, by a person or by a step of a process: each is made, or
 * an existing one is taken. What the conversion made is remembered with its version, so that it can be taken back as
 * long as nobody built on it; afterwards it is refused with everything that was built.
 */
import { actorOf, type Caller, rowContext, writeContext } from '../caller.ts';
import type { Transactions, Unit } from '../database/transaction.ts';
import type { FieldValues } from '../entities/entity-types.ts';
import { LATEST_VERSION } from '../entities/assert-no-collision.ts';
import { fieldsOfRow, readRow } from '../entities/record-rows.ts';
import { entityOf } from '../entities/registry.ts';
import type { WriteContext } from '../entities/tell-of-write.ts';
import { lockForChange, recordNotFound, type RecordWriter } from '../entities/write-record.ts';
import type { OptionCatalogue } from '../entities/select-options.ts';
import { CrmRejection, fieldsInvalid, type FieldRefusal } from '../errors.ts';
import type { CrmClock, CrmIds } from '../ports.ts';
import { definitionFor } from '../rights/field-levels.ts';
import type { ParticipantSource } from '../rights/scope-for.ts';
import { seeingAll } from '../rights/seeing-all.ts';
import { carryConsents } from '../privacy/carry-consents.ts';
import { appendEvents } from '../timeline/append-events.ts';
import { definedOf, type MadeEntity } from './conversion-fields.ts';
import { type ConversionPlan, plannedFields, plannedPipelines } from './conversion-plan.ts';
import { type BuiltUpon, binMade, builtUpon, type Conversion, readConversion } from './conversion-rows.ts';
import { currentLinkSql } from '../contacts/current-link.ts';

/** An existing party, or the fields of a new one beyond what the lead knows; null: none. */
export type ConversionPart = { readonly id: string } | { readonly fields: FieldValues } | null;

export interface ConvertRequest {
  readonly id: string;
  readonly account: ConversionPart;
  readonly contact: ConversionPart;
  /** A deal is always a new one. */
  readonly deal: { readonly fields: FieldValues } | null;
}

export interface ConvertedLead {
  readonly leadId: string;
  readonly accountId: string | null;
  readonly contactId: string | null;
  readonly dealId: string | null;
}

export interface ConversionState {
  readonly conversion: Omit<Conversion, 'made' | 'linkId' | 'accountBefore' | 'contactBefore'> | null;
  /** What stands against taking it back; empty when it may be. */
  readonly builtUpon: readonly BuiltUpon[];
}

export interface ConversionService {
  /**
   * What each part of a conversion would have of what the lead knows and the asker may write, and where the deal may
   * begin. @throws CrmRejection CRM_RECORD_NOT_FOUND
   */
  plan(caller: Caller, request: { id: string }): Promise<ConversionPlan>;
  /** @throws CrmRejection CRM_CONVERSION_REFUSED, CRM_FIELDS_INVALID, CRM_FORBIDDEN, CRM_RECORD_NOT_FOUND */
  convert(caller: Caller, request: ConvertRequest): Promise<ConvertedLead>;
  /** @throws CrmRejection CRM_RECORD_NOT_FOUND */
  state(caller: Caller, request: { id: string }): Promise<ConversionState>;
  /** @throws CrmRejection CRM_CONVERSION_REFUSED (details: `reasons`), CRM_FORBIDDEN, CRM_RECORD_NOT_FOUND */
  undo(caller: Caller, request: { id: string }): Promise<void>;
}

export interface ConversionPorts {
  readonly transactions: Transactions;
  readonly writer: RecordWriter;
  readonly options: OptionCatalogue;
  readonly clock: CrmClock;
  readonly ids: CrmIds;
  readonly participants: ParticipantSource | null;
}

const ROLE_IN_ACCOUNT = 'decision_maker';
const ROLE_IN_DEAL = 'decider';

export function createConversionService(ports: ConversionPorts): ConversionService {
  const { transactions, writer, options, clock, ids, participants } = ports;
  return {
    async plan(caller, { id }) {
      const reader = transactions.reader(caller.transaction);
      const context = rowContext(caller, participants);
      const row = await readRow(reader, { definition: entityOf('lead'), id, lock: false }, context);
      if (!row) throw recordNotFound('lead', id);
      // What is hidden from the asker is not shown to him by way of the conversion.
      const lead = fieldsOfRow(definitionFor(entityOf('lead'), context), row);
      const lists = await options.load(reader);
      const planned = (made: MadeEntity) => plannedFields(lead, made, { lists, reader: context });
      const deal = planned('deal');
      const { user } = caller;
      // The account is there by the time at which the deal is made.
      const facts = { ...deal, account: lead.account ?? id };
      const pipelines = await plannedPipelines(reader, { deal: facts, lists, user });
      return { account: planned('account'), contact: planned('contact'), deal, pipelines };
    },

    convert: (caller, request) =>
      transactions.run(caller.transaction, async (unit) => {
        const context = writeContext(caller, participants);
        const definition = entityOf('lead');
        const row = await lockForChange(unit, { definition, id: request.id, action: 'edit' }, context);
        const lead = fieldsOfRow(definition, row);
        if (lead.convertedAt)
          throw refused(`Expected a lead that is not converted yet, but '${row.number}' is.`);
        const lists = await options.load(unit.client);
        const made: Record<string, number> = {};
        const take = async (entity: MadeEntity, part: ConversionPart, more: FieldValues = {}) => {
          if (part === null) return null;
          if ('id' in part) return existing(unit, entity, part.id, context);
          const known = plannedFields(lead, entity, { lists, reader: context });
          const fields = definedOf({ ...known, ...more, ...part.fields });
          const definition = entityOf(entity);
          const created = await ofPart(entity, writer.create(unit, { definition, fields }, context));
          made[entity] = created.version;
          return created.id;
        };
        const accountId = await take('account', request.account);
        const contactId = await take('contact', request.contact);
        if (accountId === null && contactId === null)
          throw fieldsInvalid([
            { path: 'account', message: 'Choose or create an account or a contact.', code: 'noParty' },
          ]);
        if (made.account !== undefined && accountId) await keepFirstTouch(unit, accountId, lead);
        const linkId = await linkParties(unit, { accountId, contactId }, caller, ports);
        const dealId = await take('deal', request.deal, { account: accountId });
        if (dealId !== null) await attachDeal(unit, { dealId, leadId: row.id, contactId }, caller, ports);
        const now = clock.now();
        if (contactId !== null) {
          const told = { now, actor: actorOf(caller), ids };
          await carryConsents(unit, { leadId: row.id, contactId, accountId }, told);
          // Who asked not to be called is not called, whoever turned his lead into an existing contact.
          if (lead.doNotCall === true && made.contact === undefined)
            await writer.update(
              unit,
              {
                definition: entityOf('contact'),
                id: contactId,
                version: LATEST_VERSION,
                fields: { doNotCall: true },
              },
              seeingAll(context),
            );
        }
        await unit.client.query(MARK_CONVERTED, [row.id, now, dealId]);
        await writer.update(
          unit,
          {
            definition,
            id: row.id,
            version: LATEST_VERSION,
            fields: { status: 'converted', account: accountId, contact: contactId },
          },
          context,
        );
        const actor = actorOf(caller);
        await unit.client.query(INSERT_CONVERSION, [
          ids.next(),
          row.id,
          now,
          actor.kind,
          actor.id,
          lead.status,
          accountId,
          contactId,
          dealId,
          linkId,
          JSON.stringify(made),
          lead.account,
          lead.contact,
        ]);
        return { leadId: row.id, accountId, contactId, dealId };
      }),

    async state(caller, { id }) {
      const reader = transactions.reader(caller.transaction);
      const context = writeContext(caller, participants);
      if (!(await readRow(reader, { definition: entityOf('lead'), id, lock: false }, context)))
        throw recordNotFound('lead', id);
      const conversion = await readConversion(reader, id);
      if (!conversion) return { conversion: null, builtUpon: [] };
      const {
        made: _made,
        linkId: _link,
        accountBefore: _account,
        contactBefore: _contact,
        ...shown
      } = conversion;
      return { conversion: shown, builtUpon: await builtUpon(reader, conversion) };
    },

    undo: (caller, { id }) =>
      transactions.run(caller.transaction, async (unit) => {
        const context = writeContext(caller, participants);
        const definition = entityOf('lead');
        await lockForChange(unit, { definition, id, action: 'edit' }, context);
        const conversion = await readConversion(unit.client, id);
        if (!conversion) throw refused('Expected a converted lead, but this one is not.');
        const reasons = await builtUpon(unit.client, conversion, { lock: true });
        if (reasons.length > 0) {
          throw refused(
            `Expected that nobody built on the conversion, but: ${reasons.map((one) => one.text.en).join('; ')}.`,
            reasons,
          );
        }
        const actor = actorOf(caller);
        const now = clock.now();
        await unit.client.query(CLEAR_CONVERTED, [id]);
        await writer.update(
          unit,
          {
            definition,
            id,
            version: LATEST_VERSION,
            fields: {
              status: conversion.statusBefore,
              account: conversion.accountBefore,
              contact: conversion.contactBefore,
            },
          },
          context,
        );
        await binMade(unit, conversion, { actor, now, ids });
        await unit.client.query(
          'update crm.lead_conversion set undone_at = $2, undone_by_kind = $3, undone_by = $4 where id = $1',
          [conversion.id, now, actor.kind, actor.id],
        );
      }),
  };
}

const MARK_CONVERTED = 'update crm.lead set converted_at = $2, converted_deal_id = $3 where id = $1';
const CLEAR_CONVERTED = 'update crm.lead set converted_at = null, converted_deal_id = null where id = $1';
const INSERT_CONVERSION = `
  insert into crm.lead_conversion (id, lead_id, at, actor_kind, actor_id, status_before, account_id, contact_id, deal_id,
                                   link_id, made, account_before, contact_before)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`;
const SET_FIRST_TOUCH = `
  update crm.account set first_source = coalesce(first_source, $2), first_campaign = coalesce(first_campaign, $3),
    first_touch_at = coalesce(first_touch_at, $4)
  where id = $1`;
const INSERT_LINK = `
  insert into crm.account_contact (id, account_id, contact_id, role, is_primary_account, is_primary_contact, created_at,
                                   created_by_kind, created_by, updated_at, updated_by_kind, updated_by)
  select $1, $2, $3, $4,
    not exists (select from crm.account_contact l where l.contact_id = $3 and l.is_primary_account and ${currentLinkSql('l')}),
    not exists (select from crm.account_contact l where l.account_id = $2 and l.is_primary_contact and ${currentLinkSql('l')}),
    $5, $6, $7, $5, $6, $7
  where not exists (select from crm.account_contact l where l.account_id = $2 and l.contact_id = $3 and ${currentLinkSql('l')})
  returning id`;
const SET_DEAL_LEAD = 'update crm.deal set lead_id = $2 where id = $1';
const INSERT_DEAL_CONTACT = `
  insert into crm.deal_contact (id, deal_id, contact_id, role, created_at, created_by_kind, created_by)
  values ($1, $2, $3, $4, $5, $6, $7)`;
/** What was said to the lead is part of the deal's story. */
const LINK_ACTIVITIES = `
  insert into crm.activity_link (activity_id, entity, record_id)
  select activity_id, 'deal', $2 from crm.activity_link where entity = 'lead' and record_id = $1
  on conflict do nothing`;

async function existing(unit: Unit, entity: MadeEntity, id: string, context: WriteContext): Promise<string> {
  const row = await readRow(unit.client, { definition: entityOf(entity), id, lock: false }, context);
  if (row) return row.id;
  throw fieldsInvalid([
    { path: entity, message: `There is no ${entity} '${id}' that you may see.`, code: 'unseen' },
  ]);
}

/** What is refused is named with the part that it is of. */
async function ofPart<T>(entity: MadeEntity, made: Promise<T>): Promise<T> {
  try {
    return await made;
  } catch (error) {
    if (!(error instanceof CrmRejection) || error.code !== 'CRM_FIELDS_INVALID') throw error;
    const fields = (error.details.fields ?? []) as readonly FieldRefusal[];
    throw fieldsInvalid(fields.map((field) => ({ ...field, path: `${entity}.fields.${field.path}` })));
  }
}

/** Where a customer came from stays with him for life. */
async function keepFirstTouch(unit: Unit, accountId: string, lead: FieldValues): Promise<void> {
  await unit.client.query(SET_FIRST_TOUCH, [
    accountId,
    lead.source,
    lead.campaign ?? lead.utmCampaign,
    lead.createdAt,
  ]);
}

async function linkParties(
  unit: Unit,
  { accountId, contactId }: { accountId: string | null; contactId: string | null },
  caller: Caller,
  { clock, ids }: ConversionPorts,
): Promise<string | null> {
  if (accountId === null || contactId === null) return null;
  const actor = actorOf(caller);
  const { rows } = await unit.client.query<{ id: string }>(INSERT_LINK, [
    ids.next(),
    accountId,
    contactId,
    ROLE_IN_ACCOUNT,
    clock.now(),
    actor.kind,
    actor.id,
  ]);
  return rows[0]?.id ?? null;
}

async function attachDeal(
  unit: Unit,
  { dealId, leadId, contactId }: { dealId: string; leadId: string; contactId: string | null },
  caller: Caller,
  { clock, ids }: ConversionPorts,
): Promise<void> {
  const actor = actorOf(caller);
  const now = clock.now();
  await unit.client.query(SET_DEAL_LEAD, [dealId, leadId]);
  await unit.client.query(LINK_ACTIVITIES, [leadId, dealId]);
  if (contactId === null) return;
  await unit.client.query(INSERT_DEAL_CONTACT, [
    ids.next(),
    dealId,
    contactId,
    ROLE_IN_DEAL,
    now,
    actor.kind,
    actor.id,
  ]);
  const { rows } = await unit.client.query<{ full_name: string; account_id: string | null }>(
    'select c.full_name, d.account_id from crm.contact c, crm.deal d where c.id = $1 and d.id = $2',
    [contactId, dealId],
  );
  await appendEvents(unit.client, [
    {
      id: ids.next(),
      occurredAt: now,
      actor,
      kind: 'record',
      verb: 'linked',
      entity: 'deal',
      recordId: dealId,
      accountId: rows[0]?.account_id ?? null,
      text: rows[0]?.full_name ?? null,
    },
  ]);
}

function refused(message: string, reasons: readonly BuiltUpon[] = []): CrmRejection {
  return new CrmRejection('CRM_CONVERSION_REFUSED', message, { reasons });
}
