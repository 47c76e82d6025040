/**
 * The yardstick for what waits: W3 (five branches and a join), W4 (due timers), W5 (messages by key) and W8 (what a
 * waiting instance stores), by hand-written SQL, durable after each step, with history; no engine.
 */
import type { Pool } from 'pg';

const SCHEMA = `
drop table if exists fw_instance, fw_task, fw_history, fw_timer, fw_sub;
create table fw_instance(id bigint primary key, process text not null, version int not null default 0,
  status smallint not null, state jsonb not null, updated timestamptz not null default now()) with (fillfactor=70);
create table fw_task(id bigint primary key, instance_id bigint not null, element text not null,
  status smallint not null default 0, assignee text, created timestamptz not null default now()) with (fillfactor=70);
create index on fw_task(instance_id);
create index on fw_task(assignee, created) where status=0;
create table fw_history(id bigint generated always as identity primary key, instance_id bigint not null,
  element text not null, kind smallint not null, at timestamptz not null default now());
create index on fw_history(instance_id);
create table fw_timer(id bigint primary key, instance_id bigint not null, element text not null,
  due timestamptz not null);
create index on fw_timer(due);
create table fw_sub(message text, key text, instance_id bigint, element text, primary key(message, key))`;

const START = {
  name: 'fw-start',
  text: `with i as (insert into fw_instance(id,process,status,state) values($1,$2,0,$3)),
    t as (insert into fw_task(id,instance_id,element,assignee)
      select x.id,$1,x.e,'u1' from unnest($4::bigint[],$5::text[]) x(id,e))
    insert into fw_history(instance_id,element,kind) select $1,e,1 from unnest($6::text[]) e`,
};
const READ_TASK = {
  name: 'fw-read',
  text: `select i.id, i.version, i.state from fw_task t join fw_instance i on i.id=t.instance_id
    where t.id=$1 and t.status=0`,
};
const COMPLETE = {
  name: 'fw-complete',
  text: `with u as (update fw_instance set version=version+1, status=$3, state=$4, updated=now()
      where id=$1 and version=$2 returning id),
    d as (update fw_task set status=1 where id=$5 and exists(select 1 from u))
    insert into fw_history(instance_id,element,kind) select u.id,e,1 from u, unnest($6::text[]) e`,
};
const CLAIM = {
  name: 'fw-claim',
  text: `with c as (delete from fw_timer where id in (
      select id from fw_timer where due<=now() order by due limit $1 for update skip locked)
      returning instance_id, element)
    select i.id, i.state, c.element from c join fw_instance i on i.id=c.instance_id order by i.id for update of i`,
};
const FIRE = {
  name: 'fw-fire',
  text: `with u as (update fw_instance i set version=version+1, status=1, state=x.st, updated=now()
      from unnest($1::bigint[],$2::jsonb[]) x(id,st) where i.id=x.id)
    insert into fw_history(instance_id,element,kind) select x.i,x.e,1 from unnest($3::bigint[],$4::text[]) x(i,e)`,
};
const READ_KEY = {
  name: 'fw-read-key',
  text: `select i.id, i.version, i.state from fw_sub s join fw_instance i on i.id=s.instance_id
    where s.message='order-paid' and s.key=$1`,
};
const CORRELATE = {
  name: 'fw-correlate',
  text: `with u as (update fw_instance set version=version+1, status=1, state=$3, updated=now()
      where id=$1 and version=$2 returning id),
    d as (delete from fw_sub where message='order-paid' and key=$5 and exists(select 1 from u))
    insert into fw_history(instance_id,element,kind) select u.id,e,1 from u, unnest($4::text[]) e`,
};

const TIMER_BATCH = 200;

interface State {
  readonly vars: { readonly amount: number };
  tokens: string[];
  joined?: number;
}

export interface WaitingFloor {
  start(id: number, tasks: readonly string[]): Promise<void>;
  complete(id: number, task: string, branches: number): Promise<void>;
  fillTimers(n: number): Promise<void>;
  fireTimers(callers: number): Promise<number>;
  fillMessages(n: number): Promise<void>;
  correlate(key: number): Promise<void>;
  /** Of instance and task, without history, as the product's figure. */
  bytes(): Promise<number>;
  clear(): Promise<void>;
}

