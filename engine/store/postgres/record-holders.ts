/** Who runs with a record in a variable, locked by the host before he changes what the record is. */
import type { PoolClient } from 'pg';
import type { EngineTransaction } from '../../ports.ts';
import type { Store, StoreTransaction } from '../store-port.ts';
import { run } from './connection.ts';
import type { Database, Statement } from './connection.ts';
import { textArray, uuidArray } from './encode.ts';
import { withinTransaction } from './step-transaction.ts';

/** Index: record_link_of_record. */
const HOLDERS: Statement = {
  name: 'record-holders',
  text: `select distinct l.root_instance_id as id from engine.record_link l
    join engine.process_instance i on i.id = l.instance_id and i.status = 'active'
    where l.entity = $1 and l.record_id = $2 and ($3::uuid[] is null or l.root_instance_id = any($3))
    order by 1 limit $4`,
};
const LOCK: Statement = {
  name: 'lock-holders',
  text: 'select engine.lock_roots($1::text[], $2::uuid[])',
};

export function createRecordHolders(database: Database): Pick<Store, 'lockHolders' | 'within'> {
  return {
    async lockHolders({ entity, recordId, among, limit }, transaction) {
      const client = clientOf(transaction);
      const values = [entity, recordId, among && uuidArray(among), limit];
      const ids = (await run<{ id: string }>(database, HOLDERS, values, client)).map(({ id }) => id);
      if (ids.length > 0)
        await run(database, LOCK, [textArray(ids.map(() => 'instance')), uuidArray(ids)], client);
      return ids;
    },
    within: (transaction): StoreTransaction => withinTransaction(database, clientOf(transaction)),
  };
}

function clientOf({ client }: EngineTransaction): PoolClient {
  if (client) return client;
  throw new Error('Expected the open transaction of a PostgreSQL connection.');
}
