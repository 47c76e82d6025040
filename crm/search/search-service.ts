/** What people opened last, and the upkeep of what is searched. The search itself is `records.search`. */
import type { Pool } from 'pg';
import { type Caller, rowContext } from '../caller.ts';
import type { Queryable, Transactions } from '../database/transaction.ts';
import type { RecordLink } from '../entities/entity-types.ts';
import { readSubject, type Subject } from '../entities/read-subject.ts';
import { readLivingLinks } from './read-living-links.ts';
import type { CrmClock, CrmLogger } from '../ports.ts';
import type { ParticipantSource } from '../rights/scope-for.ts';

export interface SearchRebuild {
  readonly done: number;
  /** Null until its first step has counted. */
  readonly total: number | null;
}

export interface SearchService {
  /** Notes that the caller opened a record. @throws CrmRejection CRM_RECORD_NOT_FOUND */
  visited(caller: Caller, subject: Subject): Promise<void>;
  /** What the caller opened last, as far as he may still read it. */
  recent(caller: Caller, request: { readonly limit: number }): Promise<RecordLink[]>;
  /** Takes in what is not searched yet, in small transactions; called by a schedule, by one node at a time. */
  rebuild(): Promise<void>;
  /** How far that is; null when nothing is left to do. */
  rebuilding(): Promise<SearchRebuild | null>;
  /** Removes words of the dictionary that no record has any more; called by a schedule. */
  forgetWords(): Promise<void>;
}

/** Longer lists are no help to anybody; older visits are forgotten. */
const VISITS_MAX = 100;
/** A step holds its records against change for some tenths of a second. */
const STEP = 1_000;
const WORDS_STEP = 2_000;
const LOCK = 0x73656172;

const UPSERT_VISIT = `
  insert into crm.record_visit (user_id, entity, record_id, at) values ($1, $2, $3, $4)
  on conflict (user_id, record_id) do update set at = excluded.at`;
const FORGET_VISITS = `
  delete from crm.record_visit v where v.user_id = $1 and v.at < (
    select o.at from crm.record_visit o where o.user_id = $1 order by o.at desc offset ${VISITS_MAX} limit 1)`;
const SELECT_VISITS =
  'select entity, record_id as id from crm.record_visit where user_id = $1 order by at desc, record_id limit $2';
const SELECT_REBUILDING = `
  select sum(done)::float8 as done, case when bool_or(total is null) then null else sum(total)::float8 end as total
  from crm.search_rebuild where finished_at is null having count(*) > 0`;
const FORGET_WORDS = `
  with asked as (
    select w.ctid, w.word from crm.search_word w where w.word > $1 order by w.word limit $2
  ), gone as (
    delete from crm.search_word w using asked a
    where w.ctid = a.ctid and not exists (
      select from crm.search_doc d where d.words @@ (quote_literal(a.word))::tsquery)
  )
  select max(word) as last from asked`;

export function createSearchService(ports: {
  readonly pool: Pool;
  readonly transactions: Transactions;
  readonly clock: CrmClock;
  readonly logger: CrmLogger;
  readonly participants: ParticipantSource | null;
}): SearchService {
  const { pool, transactions, clock, logger, participants } = ports;
  return {
    visited: (caller, subject) =>
      transactions.run(caller.transaction, async ({ client }) => {
        await readSubject(client, { subject, action: 'read' }, caller, participants);
        await client.query(UPSERT_VISIT, [caller.user.id, subject.entity, subject.id, clock.now()]);
        await client.query(FORGET_VISITS, [caller.user.id]);
      }),
    async recent(caller, { limit }) {
      const reader = transactions.reader(caller.transaction);
      const { rows } = await reader.query<Subject>(SELECT_VISITS, [caller.user.id, VISITS_MAX]);
      return (await readLivingLinks(reader, rows, rowContext(caller, participants))).slice(0, limit);
    },
    async rebuild() {
      const before = await rebuildState(pool);
      if (before === null) return;
      const client = await pool.connect();
      try {
        const { rows } = await client.query<{ locked: boolean }>(
          'select pg_try_advisory_lock($1) as locked',
          [LOCK],
        );
        if (!rows[0]?.locked) return;
        try {
          for (let written: number | null = 0, steps = 0; written !== null; steps += 1) {
            written = await step(client);
            if (steps % 50 === 49)
              logger.info({ ...(await rebuildState(client)) }, 'Search takes in what was there before.');
          }
        } finally {
          await client.query('select pg_advisory_unlock($1)', [LOCK]);
        }
      } finally {
        client.release();
      }
    },
    rebuilding: () => rebuildState(pool),
    async forgetWords() {
      for (let after: string | null = ''; after !== null;) {
        const { rows }: { rows: { last: string | null }[] } = await pool.query(FORGET_WORDS, [
          after,
          WORDS_STEP,
        ]);
        after = rows[0]?.last ?? null;
      }
    },
  };
}

async function step(reader: Queryable): Promise<number | null> {
  const { rows } = await reader.query<{ written: number | null }>(
    'select crm.search_rebuild_step($1) as written',
    [STEP],
  );
  return rows[0]?.written ?? null;
}

async function rebuildState(reader: Queryable): Promise<SearchRebuild | null> {
  const { rows } = await reader.query<SearchRebuild>(SELECT_REBUILDING);
  return rows[0] ?? null;
}
