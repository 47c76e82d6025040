/**
 * The pairs that somebody should look at. A person is shown those whose two records he may read, edit and delete, which
 * is what a merge takes; so everything on his list is something that he can do. "Not a duplicate" is remembered: the
 * search does not ask again.
 */
import { type Caller, rowContext } from '../caller.ts';
import type { Queryable, Transactions } from '../database/transaction.ts';
import { SqlParameters } from '../database/sql-parameters.ts';
import type { EntityDefinition, RecordLink } from '../entities/entity-types.ts';
import { cursorFrom, cursorOf, type PairPlace } from './pair-cursor.ts';
import type { RowContext } from '../entities/record-rows.ts';
import { CrmRejection } from '../errors.ts';
import type { CrmClock } from '../ports.ts';
import { levelsOf } from '../rights/request-user.ts';
import { type ParticipantSource, scopeFor } from '../rights/scope-for.ts';
import { COMPARED_ENTITIES, type ComparedEntity } from './candidates.ts';
import { comparedDefinition, toldReasons } from './duplicate-service.ts';
import type { DuplicateReason } from './score.ts';

export interface DuplicatePair {
  readonly entity: ComparedEntity;
  readonly one: RecordLink;
  readonly other: RecordLink;
  /** Which of them stays unless somebody says otherwise: the one that is there longer, a converted lead before others. */
  readonly keep: string;
  readonly score: number;
  readonly reasons: DuplicateReason[];
  /** What somebody said about it, such as why he made the second one all the same. */
  readonly note: string | null;
  readonly foundAt: string;
}

export interface DuplicateCount {
  readonly entity: ComparedEntity;
  /** Counted up to `COUNT_MAX`. */
  readonly open: number;
  /** Of these, so alike that they can be merged together. */
  readonly safe: number;
  /** Whether the person may have all records compared now. */
  readonly maySearch: boolean;
  readonly isSearching: boolean;
  /** When the last search ended; null before the first. */
  readonly searchedAt: string | null;
}

/** One merge of many: what becomes part of what. */
export interface PlannedMerge {
  readonly survivorId: string;
  readonly loserId: string;
}

interface PairKey {
  readonly entity: string;
  readonly oneId: string;
  readonly otherId: string;
}

export interface DuplicatePairService {
  /** The likeliest first. @throws CrmRejection CRM_ENTITY_UNKNOWN, CRM_FORBIDDEN */
  list(
    caller: Caller,
    request: { entity: string; cursor?: string; limit: number },
  ): Promise<{ items: DuplicatePair[]; nextCursor: string | null }>;
  /** Of the kinds that the person may merge; empty when there is none. */
  counts(caller: Caller): Promise<DuplicateCount[]>;
  /**
   * Has what was written since the last search compared now, and not at night; a search that is under way goes on.
   * For whoever may edit and delete all records of the kind. @throws CrmRejection CRM_ENTITY_UNKNOWN, CRM_FORBIDDEN
   */
  search(caller: Caller, request: { entity: string }): Promise<void>;
  /** "Not a duplicate", or to be asked again. @throws CrmRejection CRM_RECORD_NOT_FOUND, CRM_FORBIDDEN */
  decide(caller: Caller, pair: PairKey & { state: 'dismissed' | 'open'; note: string | null }): Promise<void>;
  /** Merges of what is so alike that nobody need look, each record in one of them at the most. @throws CrmRejection CRM_FORBIDDEN */
  safeMerges(caller: Caller, request: { entity: string }): Promise<PlannedMerge[]>;
}

/** From this score on pairs are merged together without a look at each. */
const DUPLICATE_SAFE = 95;
const COUNT_MAX = 1_000;
const SAFE_MERGES_MAX = 1_000;

