/** Words that people put on records of any kind. A new word is a new tag; who may change a record may tag it. */
import { actorOf, type Caller } from '../caller.ts';
import type { Queryable, Transactions } from '../database/transaction.ts';
import { readSubject, type Subject } from '../entities/read-subject.ts';
import { fieldsInvalid } from '../errors.ts';
import type { CrmActor, CrmClock, CrmIds } from '../ports.ts';
import type { ParticipantSource } from '../rights/scope-for.ts';
import { appendEvents } from '../timeline/append-events.ts';

export interface Tag {
  readonly id: string;
  readonly name: string;
}

export interface TagService {
  /** All tags that begin with the text, the most used first. */
  list(caller: Caller, request: { q: string }): Promise<Tag[]>;
  /** @throws CrmRejection CRM_RECORD_NOT_FOUND */
  ofRecord(caller: Caller, subject: Subject): Promise<Tag[]>;
  /** Makes the tags of a record those of the names. @throws CrmRejection CRM_FIELDS_INVALID, CRM_FORBIDDEN, CRM_RECORD_NOT_FOUND */
  set(caller: Caller, request: Subject & { names: readonly string[] }): Promise<Tag[]>;
}

export interface TagPorts {
  readonly transactions: Transactions;
  readonly clock: CrmClock;
  readonly ids: CrmIds;
  readonly participants: ParticipantSource | null;
}

const NAME_LENGTH_MAX = 60;
const TAGS_MAX = 50;
const LIST_MAX = 50;

const SELECT_TAGS = `
  select t.id, t.name from crm.tag t
  left join crm.record_tag r on r.tag_id = t.id
  where lower(t.name) like lower($1) || '%'
  group by t.id order by count(r.record_id) desc, t.name limit ${LIST_MAX}`;
const SELECT_OF_RECORD = `
  select t.id, t.name from crm.record_tag r join crm.tag t on t.id = r.tag_id
  where r.entity = $1 and r.record_id = $2 order by lower(t.name)`;
const INSERT_TAGS = `
  insert into crm.tag (id, name, created_at, created_by_kind, created_by)
  select n.id, n.name, $3, $4, $5 from unnest($1::uuid[], $2::text[]) as n (id, name)
  on conflict (lower(name)) do nothing`;
const DELETE_OTHERS = `
  delete from crm.record_tag r using crm.tag t
  where t.id = r.tag_id and r.entity = $1 and r.record_id = $2 and not lower(t.name) = any($3)`;
const INSERT_MISSING = `
  insert into crm.record_tag (entity, record_id, tag_id, created_at, created_by_kind, created_by)
  select $1, $2, t.id, $4, $5, $6 from crm.tag t where lower(t.name) = any($3)
  on conflict do nothing`;

export function createTagService({ transactions, clock, ids, participants }: TagPorts): TagService {
  const ofRecord = async (reader: Queryable, { entity, id }: Subject): Promise<Tag[]> =>
    (await reader.query<Tag>(SELECT_OF_RECORD, [entity, id])).rows;
  return {
    async list(caller, { q }) {
      const start = q.trim().replace(/[\\%_]/g, (sign) => `\\${sign}`);
      return (await transactions.reader(caller.transaction).query<Tag>(SELECT_TAGS, [start])).rows;
    },
    async ofRecord(caller, subject) {
      const reader = transactions.reader(caller.transaction);
      await readSubject(reader, { subject, action: 'read' }, caller, participants);
      return ofRecord(reader, subject);
    },
    set: (caller, { entity, id, names }) =>
      transactions.run(caller.transaction, async (unit) => {
        const wanted = cleaned(names);
        const subject = { entity, id };
        const row = await readSubject(unit.client, { subject, action: 'edit' }, caller, participants);
        const before = await ofRecord(unit.client, subject);
        const actor = actorOf(caller);
        const now = clock.now();
        const by = [now, actor.kind, actor.id];
        const lower = wanted.map((name) => name.toLowerCase());
        await unit.client.query(INSERT_TAGS, [wanted.map(() => ids.next()), wanted, ...by]);
        await unit.client.query(DELETE_OTHERS, [entity, id, lower]);
        await unit.client.query(INSERT_MISSING, [entity, id, lower, ...by]);
        const after = await ofRecord(unit.client, subject);
        const text = changeText(before, after);
        if (text === null) return after;
        const event = { actor: actor satisfies CrmActor, kind: 'record' as const, verb: 'tagged' };
        await appendEvents(unit.client, [
          {
            ...event,
            id: ids.next(),
            occurredAt: now,
            entity,
            recordId: id,
            accountId: row.account_id,
            text,
          },
        ]);
        unit.changed({ entity, recordId: id, change: 'changed', version: null });
        return after;
      }),
  };
}

function cleaned(names: readonly string[]): string[] {
  const byLower = new Map<string, string>();
  for (const name of names) {
    const text = name.trim().replace(/\s+/g, ' ');
    if (text === '' || text.length > NAME_LENGTH_MAX || text.includes('\u0000'))
      throw fieldsInvalid([
        {
          path: 'names',
          message: `A tag has 1 to ${NAME_LENGTH_MAX} characters.`,
          code: 'tooLong',
          values: { max: NAME_LENGTH_MAX },
        },
      ]);
    if (!byLower.has(text.toLowerCase())) byLower.set(text.toLowerCase(), text);
  }
  if (byLower.size > TAGS_MAX)
    throw fieldsInvalid([
      {
        path: 'names',
        message: `A record has at most ${TAGS_MAX} tags.`,
        code: 'tooMany',
        values: { max: TAGS_MAX },
      },
    ]);
  return [...byLower.values()];
}

/** "+vip −old"; null when nothing changed. */
function changeText(before: readonly Tag[], after: readonly Tag[]): string | null {
  const has = (tags: readonly Tag[], id: string) => tags.some((tag) => tag.id === id);
  const added = after.filter((tag) => !has(before, tag.id)).map((tag) => `+${tag.name}`);
  const gone = before.filter((tag) => !has(after, tag.id)).map((tag) => `−${tag.name}`);
  return added.length + gone.length === 0 ? null : [...added, ...gone].join(' ');
}
