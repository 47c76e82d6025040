/**
 * The property of rights: for random people and records, what lists, search, export, single reads, live rooms and
 * writes allow equals the brute force, and a refused write leaves every table of the CRM as it was.
 */
import type pg from 'pg';
import { CrmRejection, type Crm, type RequestUser } from '#crm';
import type { ApiContext } from '../../../api/context.ts';
import { canJoinRoom } from '../../../api/rights/room-access.ts';
import { writeLedger } from '../../support/write-ledger.ts';
import { createRandom } from '../random.ts';
import { bruteForce } from './brute-force.ts';
import { compareCrowd, compareList, compareWords } from './compare-lists.ts';
import { expectSame, type Run } from './run.ts';
import {
  createWorld,
  EDITED_FIELD,
  type Kind,
  KINDS,
  spokenWord,
  TASK_TABLE,
  type WorldRecord,
  type WorldUser,
} from './world.ts';

export interface RightsReport {
  readonly seed: number;
  readonly users: number;
  readonly records: number;
  readonly checks: Readonly<Record<string, number>>;
  readonly differences: readonly string[];
}

const DIFFERENCES_MAX = 20;
const SINGLE_RECORDS = 4;

export async function compareRights(options: {
  readonly pool: pg.Pool;
  readonly crm: Crm;
  readonly seed: number;
  readonly users: number;
  readonly records: number;
  /** Contacts of one name. */
  readonly crowd: number;
  /** No further user is begun after this. */
  readonly boxMs: number;
}): Promise<RightsReport> {
  const { pool, crm, seed } = options;
  const random = createRandom(seed);
  await pool.query(TASK_TABLE);
  const world = await createWorld({ ...options, random, admin: await administrator(crm) });
  const run: Run = {
    pool,
    crm,
    world,
    brute: bruteForce(world),
    random,
    checks: {},
    differences: [],
  };
  const end = performance.now() + options.boxMs;
  // Every write is refused or undone: the tables stay as they are for the whole run.
  const ledger = writeLedger(pool, TABLES);
  const untouched = await ledger.fingerprint();
  let users = 0;
  for (const user of world.users) {
    if (performance.now() > end || run.differences.length >= DIFFERENCES_MAX) break;
    const loaded = await crm.organisation.loadUser(user.id);
    if (!loaded) throw new Error('Expected the person who was just written.');
    await compareUser(run, user, loaded);
    const got = await ledger.fingerprint();
    expectSame(run, 'no trace of what was refused', { user, got, wanted: untouched });
    users += 1;
  }
  return { seed, users, records: world.records.length, checks: run.checks, differences: run.differences };
}

async function administrator(crm: Crm): Promise<RequestUser> {
  const { id } = await crm.organisation.createUser(
    { name: 'Admin', email: 'admin.of.the.world@test.example', locale: 'en', roles: ['admin'] },
    { actor: { kind: 'system', id: null } },
  );
  const user = await crm.organisation.loadUser(id);
  if (!user) throw new Error('Expected the administrator who was just made.');
  return user;
}

async function compareUser(run: Run, user: WorldUser, loaded: RequestUser): Promise<void> {
  const { world, brute, random } = run;
  const kind = random.pick(KINDS);
  const ofKind = world.records.filter((record) => record.kind === kind);
  const readable = ofKind.filter((record) => brute.mayRead(user, record));
  const asking = { user, loaded };
  await compareList(run, asking, { kind, wanted: readable, forExport: false });
  const exportable = readable.filter((record) => brute.may(user, 'export', record));
  await compareList(run, asking, { kind, wanted: exportable, forExport: true });
  await compareWords(run, asking, { kind, readable });
  const contacts = kind === 'contact' ? readable : world.crowd.members.map(({ record }) => record);
  await compareCrowd(run, asking, new Set(contacts.filter((record) => brute.mayRead(user, record))));
  await compareSearch(run, user, loaded);
  expectSame(run, 'list room', {
    user,
    got: await canJoin(run, loaded, { kind: 'list', entity: kind }),
    wanted: brute.mayHearList(user, kind),
  });
  for (let index = 0; index < SINGLE_RECORDS; index += 1) {
    // Half of them readable: of what one may not read, little can be asked.
    const record = random.pick(readable.length > 0 && index % 2 === 0 ? readable : world.records);
    await compareSingle(run, { user, loaded, record });
  }
  await compareCreate(run, { user, loaded, kind });
}

