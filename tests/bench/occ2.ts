/**
 * The physical ceiling of a step in two round trips: read one of 100,000 instance rows, write its state, a task, a
 * history and an outbox row in one statement that is conditional on the version. No deciding, fixed data.
 */
import type { Pool } from 'pg';

const ROWS = 100_000;
const SCHEMA = `
create table occ_instance(id bigint primary key, version int not null default 0, status smallint not null default 0,
  state jsonb not null, updated timestamptz not null default now()) with (fillfactor=70);
create table occ_task(id bigint generated always as identity primary key, instance_id bigint not null,
  element text not null, status smallint not null default 0, created timestamptz not null default now());
create index on occ_task(instance_id);
create index on occ_task(status, created) where status = 0;
create table occ_history(id bigint generated always as identity primary key, instance_id bigint not null,
  element text not null, kind smallint not null, at timestamptz not null default now(), data jsonb);
create index on occ_history(instance_id);
create table occ_outbox(id bigint generated always as identity primary key, topic text not null,
  payload jsonb not null, created timestamptz not null default now());
insert into occ_instance(id, state) select i, jsonb_build_object('vars', jsonb_build_object('amount', i,
  'customer', 'c' || i, 'note', repeat('x', 200)), 'tokens', jsonb_build_array(jsonb_build_object('at', 't1', 'id', i)))
from generate_series(1, ${ROWS}) i;`;

const READ = { name: 'occ-read', text: 'select id, version, status, state from occ_instance where id=$1' };
const WRITE = {
  name: 'occ-write',
  text: `with u as (update occ_instance set version=version+1, state=$2, updated=now()
      where id=$1 and version=$3 returning id),
    t as (insert into occ_task(instance_id, element) select id,'t2' from u),
    h as (insert into occ_history(instance_id, element, kind, data) select id,'t1',1,'{"by":"u1"}' from u)
    insert into occ_outbox(topic,payload) select 'task.created','{"task":"t2"}' from u`,
};
const STATE = JSON.stringify({
  vars: { amount: 1, customer: 'c1', note: 'x'.repeat(200) },
  tokens: [{ at: 't2', id: 1 }],
});

export async function createOcc2(pool: Pool): Promise<() => Promise<void>> {
  await pool.query('drop table if exists occ_instance, occ_task, occ_history, occ_outbox');
  await pool.query(SCHEMA);
  await pool.query('vacuum analyze occ_instance');
  return async () => {
    const id = 1 + Math.floor(Math.random() * ROWS);
    for (;;) {
      const { rows } = await pool.query<{ version: number }>({ ...READ, values: [id] });
      const { rowCount } = await pool.query({ ...WRITE, values: [id, STATE, rows[0]!.version] });
      if (rowCount) return;
    }
  };
}
