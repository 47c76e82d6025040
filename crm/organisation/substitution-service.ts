/**
 * Who does whose work while somebody is away. Everybody arranges his own absences, administrators everybody's. At one
 * moment a person has one substitute, and nobody's work comes back to him over others. Tasks that begin go to the
 * substitute at once (`resolve-executors.ts`); what is open already he sees and does beside his own.
 */
import { actorOf, type Caller } from '../caller.ts';
import type { Queryable, Transactions, Unit } from '../database/transaction.ts';
import { CrmRejection, fieldsInvalid, type FieldRefusal } from '../errors.ts';
import type { CrmClock, CrmIds } from '../ports.ts';
import { appendEvents, type FieldChange } from '../timeline/append-events.ts';

export interface SubstitutionView {
  readonly id: string;
  readonly user: { readonly id: string; readonly name: string };
  readonly by: { readonly id: string; readonly name: string };
  readonly from: string;
  readonly to: string;
}

export interface SubstitutionService {
  /** Those that last or are to come: the caller's own, those in which he stands in, for an administrator all. */
  list(caller: Caller): Promise<SubstitutionView[]>;
  /** What begins in the past begins now. @throws CrmRejection CRM_FORBIDDEN, CRM_FIELDS_INVALID */
  create(
    caller: Caller,
    request: { userId: string; byUserId: string; from: Date; to: Date },
  ): Promise<SubstitutionView>;
  /** Ends one that lasts, takes back one to come. @throws CrmRejection CRM_RECORD_NOT_FOUND */
  end(caller: Caller, id: string): Promise<void>;
}

interface Row {
  readonly id: string;
  readonly user_id: string;
  readonly user_name: string;
  readonly by_id: string;
  readonly by_name: string;
  readonly from_at: Date;
  readonly to_at: Date;
}

const SELECT = `
  select s.id, u.id as user_id, u.name as user_name, b.id as by_id, b.name as by_name, s.from_at, s.to_at
  from crm.substitution s join crm."user" u on u.id = s.user_id join crm."user" b on b.id = s.by_user_id
  where s.to_at > $1 and ($2::uuid is null or s.user_id = $2 or s.by_user_id = $2) and ($3::uuid is null or s.id = $3)
  order by s.from_at, u.name, s.id`;
/** Two people who send two absences to each other at the same instant meet here. */
const LOCK = 'lock table crm.substitution in share row exclusive mode';
const SELECT_OVERLAP = `
  select s.id from crm.substitution s where s.user_id = $1 and s.from_at < $3 and s.to_at > $2 limit 1`;
/** Follows the substitutes of the substitute, each for the time that is left of the absence. */
const SELECT_CIRCLE = `
  with recursive chain (id, from_at, to_at, depth) as (
    select $2::uuid, $3::timestamptz, $4::timestamptz, 1
    union all
    select s.by_user_id, greatest(c.from_at, s.from_at), least(c.to_at, s.to_at), c.depth + 1
    from chain c join crm.substitution s on s.user_id = c.id and s.from_at < c.to_at and s.to_at > c.from_at
    where c.depth < 20 and c.id <> $1
  )
  select from chain where id = $1 limit 1`;
const INSERT = `
  insert into crm.substitution (id, user_id, by_user_id, from_at, to_at, created_by_kind, created_by)
  values ($1, $2, $3, $4, $5, $6, $7)`;