export function createDuplicatePairService(ports: {
  readonly transactions: Transactions;
  readonly clock: CrmClock;
  readonly participants: ParticipantSource | null;
}): DuplicatePairService {
  const { transactions, clock, participants } = ports;
  return {
    async list(caller, { entity, cursor, limit }) {
      const definition = mergeable(caller, entity);
      const context = rowContext(caller, participants);
      const rows = await readPairs(transactions.reader(caller.transaction), definition, context, {
        after: cursorFrom(cursor),
        scoreMin: 0,
        limit: limit + 1,
      });
      const items = rows.slice(0, limit).map((row) => pairOf(definition, row, context));
      return { items, nextCursor: rows.length > limit ? cursorOf(rows[limit - 1]) : null };
    },
    async counts(caller) {
      const reader = transactions.reader(caller.transaction);
      const context = rowContext(caller, participants);
      const kinds = COMPARED_ENTITIES.filter((entity) => mayMerge(caller, entity));
      return Promise.all(
        kinds.map(async (entity) => ({
          entity,
          ...(await countPairs(reader, comparedDefinition(entity), context)),
          maySearch: mayMergeAll(caller, entity),
          ...(await searchState(reader, entity)),
        })),
      );
    },
    search: (caller, { entity }) =>
      transactions.run(caller.transaction, async (unit) => {
        mergeable(caller, entity);
        if (!mayMergeAll(caller, entity)) throw forbidden(entity, 'delete');
        await unit.client.query(
          'update crm.duplicate_scan set started_at = coalesce(started_at, $2), asked_at = $2 where entity = $1',
          [entity, clock.now()],
        );
      }),
    decide: (caller, { entity, oneId, otherId, state, note }) =>
      transactions.run(caller.transaction, async (unit) => {
        const definition = mergeable(caller, entity);
        const context = rowContext(caller, participants);
        const ids = [oneId, otherId].toSorted();
        const [pair] = await readPairs(unit.client, definition, context, { ids, scoreMin: 0, limit: 1 });
        if (!pair)
          throw new CrmRejection(
            'CRM_RECORD_NOT_FOUND',
            'Expected two records that were found alike and that you may merge, but there are none.',
            { entity },
          );
        await unit.client.query(
          `update crm.duplicate_pair set state = $4, note = coalesce($5, note), decided_at = $6, decided_by = $7
           where entity = $1 and one_id = $2 and other_id = $3 and state <> 'merged'`,
          [
            ...[entity, ...ids, state, note],
            ...(state === 'open' ? [null, null] : [clock.now(), caller.user.id]),
          ],
        );
      }),
    async safeMerges(caller, { entity }) {
      const definition = mergeable(caller, entity);
      const rows = await readPairs(
        transactions.reader(caller.transaction),
        definition,
        rowContext(caller, participants),
        { scoreMin: DUPLICATE_SAFE, limit: SAFE_MERGES_MAX },
      );
      return plan(rows.filter((row) => row.note === null));
    },
  };
}

function mayMerge({ user }: Caller, entity: string): boolean {
  return (['read', 'edit', 'delete'] as const).every((action) => levelsOf(user, entity, action).size > 0);
}

/** All of the kind are compared with all, so it takes the right to merge any of them. */
function mayMergeAll({ user }: Caller, entity: string): boolean {
  return (['read', 'edit', 'delete'] as const).every((action) => levelsOf(user, entity, action).has('all'));
}

async function searchState(
  reader: Queryable,
  entity: string,
): Promise<Pick<DuplicateCount, 'isSearching' | 'searchedAt'>> {
  const { rows } = await reader.query<{ started_at: Date | null; finished_at: Date | null }>(
    'select started_at, finished_at from crm.duplicate_scan where entity = $1',
    [entity],
  );
  return {
    isSearching: (rows[0]?.started_at ?? null) !== null,
    searchedAt: rows[0]?.finished_at?.toISOString() ?? null,
  };
}

function forbidden(entity: string, action: 'edit' | 'delete'): CrmRejection {
  return new CrmRejection(
    'CRM_FORBIDDEN',
    `Expected the rights to edit and delete records of '${entity}', but one is missing.`,
    { entity, action },
  );
}

function mergeable(caller: Caller, entity: string): EntityDefinition & { readonly entity: ComparedEntity } {
  const definition = comparedDefinition(entity);
  if (mayMerge(caller, entity)) return definition;
  throw forbidden(entity, levelsOf(caller.user, entity, 'edit').size > 0 ? 'delete' : 'edit');
}

interface PairRow {
  readonly one_id: string;
  readonly other_id: string;
  readonly one_title: string;
  readonly other_title: string;
  readonly keeps_other: boolean;
  readonly score: number;
  readonly reasons: readonly DuplicateReason[];
  readonly note: string | null;
  readonly found_at: Date;
}

interface PairQuestion {
  readonly after?: PairPlace | null;
  /** This pair, in whatever state; else the open ones. */
  readonly ids?: readonly string[];
  readonly scoreMin: number;
  readonly limit: number;
}

