/**
 * Who waits for a message or a record event. A sender that finds nobody may have looked while a subscription was on
 * its way to its commit; it then takes the key's advisory lock, which every opening subscription holds shared until
 * its commit, and looks once more. Whatever opens later opens after the message.
 */
import type { SubscriptionRow } from '../../execution/state.ts';
import type { Store } from '../store-port.ts';
import { persistently, run } from './connection.ts';
import type { Database, Statement } from './connection.ts';

/** Index: event_subscription_key. Start subscriptions carry no key and answer to every key. */
const FIND: Statement = {
  name: 'find-subscriptions',
  text: `select row_to_json(r) as row from engine.subscription_row r
    where r.kind = $1 and r.name = $2
      and (r."correlationKey" is not distinct from $3 or r."rootId" is null or $1 = 'record')
    order by r."rootId" nulls last, r.id`,
};
const WAIT_FOR_OPENING: Statement = {
  name: 'wait-for-opening',
  text: `select pg_advisory_xact_lock(hashtextextended($1 || chr(31) || coalesce($2, ''), 14))`,
};

export function createSubscriptionStore(database: Database): Pick<Store, 'findSubscriptions'> {
  const find = async (values: readonly unknown[]): Promise<SubscriptionRow[]> =>
    (await run<{ row: SubscriptionRow }>(database, FIND, values)).map(({ row }) => row);
  return {
    findSubscriptions: ({ kind, name, correlationKey }) =>
      persistently(async () => {
        const found = await find([kind, name, correlationKey]);
        if (kind === 'record' || found.some((row) => row.rootId !== null)) return found;
        await run(database, WAIT_FOR_OPENING, [name, correlationKey]);
        return await find([kind, name, correlationKey]);
      }),
  };
}
