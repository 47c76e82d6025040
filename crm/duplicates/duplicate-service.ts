/**
 * Duplicates, before and after they come to be: what a new record resembles, whether it may be made all the same, and
 * the list of pairs to review. A person is told of records that he may read; of the others only that there may be one,
 * and whom to ask. Two who make the same record at once are put in a row by a lock on what the records would share.
 */
import { type Caller, rowContext, writeContext } from '../caller.ts';
import { homeCountryOf } from '../company/home-country.ts';
import type { Queryable, Transactions, Unit } from '../database/transaction.ts';
import type { EntityDefinition, FieldValues, RecordView } from '../entities/entity-types.ts';
import type { RecordService } from '../entities/record-service.ts';
import { entityOf } from '../entities/entity-table.ts';
import { readLinkGroups } from '../entities/record-rows.ts';
import { CrmRejection, fieldsInvalid } from '../errors.ts';
import { pointFromText } from '../phones/write-points.ts';
import type { CrmChange, CrmClock, CrmIds } from '../ports.ts';
import { fieldLevelOf } from '../rights/field-levels.ts';
import { levelsOf } from '../rights/request-user.ts';
import type { ParticipantSource } from '../rights/scope-for.ts';
import { seeingAll } from '../rights/seeing-all.ts';
import { appendEvents } from '../timeline/append-events.ts';
import {
  type ComparedEntity,
  type DuplicateCandidate,
  duplicateKeys,
  findDuplicates,
  isCompared,
  readFacts,
} from './candidates.ts';
import { noteAcceptedPairs } from './note-candidates.ts';
import { partyFacts } from './party-facts.ts';
import { scanChunk } from './scan-duplicates.ts';
import { type DuplicateCriterion, type DuplicateReason, DUPLICATE_SAME, type PartyFacts } from './score.ts';

/** A record that is there already and that the asker may not read: no name, no reasons, only whom to ask. */
export interface HiddenMatch {
  readonly isSame: boolean;
  readonly ask: { readonly id: string; readonly name: string } | null;
}

/** A record that is there already and that the asker may read. */
export interface DuplicateMatch {
  readonly id: string;
  readonly title: string;
  readonly score: number;
  readonly reasons: DuplicateReason[];
}

export interface DuplicateMatches {
  readonly matches: DuplicateMatch[];
  readonly hidden: HiddenMatch[];
  /** Whether making the record needs a reason. */
  readonly blocks: boolean;
}

export interface DuplicateService {
  /** What a record with these fields resembles. @throws CrmRejection CRM_ENTITY_UNKNOWN, CRM_FORBIDDEN */
  check(
    caller: Caller,
    request: { entity: string; fields: FieldValues; id?: string },
  ): Promise<DuplicateMatches>;
  /**
   * Makes a record as a person does. One that resembles another too much needs a reason, which is kept on its timeline.
   * It is written first and compared as it was stored; a refusal takes everything back with the transaction.
   * @throws CrmRejection CRM_DUPLICATE_FOUND (details: `matches`, `hidden`), CRM_FIELDS_INVALID, CRM_FORBIDDEN
   */
  create(
    caller: Caller,
    request: { entity: string; fields: FieldValues; reason: string | null },
  ): Promise<RecordView>;
  /**
   * Goes on with the nightly search, or only with one that was asked for (`DuplicatePairService.search`); returns how many
   * records it looked at, 0 when there is nothing to do.
   */
  scan(options?: { readonly signal?: AbortSignal; readonly onlyAsked?: boolean }): Promise<number>;
}

export interface DuplicatePorts {
  readonly transactions: Transactions;
  readonly records: RecordService;
  readonly clock: CrmClock;
  readonly ids: CrmIds;
  readonly participants: ParticipantSource | null;
}

const FORM = 'form';

export function createDuplicateService(ports: DuplicatePorts): DuplicateService {
  const { transactions, clock, participants } = ports;
  return {
    async check(caller, { entity, fields, id }) {
      const definition = comparedDefinition(entity);
      const context = rowContext(caller, participants);
      const may = (action: 'create' | 'edit') => levelsOf(caller.user, entity, action).size > 0;
      if (!may('create') && !may('edit'))
        throw new CrmRejection(
          'CRM_FORBIDDEN',
          `Expected the right to write records of '${entity}', but it is missing.`,
          { entity, action: 'create' },
        );
      const reader = transactions.reader(caller.transaction);
      const facts = factsOfFields(definition, fields, await homeCountryOf(reader));
      return matchesOf(reader, { definition, facts, ownId: id ?? null }, context);
    },
    create: (caller, { entity, fields, reason }) =>
      transactions.run(caller.transaction, async (unit) => {
        const transaction = { client: unit.client, onChange: (change: CrmChange) => unit.changed(change) };
        const made = await ports.records.create({ ...caller, transaction }, { entity, fields });
        if (isCompared(entity)) await admit(ports, unit, { entity, id: made.id, reason }, caller);
        return made;
      }),
    async scan({ signal, onlyAsked = false } = {}) {
      let looked = 0;
      for (const entity of ['account', 'contact', 'lead'] as const)
        for (let chunk = 1; chunk > 0 && !signal?.aborted;) {
          chunk = await transactions.run(null, (unit) =>
            scanChunk(unit, entity, { now: clock.now(), onlyAsked }),
          );
          looked += chunk;
        }
      return looked;
    },
  };
}