/** Pairs within the person's rights. Index: duplicate_pair_open. */
function pairsSql(
  definition: EntityDefinition,
  context: RowContext,
  parameters: SqlParameters,
  question: PairQuestion,
): string {
  const { entity, table } = definition;
  const scopes = ['one', 'other'].flatMap((alias) =>
    (['read', 'edit', 'delete'] as const).map((action) =>
      scopeFor({ ...context, entity, action, alias, parameters }),
    ),
  );
  const { after, ids, scoreMin, limit } = question;
  const which = ids
    ? `p.one_id = ${parameters.add(ids[0], 'uuid')} and p.other_id = ${parameters.add(ids[1], 'uuid')}`
    : `p.state = 'open' and p.score >= ${parameters.add(scoreMin, 'integer')}`;
  const isAfter = after
    ? `and (-p.score, p.one_id, p.other_id) > (${parameters.add(-after.score, 'integer')},
        ${parameters.add(after.oneId, 'uuid')}, ${parameters.add(after.otherId, 'uuid')})`
    : '';
  return `from crm.duplicate_pair p
    join ${table} one on one.id = p.one_id and one.deleted_at is null
    join ${table} other on other.id = p.other_id and other.deleted_at is null
    where p.entity = '${entity}' and ${which} ${isAfter} and ${scopes.join(' and ')}
    order by p.score desc, p.one_id, p.other_id
    limit ${limit}`;
}

async function readPairs(
  reader: Queryable,
  definition: EntityDefinition,
  context: RowContext,
  question: PairQuestion,
): Promise<readonly PairRow[]> {
  const parameters = new SqlParameters();
  const from = pairsSql(definition, context, parameters, question);
  const converted = (alias: string): string =>
    definition.entity === 'lead' ? `${alias}.converted_at is null` : 'true';
  const { rows } = await reader.query<PairRow>(
    `select p.one_id, p.other_id, p.score, p.reasons, p.note, p.found_at,
       ${definition.titleSql('one')} as one_title, ${definition.titleSql('other')} as other_title,
       (${converted('other')}, other.created_at, other.id) < (${converted('one')}, one.created_at, one.id) as keeps_other
     ${from}`,
    parameters.values,
  );
  return rows;
}

async function countPairs(
  reader: Queryable,
  definition: EntityDefinition & { readonly entity: ComparedEntity },
  context: RowContext,
): Promise<Pick<DuplicateCount, 'open' | 'safe'>> {
  const parameters = new SqlParameters();
  const from = pairsSql(definition, context, parameters, { scoreMin: 0, limit: COUNT_MAX });
  const { rows } = await reader.query<{ open: number; safe: number }>(
    `select count(*)::int as open, count(*) filter (where score >= ${DUPLICATE_SAFE} and note is null)::int as safe
     from (select p.score, p.note ${from}) found`,
    parameters.values,
  );
  return { open: rows[0]?.open ?? 0, safe: rows[0]?.safe ?? 0 };
}

function pairOf(
  definition: EntityDefinition & { readonly entity: ComparedEntity },
  row: PairRow,
  context: RowContext,
): DuplicatePair {
  const { entity } = definition;
  return {
    entity,
    one: { entity, id: row.one_id, title: row.one_title },
    other: { entity, id: row.other_id, title: row.other_title },
    keep: row.keeps_other ? row.other_id : row.one_id,
    score: row.score,
    reasons: toldReasons(definition, row.reasons, context),
    note: row.note,
    foundAt: row.found_at.toISOString(),
  };
}

/**
 * The likeliest pairs first, but for those about which somebody said something: they want a look. A record that gives itself up takes part in nothing else, and one that takes others in is
 * not given up itself, so that each merge joins two records which were compared with each other. What remains is found
 * again by the next search.
 */
function plan(rows: readonly PairRow[]): PlannedMerge[] {
  const losers = new Set<string>();
  const survivors = new Set<string>();
  const merges: PlannedMerge[] = [];
  for (const { one_id: one, other_id: other, keeps_other: keepsOther } of rows) {
    const isTaken = losers.has(one) || losers.has(other) || (survivors.has(one) && survivors.has(other));
    if (isTaken) continue;
    const keepsSecond = survivors.has(other) || (keepsOther && !survivors.has(one));
    const [survivorId, loserId] = keepsSecond ? [other, one] : [one, other];
    survivors.add(survivorId);
    losers.add(loserId);
    merges.push({ survivorId, loserId });
  }
  return merges;
}