export async function createWaitingFloor(pool: Pool): Promise<WaitingFloor> {
  await pool.query(SCHEMA);
  const tasks = new Map<string, number>();
  let nextTask = 1;
  const fill = (process: string, element: string, n: number): Promise<unknown> =>
    pool.query(
      `insert into fw_instance(id,process,status,state) select i,$1,0,
         jsonb_build_object('vars',jsonb_build_object('amount',i),'tokens',jsonb_build_array($2::text))
       from generate_series(1,$3::int) i`,
      [process, element, n],
    );
  return {
    async start(id, waits) {
      const state: State = { vars: { amount: id }, tokens: [...waits] };
      const ids = waits.map((element) => {
        tasks.set(`${id} ${element}`, nextTask);
        return nextTask++;
      });
      const values = [id, 'w', JSON.stringify(state), ids, waits, ['start', 'fork', ...waits]];
      await pool.query({ ...START, values });
    },
    async complete(id, task, branches) {
      const taskId = tasks.get(`${id} ${task}`);
      for (;;) {
        const { rows } = await pool.query<{ id: string; version: number; state: State }>({
          ...READ_TASK,
          values: [taskId],
        });
        const { version, state } = rows[0]!;
        state.tokens = state.tokens.filter((one) => one !== task);
        state.joined = (state.joined ?? 0) + 1;
        const isOver = state.joined === branches;
        const history = isOver ? [task, 'join', 'end'] : [task];
        const values = [id, version, isOver ? 1 : 0, JSON.stringify(state), taskId, history];
        const { rowCount } = await pool.query({ ...COMPLETE, values });
        if (rowCount) return;
      }
    },
    async fillTimers(n) {
      await fill('w4', 'timer', n);
      await pool.query(`insert into fw_timer select i,i,'timer',now() from generate_series(1,$1::int) i`, [
        n,
      ]);
      await pool.query('analyze fw_instance; analyze fw_timer');
    },
    async fireTimers(callers) {
      let fired = 0;
      const caller = async (): Promise<void> => {
        for (;;) {
          const client = await pool.connect();
          try {
            await client.query('begin');
            const { rows } = await client.query<{ id: string; state: State; element: string }>({
              ...CLAIM,
              values: [TIMER_BATCH],
            });
            if (rows.length > 0) {
              const states = rows.map(({ state }) => JSON.stringify({ ...state, tokens: [] }));
              const history = rows.flatMap(({ id, element }) => [
                [id, element],
                [id, 'end'],
              ]);
              await client.query({
                ...FIRE,
                values: [
                  rows.map(({ id }) => id),
                  states,
                  history.map(([id]) => id),
                  history.map(([, element]) => element),
                ],
              });
            }
            await client.query('commit');
            fired += rows.length;
            if (rows.length === 0) return;
          } finally {
            client.release();
          }
        }
      };
      await Promise.all(Array.from({ length: callers }, caller));
      return fired;
    },
    async fillMessages(n) {
      await fill('w5', 'catch', n);
      await pool.query(
        `insert into fw_sub select 'order-paid','k'||i,i,'catch' from generate_series(1,$1::int) i`,
        [n],
      );
      await pool.query('analyze fw_instance; analyze fw_sub');
    },
    async correlate(key) {
      const name = `k${key}`;
      const { rows } = await pool.query<{ id: string; version: number; state: State }>({
        ...READ_KEY,
        values: [name],
      });
      const { id, version, state } = rows[0]!;
      const values = [id, version, JSON.stringify({ ...state, tokens: [] }), ['catch', 'end'], name];
      await pool.query({ ...CORRELATE, values });
    },
    async bytes() {
      const { rows } = await pool.query<{ bytes: string }>(
        `select sum(pg_total_relation_size(c)) as bytes
         from unnest(array['fw_instance','fw_task']::regclass[]) c`,
      );
      return Number(rows[0]!.bytes);
    },
    async clear() {
      await pool.query('truncate fw_instance, fw_task, fw_history, fw_timer, fw_sub');
      tasks.clear();
    },
  };
}
