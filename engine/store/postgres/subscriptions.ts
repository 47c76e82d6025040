/**
 * Who waits for a message or a record event, and which messages wait for somebody. A sender that finds nobody may have
 * looked while a subscription was on its way to its commit; it then takes the key's advisory lock, which every opening
 * subscription holds shared until its commit, and looks once more. Whatever opens later opens after the message.
 */
import type { SubscriptionRow } from '../../execution/state.ts';
import type { Store, WaitingElement } from '../store-port.ts';
import { persistently, run } from './connection.ts';
import type { Database, Statement } from './connection.ts';

/**
 * One arm for each way to be found, so that each goes by an index: event_subscription_key, _start_name, _conversation.
 * Start subscriptions carry no key and answer to every key, and so do record events that wait for any record.
 */
const FIND: Statement = {
  name: 'find-subscriptions',
  text: `with found as (
      select s.id from engine.event_subscription s
      where s.kind = $1 and s.name = $2 and s.correlation_key = $3 and s.root_instance_id is not null
      union all
      select s.id from engine.event_subscription s
      where s.kind = $1 and s.name = $2 and s.correlation_key is null and s.root_instance_id is not null
        and ($3::text is null or $1 = 'record')
      union all
      select s.id from engine.event_subscription s
      where s.kind = $1 and s.name = $2 and s.root_instance_id is null
      union all
      select s.id from engine.event_subscription s
      where s.kind = $1 and s.name = $2 and $3::text is null and s.root_instance_id is not null
        and s.payload ? 'isConversation' and s.correlation_key is not null)
    select row_to_json(r) as row from found join engine.subscription_row r on r.id = found.id
    order by r."rootId" nulls last, r.id`,
};
const WAIT_FOR_OPENING: Statement = {
  name: 'wait-for-opening',
  text: `select pg_advisory_xact_lock(hashtextextended($1 || chr(31) || coalesce($2, ''), 14))`,
};

/** Index: event_subscription_signal. Ids rise with time, so that what opens later is not among them. */
const SIGNALLED: Statement = {
  name: 'signal-subscriptions',
  text: `select row_to_json(r) as row from engine.subscription_row r
    where r.kind = 'signal' and r.name = $1 and r.id < $2 and ($3::uuid is null or r.id > $3) order by r.id limit $4`,
};
/** Index: event_subscription_signal. */
const COUNT_SIGNALLED: Statement = {
  name: 'count-signal-subscriptions',
  text: `select count(*)::int as count from engine.event_subscription
    where kind = 'signal' and name = $1 and id < $2`,
};
/** Index: event_subscription_start. */
const STARTS: Statement = {
  name: 'start-subscriptions',
  text: `select row_to_json(r) as row from engine.subscription_row r
    where r."rootId" is null and r.kind = $1 order by r.id`,
};
/** Indexes: record_link_of_record, event_subscription_of_token. */
const TO_REVIEW: Statement = {
  name: 'instances-to-review',
  text: `select distinct l.instance_id as id from engine.record_link l
    where l.entity = $1 and l.record_id = $2 and exists (
      select 1 from engine.event_subscription s where s.root_instance_id = l.root_instance_id
        and s.instance_id = l.instance_id and s.kind = 'conditional')
    order by l.instance_id`,
};

const BY_PROPERTIES: Statement = {
  name: 'waiting-by-properties',
  text: `select distinct definition_id as "definitionId", element_id as "elementId" from engine.event_subscription
    where payload ? 'byProperties' and name = $1 limit $2`,
};
const KEEP: Statement = {
  name: 'keep-message',
  text: 'select engine.keep_message($1::json, $2, $3::json) as kept',
};
const MATCH: Statement = {
  name: 'match-kept-messages',
  text: 'select engine.match_kept_messages() as count',
};

/** In all versions of the few processes that wait for one message. */
const ELEMENTS_MAX = 100;

type SubscriptionStore = Pick<
  Store,
  | 'findSubscriptions'
  | 'signalSubscriptions'
  | 'countSignalSubscriptions'
  | 'startSubscriptions'
  | 'instancesToReview'
  | 'waitingByProperties'
  | 'keepMessage'
  | 'matchKeptMessages'
>;

/** Whoever is about to wait for it has committed or given up when this returns. */
export async function waitForOpening(
  database: Database,
  { name, correlationKey }: { readonly name: string; readonly correlationKey: string | null },
): Promise<void> {
  await run(database, WAIT_FOR_OPENING, [name, correlationKey]);
}

export function createSubscriptionStore(database: Database): SubscriptionStore {
  const find = async (values: readonly unknown[]): Promise<SubscriptionRow[]> =>
    (await run<{ row: SubscriptionRow }>(database, FIND, values)).map(({ row }) => row);
  return {
    findSubscriptions: ({ kind, name, correlationKey }) =>
      persistently(async () => {
        const found = await find([kind, name, correlationKey]);
        if (kind === 'record' || found.some((row) => row.rootId !== null)) return found;
        await waitForOpening(database, { name, correlationKey });
        return await find([kind, name, correlationKey]);
      }),
    signalSubscriptions: ({ name, before, after, limit }) =>
      persistently(async () => {
        if (after === null) await waitForOpening(database, { name, correlationKey: null });
        const rows = await run<{ row: SubscriptionRow }>(database, SIGNALLED, [name, before, after, limit]);
        return rows.map(({ row }) => row);
      }),
    countSignalSubscriptions: ({ name, before }) =>
      persistently(
        async () => (await run<{ count: number }>(database, COUNT_SIGNALLED, [name, before]))[0]!.count,
      ),
    startSubscriptions: (kind) =>
      persistently(async () =>
        (await run<{ row: SubscriptionRow }>(database, STARTS, [kind])).map(({ row }) => row),
      ),
    instancesToReview: ({ entity, recordId }) =>
      persistently(async () =>
        (await run<{ id: string }>(database, TO_REVIEW, [entity, recordId])).map(({ id }) => id),
      ),
    waitingByProperties: (messageName) =>
      persistently(() => run<WaitingElement>(database, BY_PROPERTIES, [messageName, ELEMENTS_MAX])),
    keepMessage: ({ job, leaseNo, idempotency }) =>
      persistently(async () => {
        const values = [JSON.stringify(job), leaseNo, idempotency && JSON.stringify(idempotency)];
        return (await run<{ kept: boolean }>(database, KEEP, values))[0]!.kept;
      }),
    matchKeptMessages: () =>
      persistently(async () => (await run<{ count: number }>(database, MATCH, []))[0]!.count),
  };
}