async function compareSearch(run: Run, user: WorldUser, loaded: RequestUser): Promise<void> {
  const { world, brute, random, crm } = run;
  const word = random.pick(world.words);
  const known = new Set(world.records.map((record) => record.id));
  const wanted = world.records.filter((record) => record.word === word && brute.mayRead(user, record));
  const compare = async (name: string, q: string, records: readonly WorldRecord[]): Promise<void> => {
    const hits = await crm.records.search({ user: loaded }, { q, limit: 50 });
    const got = hits.map((hit) => hit.id).filter((id) => known.has(id));
    expectSame(run, name, { user, got: got.sort(), wanted: records.map((record) => record.id).sort() });
  };
  await compare('search', word, wanted);
  const spokenOf = wanted.filter((record) => record.isSpokenOf);
  await compare('search in comments', spokenWord(word), spokenOf);
  // What is only like a word finds perhaps more, but nothing that may not be read.
  const mistyped = await crm.records.search({ user: loaded }, { q: word.slice(0, -1) + 'z', limit: 50 });
  const found = world.records.filter((record) => mistyped.some((hit) => hit.id === record.id));
  const forbidden = found.filter((record) => !brute.mayRead(user, record)).map((record) => record.id);
  expectSame(run, 'search of a mistyped word', { user, got: forbidden, wanted: [] });
}

async function compareSingle(
  run: Run,
  asked: { readonly user: WorldUser; readonly loaded: RequestUser; readonly record: WorldRecord },
): Promise<void> {
  const { user, loaded, record } = asked;
  const { brute, crm } = run;
  const { kind, id } = record;
  const isReadable = brute.mayRead(user, record);
  const room = { kind: 'record', entity: kind, id } as const;
  expectSame(run, 'record room', { user, got: await canJoin(run, loaded, room), wanted: isReadable });
  const view = await orRefusal(crm.records.get({ user: loaded }, { entity: kind, id }));
  if (view instanceof CrmRejection) {
    expectSame(run, 'get', { user, got: view.code, wanted: isReadable ? 'read' : 'CRM_RECORD_NOT_FOUND' });
  } else {
    const got = { ...view.rights, shows: EDITED_FIELD[kind] in view.fields };
    const wanted = {
      edit: brute.may(user, 'edit', record),
      delete: brute.may(user, 'delete', record),
      share: brute.may(user, 'share', record),
      comment: brute.may(user, 'comment', record),
      shows: brute.fieldLevel(user, kind) !== 'hidden',
    };
    expectSame(run, 'get', { user, got, wanted: isReadable ? wanted : 'not found' });
  }
  const mayEdit = brute.may(user, 'edit', record) && brute.fieldLevel(user, kind) === 'edit';
  await compareWrite(run, { user, name: 'edit', mayWrite: mayEdit }, (transaction) =>
    crm.records.update(
      { user: loaded, transaction },
      { entity: kind, id, fields: { [EDITED_FIELD[kind]]: 'something else' } },
    ),
  );
  await compareWrite(
    run,
    { user, name: 'delete', mayWrite: brute.may(user, 'delete', record) },
    (transaction) => crm.records.remove({ user: loaded, transaction }, { entity: kind, id }),
  );
  await compareWrite(
    run,
    { user, name: 'comment', mayWrite: brute.may(user, 'comment', record) },
    (transaction) =>
      crm.comments.add({ user: loaded, transaction }, { subject: { entity: kind, id }, body: 'Hello' }),
  );
}

async function compareCreate(
  run: Run,
  asked: { readonly user: WorldUser; readonly loaded: RequestUser; readonly kind: Kind },
): Promise<void> {
  const { user, loaded, kind } = asked;
  const owner = run.random.between(1, 2) === 1 ? user.id : run.random.pick(run.world.users).id;
  const title = { account: 'name', contact: 'familyName', ticket: 'subject', activity: 'subject' }[kind];
  const fields = { [title]: 'New', owner, ...(kind === 'activity' ? { kind: 'task' } : {}) };
  const mayWrite = run.brute.mayCreate(user, kind, owner);
  await compareWrite(run, { user, name: 'create', mayWrite }, (transaction) =>
    run.crm.records.create({ user: loaded, transaction }, { entity: kind, fields }),
  );
}

/** What is allowed is done and undone; what is refused runs for real, and the digest tells whether it left a trace. */
async function compareWrite(
  run: Run,
  expected: { readonly user: WorldUser; readonly name: string; readonly mayWrite: boolean },
  write: (transaction: { client: pg.PoolClient } | null) => Promise<unknown>,
): Promise<void> {
  const { user, name, mayWrite } = expected;
  if (!mayWrite) {
    const answer = await orRefusal(write(null));
    expectSame(run, name, { user, got: !(answer instanceof CrmRejection), wanted: false });
    return;
  }
  const client = await run.pool.connect();
  try {
    await client.query('begin');
    const answer = await orRefusal(write({ client }));
    const got = answer instanceof CrmRejection ? answer.message : true;
    expectSame(run, name, { user, got, wanted: true });
  } finally {
    await client.query('rollback');
    client.release();
  }
}

function canJoin(run: Run, user: RequestUser, room: Parameters<typeof canJoinRoom>[2]): Promise<boolean> {
  // Rooms of records ask the CRM only.
  return canJoinRoom({ crm: run.crm } as ApiContext, user, room);
}

async function orRefusal<T>(work: Promise<T>): Promise<T | CrmRejection> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof CrmRejection) return error;
    throw error;
  }
}

const TABLES = `
  select c.oid, format('%I.%I', n.nspname, c.relname) as name, c.relkind
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname = 'crm' and c.relkind in ('r', 'p') and not c.relispartition`;