async function admit(
  ports: DuplicatePorts,
  unit: Unit,
  made: { readonly entity: ComparedEntity; readonly id: string; readonly reason: string | null },
  caller: Caller,
): Promise<void> {
  const { entity, id, reason } = made;
  const definition = comparedDefinition(entity);
  const context = writeContext(caller, ports.participants);
  const written = await readFacts(unit.client, entity, [id], seeingAll(context));
  const facts = written.get(id)?.facts;
  if (!facts) return;
  await lockKeys(unit, entity, duplicateKeys(facts));
  const found = await matchesOf(unit.client, { definition, facts, ownId: id }, context);
  if (!found.blocks) return;
  if (reason === null) throw duplicateFound(entity, found);
  const others = found.matches.filter((match) => match.score >= DUPLICATE_SAME);
  const { actor } = context;
  await noteAcceptedPairs(unit, { entity, id }, { others, reason, at: ports.clock.now() });
  await appendEvents(unit.client, [
    {
      id: ports.ids.next(),
      occurredAt: ports.clock.now(),
      actor,
      kind: definition.timelineKind,
      verb: 'duplicate_accepted',
      entity,
      recordId: id,
      text: [reason, ...others.map((match) => match.title)].join(' · '),
    },
  ]);
}

/** @throws CrmRejection CRM_ENTITY_UNKNOWN, CRM_FIELDS_INVALID */
export function comparedDefinition(entity: string): EntityDefinition & { readonly entity: ComparedEntity } {
  const definition = entityOf(entity);
  if (isCompared(entity)) return { ...definition, entity };
  throw fieldsInvalid([
    {
      path: 'entity',
      code: 'notChoice',
      message: `Records of '${entity}' are not compared: ask for account, contact or lead.`,
    },
  ]);
}

function duplicateFound(entity: string, { matches, hidden }: DuplicateMatches): CrmRejection {
  const best = matches[0];
  const which = best ? `'${best.title}'` : 'a record that you may not see';
  return new CrmRejection(
    'CRM_DUPLICATE_FOUND',
    `Expected a new ${entity}, but ${which} seems to be the same: open that one, or say why this is another.`,
    { matches, hidden },
  );
}

async function matchesOf(
  reader: Queryable,
  request: {
    readonly definition: EntityDefinition & { readonly entity: ComparedEntity };
    readonly facts: PartyFacts;
    readonly ownId: string | null;
  },
  context: ReturnType<typeof rowContext>,
): Promise<DuplicateMatches> {
  const { definition, facts, ownId } = request;
  const { entity } = definition;
  const found = await findDuplicates(
    reader,
    { entity, probes: [{ ref: FORM, facts, ownId }] },
    seeingAll(context),
  );
  const all = found.get(FORM) ?? [];
  if (all.length === 0) return { matches: [], hidden: [], blocks: false };
  const links = await readLinkGroups(reader, [{ entity, ids: all.map((one) => one.id) }], context);
  const readable = new Set(links.map((link) => link.id));
  const hidden = all.filter((one) => !readable.has(one.id));
  return {
    matches: all
      .filter((one) => readable.has(one.id))
      .map((one) => ({ ...one, reasons: toldReasons(definition, one.reasons, context) })),
    hidden: await hiddenMatches(reader, definition, hidden),
    blocks: all.some((one) => one.score >= DUPLICATE_SAME),
  };
}

const FIELD_OF_CRITERION: Readonly<Record<DuplicateCriterion, string | null>> = {
  taxId: 'taxId',
  otherTaxId: 'taxId',
  email: 'email',
  roleEmail: 'email',
  phone: 'phone',
  otherCountry: 'country',
  domain: 'domain',
  birthday: 'birthday',
  address: 'address',
  name: null,
  names: null,
};

/** A field that is hidden from the reader gives no value away. */
export function toldReasons(
  definition: EntityDefinition,
  reasons: readonly DuplicateReason[],
  context: ReturnType<typeof rowContext>,
): DuplicateReason[] {
  return reasons.map((reason) => {
    const field = FIELD_OF_CRITERION[reason.criterion];
    const isHidden = field !== null && fieldLevelOf(context.user, definition, field) === 'hidden';
    return isHidden ? { ...reason, value: '' } : reason;
  });
}

async function hiddenMatches(
  reader: Queryable,
  definition: EntityDefinition,
  hidden: readonly DuplicateCandidate[],
): Promise<HiddenMatch[]> {
  if (hidden.length === 0) return [];
  const { rows } = await reader.query<{ id: string; owner_id: string | null; owner_name: string | null }>(
    `select r.id, u.id as owner_id, u.name as owner_name
     from ${definition.table} r
     left join crm."user" u on u.id = r.owner_id and u.status = 'active'
     where r.id = any($1::uuid[])`,
    [hidden.map((one) => one.id)],
  );
  return hidden.map((one) => {
    const owner = rows.find((row) => row.id === one.id);
    const ask = owner?.owner_id ? { id: owner.owner_id, name: owner.owner_name ?? '' } : null;
    return { isSame: one.score >= DUPLICATE_SAME, ask };
  });
}

function factsOfFields(definition: EntityDefinition, fields: FieldValues, homeCountry: string): PartyFacts {
  const country = typeof fields.country === 'string' && fields.country !== '' ? fields.country : homeCountry;
  const points = (['phone', 'email'] as const).flatMap((kind) => {
    const text = fields[kind];
    return typeof text === 'string' && text.trim() !== ''
      ? [pointFromText(kind, text.slice(0, 300), country)]
      : [];
  });
  return partyFacts(definition, { values: fields, points });
}

/** In one order, so that two who share several keys do not wait for each other. */
async function lockKeys(unit: Unit, entity: string, keys: readonly string[]): Promise<void> {
  await unit.client.query(
    `select pg_advisory_xact_lock(hashtextextended(k.key, 4307))
     from (select unnest($1::text[]) as key order by 1) k`,
    [keys.map((key) => `${entity}:${key}`).toSorted()],
  );
}