export function createSubstitutionService(ports: {
  readonly transactions: Transactions;
  readonly clock: CrmClock;
  readonly ids: CrmIds;
}): SubstitutionService {
  const { transactions, clock, ids } = ports;
  const one = async (reader: Queryable, id: string): Promise<SubstitutionView | null> => {
    const { rows } = await reader.query<Row>(SELECT, [clock.now(), null, id]);
    return rows[0] ? viewOf(rows[0]) : null;
  };
  const tell = (
    unit: Unit,
    caller: Caller,
    told: { view: SubstitutionView; verb: string; changes?: readonly FieldChange[] },
  ): Promise<void> =>
    appendEvents(unit.client, [
      {
        ...{ id: ids.next(), occurredAt: clock.now(), actor: actorOf(caller), kind: 'record' },
        ...{ entity: 'substitution', recordId: told.view.id, verb: told.verb, changes: told.changes ?? [] },
        text: `${told.view.user.name} → ${told.view.by.name}`,
      },
    ]);
  return {
    async list({ user, transaction }) {
      const reader = transactions.reader(transaction);
      const { rows } = await reader.query<Row>(SELECT, [clock.now(), user.isAdmin ? null : user.id, null]);
      return rows.map(viewOf);
    },

    create: (caller, request) =>
      transactions.run(caller.transaction, async (unit) => {
        const { client } = unit;
        const { userId, byUserId, to } = request;
        if (userId !== caller.user.id && !caller.user.isAdmin)
          throw new CrmRejection(
            'CRM_FORBIDDEN',
            'Expected an administrator: everybody else arranges his own absences.',
          );
        const now = clock.now();
        const from = request.from < now ? now : request.from;
        await client.query(LOCK);
        await assertPossible(client, { userId, byUserId, from, to });
        const id = ids.next();
        const actor = actorOf(caller);
        await client.query(INSERT, [id, userId, byUserId, from, to, actor.kind, actor.id]);
        const view = await one(client, id);
        if (!view) throw new Error('Expected the substitution to be there after writing it.');
        const changes = [
          { field: 'from', from: null, to: view.from },
          { field: 'to', from: null, to: view.to },
        ];
        await tell(unit, caller, { view, verb: 'created', changes });
        return view;
      }),

    end: (caller, id) =>
      transactions.run(caller.transaction, async (unit) => {
        const { client } = unit;
        await client.query('select from crm.substitution where id = $1 for update', [id]);
        const view = await one(client, id);
        if (!view || (view.user.id !== caller.user.id && !caller.user.isAdmin))
          throw new CrmRejection('CRM_RECORD_NOT_FOUND', `Expected substitution '${id}' to last.`, { id });
        const now = clock.now();
        if (new Date(view.from) >= now) {
          await client.query('delete from crm.substitution where id = $1', [id]);
          await tell(unit, caller, { view, verb: 'deleted' });
          return;
        }
        await client.query('update crm.substitution set to_at = $2 where id = $1', [id, now]);
        const changes = [{ field: 'to', from: view.to, to: now.toISOString() }];
        await tell(unit, caller, { view, verb: 'changed', changes });
      }),
  };
}

interface Absence {
  readonly userId: string;
  readonly byUserId: string;
  readonly from: Date;
  readonly to: Date;
}

/** @throws CrmRejection CRM_FIELDS_INVALID */
async function assertPossible(client: Queryable, { userId, byUserId, from, to }: Absence): Promise<void> {
  const { rows } = await client.query<{ id: string }>(
    `select id::text from crm."user" where id = any($1::uuid[]) and status = 'active' and deleted_at is null`,
    [[userId, byUserId]],
  );
  const problems: FieldRefusal[] = [];
  for (const [path, id] of [['userId', userId] as const, ['byUserId', byUserId] as const])
    if (!rows.some((row) => row.id === id))
      problems.push({ path, code: 'notChoice', message: 'There is no such active person: choose another.' });
  if (userId === byUserId)
    problems.push({
      path: 'byUserId',
      code: 'ownSubstitute',
      message: 'Nobody stands in for himself: choose somebody else.',
    });
  if (to <= from)
    problems.push({ path: 'to', code: 'tooEarly', message: 'It has to end after it begins, and after now.' });
  if (problems.length > 0) throw fieldsInvalid(problems);
  if (await found(client, SELECT_OVERLAP, [userId, from, to]))
    throw fieldsInvalid([
      {
        path: 'from',
        code: 'absentAlready',
        message: 'Somebody stands in at that time already: end that first, or choose another time.',
      },
    ]);
  if (await found(client, SELECT_CIRCLE, [userId, byUserId, from, to]))
    throw fieldsInvalid([
      {
        path: 'byUserId',
        code: 'substituteCircle',
        message: 'The work would come back: this person is away at that time, too. Choose somebody else.',
      },
    ]);
}

async function found(client: Queryable, sql: string, values: unknown[]): Promise<boolean> {
  return ((await client.query(sql, values)).rowCount ?? 0) > 0;
}

function viewOf(row: Row): SubstitutionView {
  return {
    id: row.id,
    user: { id: row.user_id, name: row.user_name },
    by: { id: row.by_id, name: row.by_name },
    from: row.from_at.toISOString(),
    to: row.to_at.toISOString(),
  };
}
