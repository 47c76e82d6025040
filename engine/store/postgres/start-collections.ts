/** Starts of parallel multiple start events that are not complete: changed under one lock per event. */
import { collect, type StartCollection, type StartOccurrence } from '../../execution/start-collection.ts';
import type { PoolClient } from 'pg';
import type { IdempotencyRow, Store } from '../store-port.ts';
import { persistently, run, withConnection, type Database, type Statement } from './connection.ts';

const LOCK: Statement = {
  name: 'lock-start-event',
  text: `select pg_advisory_xact_lock(hashtextextended($1 || chr(31) || $2, 33))`,
};
const GUARD: Statement = {
  name: 'guard-start-collection',
  text: `insert into engine.idempotency (key, fingerprint, response) values ($1, $2, $3::jsonb) on conflict do nothing
    returning key`,
};
const KNOWN: Statement = {
  name: 'known-start-collection',
  text: 'select key, fingerprint, response from engine.idempotency where key = $1',
};
/** Index: start_collection_place. What start-collection.ts (mayTake) says, so that one row is read for one message. */
const CANDIDATES: Statement = {
  name: 'start-collections-to-fill',
  text: `select c.id, c.process_key as "processKey", c.element_id as "elementId",
      c.correlation_key as "correlationKey", c.occurred
    from engine.start_collection c
    where c.process_key = $1 and c.element_id = $2 and not c.occurred @> $4::jsonb
      and ($5 or $3::text is null or c.correlation_key is null or c.correlation_key = $3)
    order by (c.correlation_key is not distinct from $3) desc, c.id
    limit case when $5 then null else 1 end`,
};
const IS_ANY_OPEN: Statement = {
  name: 'start-collection-is-open',
  text: `select exists (select 1 from engine.start_collection where process_key = $1 and element_id = $2) as open`,
};
const KEEP: Statement = {
  name: 'keep-start-collections',
  text: `insert into engine.start_collection (id, process_key, element_id, correlation_key, occurred)
    select r.id, r."processKey", r."elementId", r."correlationKey", r.occurred
    from json_to_recordset($1) r(id uuid, "processKey" text, "elementId" text, "correlationKey" text, occurred jsonb)
    on conflict (id) do update set correlation_key = excluded.correlation_key, occurred = excluded.occurred`,
};
const REMOVE: Statement = {
  name: 'remove-start-collections',
  text: 'delete from engine.start_collection where id = any ($1::uuid[])',
};
const MAKE_JOBS: Statement = { name: 'make-start-jobs', text: 'select engine.write_more($1::json)' };

export function createStartCollections(database: Database): Pick<Store, 'collectStart'> {
  return {
    collectStart: (request) =>
      persistently(() => withConnection(database, (client) => collectIn(database, client, request))),
  };
}

type Request = Parameters<Store['collectStart']>[0];

async function collectIn(
  database: Database,
  client: PoolClient,
  { occurrence, newId, jobFor, idempotency }: Request,
): Promise<IdempotencyRow | null> {
  // Without a key of the sender, one of its own tells a repeated try from another message.
  const guard = idempotency ?? { key: `collected ${newId}`, fingerprint: newId, response: null };
  await client.query('begin');
  await run(database, LOCK, [occurrence.processKey, occurrence.elementId], client);
  const values = [guard.key, guard.fingerprint, JSON.stringify(guard.response)];
  if ((await run(database, GUARD, values, client)).length === 0) {
    const [known] = await run<IdempotencyRow>(database, KNOWN, [guard.key], client);
    await client.query('commit');
    return idempotency && (known ?? null);
  }
  const { processKey, elementId } = occurrence;
  const candidates = await run<StartCollection>(database, CANDIDATES, candidateValues(occurrence), client);
  const [any] = await run<{ open: boolean }>(database, IS_ANY_OPEN, [processKey, elementId], client);
  const { kept, complete } = collect(candidates, any!.open, occurrence, newId);
  await run(database, KEEP, [JSON.stringify(kept)], client);
  await run(database, REMOVE, [complete.map(({ id }) => id)], client);
  if (complete.length > 0)
    await run(database, MAKE_JOBS, [JSON.stringify({ newJobs: complete.map(jobFor) })], client);
  await client.query('commit');
  return null;
}

function candidateValues(occurrence: StartOccurrence): readonly unknown[] {
  const { processKey, elementId, correlationKey, signatures, isForAll } = occurrence;
  const all = JSON.stringify(signatures.map((signature) => ({ signature })));
  return [processKey, elementId, correlationKey, all, isForAll];
}
