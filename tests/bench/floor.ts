/**
 * The yardstick: W1 and W2 by hand-written SQL, durable after each step, with history; no engine. A start is one
 * statement; completing a task is a read and one conditional write. It has tables of its own in the same database.
 */
import type { Pool } from 'pg';

interface Node {
  readonly kind: 'pass' | 'wait' | 'choice' | 'end';
  readonly next: readonly string[];
}
type Graph = Readonly<Record<string, Node>>;

const pass = (...next: string[]): Node => ({ kind: 'pass', next });
const wait = (...next: string[]): Node => ({ kind: 'wait', next });
const end: Node = { kind: 'end', next: [] };

const GRAPHS: Readonly<Record<'w1' | 'w2', Graph>> = {
  w1: {
    start: pass('s1'),
    s1: pass('s2'),
    s2: pass('s3'),
    s3: pass('s4'),
    s4: pass('s5'),
    s5: pass('end'),
    end,
  },
  w2: {
    start: pass('t1'),
    t1: wait('gw'),
    gw: { kind: 'choice', next: ['t2', 'rejected'] },
    t2: wait('end'),
    end,
    rejected: end,
  },
};

const SCHEMA = `
create table fl_instance(id bigint primary key, process text not null, version int not null default 0,
  status smallint not null, state jsonb not null, updated timestamptz not null default now()) with (fillfactor=70);
create table fl_task(id bigint primary key, instance_id bigint not null, element text not null,
  status smallint not null default 0, assignee text, created timestamptz not null default now()) with (fillfactor=70);
create index on fl_task(instance_id);
create index on fl_task(assignee, created) where status=0;
create table fl_history(id bigint generated always as identity primary key, instance_id bigint not null,
  element text not null, kind smallint not null, at timestamptz not null default now());
create index on fl_history(instance_id);`;

const START = {
  name: 'fl-start',
  text: `with i as (insert into fl_instance(id,process,status,state) values($1,$2,$3,$4)),
    t as (insert into fl_task(id,instance_id,element,assignee)
      select x.id,$1,x.e,'u1' from unnest($5::bigint[],$6::text[]) x(id,e))
    insert into fl_history(instance_id,element,kind) select $1,e,1 from unnest($7::text[]) e`,
};
const READ = {
  name: 'fl-read',
  text: `select i.id, i.process, i.version, i.state, t.element
    from fl_task t join fl_instance i on i.id=t.instance_id where t.id=$1 and t.status=0`,
};
const COMPLETE = {
  name: 'fl-complete',
  text: `with u as (update fl_instance set version=version+1, status=$3, state=$4, updated=now()
      where id=$1 and version=$2 returning id),
    d as (update fl_task set status=1 where id=$5 and exists(select 1 from u)),
    t as (insert into fl_task(id,instance_id,element,assignee)
      select x.id,u.id,x.e,'u1' from u, unnest($6::bigint[],$7::text[]) x(id,e))
    insert into fl_history(instance_id,element,kind) select u.id,e,1 from u, unnest($8::text[]) e`,
};

interface FloorState {
  readonly vars: { readonly amount: number; approved?: boolean };
  readonly tokens: string[];
}

function walk(
  graph: Graph,
  state: FloorState,
  from: readonly string[],
): { history: string[]; waits: string[] } {
  const agenda = [...from];
  const history: string[] = [];
  const waits: string[] = [];
  for (let id = agenda.pop(); id !== undefined; id = agenda.pop()) {
    const node = graph[id]!;
    history.push(id);
    if (node.kind === 'wait') {
      state.tokens.push(id);
      waits.push(id);
    } else if (node.kind === 'choice') agenda.push(state.vars.approved ? node.next[0]! : node.next[1]!);
    else agenda.push(...node.next);
  }
  return { history, waits };
}

export interface Floor {
  start(process: 'w1' | 'w2', id: number): Promise<void>;
  complete(id: number, element: string): Promise<void>;
  /** Passages of so many items in one statement. */
  items(id: number, count: number): Promise<void>;
}

export async function createFloor(pool: Pool): Promise<Floor> {
  await pool.query('drop table if exists fl_instance, fl_task, fl_history');
  await pool.query(SCHEMA);
  const tasks = new Map<string, number>();
  let nextTask = 1;
  const remember = (id: number, waits: readonly string[]): number[] =>
    waits.map((element) => {
      tasks.set(`${id} ${element}`, nextTask);
      return nextTask++;
    });
  return {
    async start(process, id) {
      const state: FloorState = { vars: { amount: id }, tokens: [] };
      const { history, waits } = walk(GRAPHS[process], state, ['start']);
      const status = state.tokens.length > 0 ? 0 : 1;
      const ids = remember(id, waits);
      await pool.query({
        ...START,
        values: [id, process, status, JSON.stringify(state), ids, waits, history],
      });
    },
    async items(id, count) {
      const passed = Array.from({ length: count }, () => ['i_start', 'i_task', 'i_end']).flat();
      const state = JSON.stringify({ vars: { amount: count }, tokens: [] });
      const values = [id, 'w6', 1, state, [], [], ['start', 'mi', ...passed, 'end']];
      await pool.query({ ...START, values });
    },
    async complete(id, element) {
      const task = tasks.get(`${id} ${element}`);
      for (;;) {
        const { rows } = await pool.query<{
          id: string;
          process: 'w1' | 'w2';
          version: number;
          state: FloorState;
        }>({
          ...READ,
          values: [task],
        });
        const { process, version, state } = rows[0]!;
        const graph = GRAPHS[process];
        state.tokens.splice(state.tokens.indexOf(element), 1);
        state.vars.approved = true;
        const { history, waits } = walk(graph, state, graph[element]!.next);
        const status = state.tokens.length > 0 ? 0 : 1;
        const ids = remember(id, waits);
        const values = [id, version, status, JSON.stringify(state), task, ids, waits, [element, ...history]];
        const { rowCount } = await pool.query({ ...COMPLETE, values });
        if (rowCount) return;
      }
    },
  };
}
