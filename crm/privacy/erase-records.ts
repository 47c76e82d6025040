/**
 * The person's own records without the person: fields that say who it is are emptied or hold the pseudonym, also in
 * what the history says of them; numbers, choices, dates of what happened and links stay. And what is the person's alone.
 */
import type { Queryable } from '../database/transaction.ts';
import type { FieldType } from '../entities/entity-types.ts';
import { entityOf } from '../entities/entity-table.ts';
import type { CrmActor } from '../ports.ts';
import type { FieldChange } from '../timeline/append-events.ts';
import { keysOfPerson, type Person } from './person.ts';

export interface ErasedFiles {
  readonly ids: readonly string[];
  /** Contents that nothing refers to any more. */
  readonly storageKeys: readonly string[];
}

/** Added fields of these types may say who somebody is. */
const TELLING: ReadonlySet<FieldType> = new Set(['text', 'longText', 'phone', 'email', 'url', 'date']);
/** Shipped fields that do, beside those of these types. */
const KEPT_FIELDS: ReadonlySet<string> = new Set([
  'number',
  'title',
  'timeZone',
  'city',
  'country',
  'campaign',
]);

const WRITTEN = `version = version + 1, updated_at = $3, updated_by_kind = $4, updated_by = $5, custom = custom - $6::text[]`;
const ERASE = {
  contact: `update crm.contact set given_name = '', middle_name = null, family_name = $2, salutation = null,
      birthday = null, description = null, do_not_call = true, ${WRITTEN} where id = any($1::uuid[])`,
  lead: `update crm.lead set given_name = null, family_name = $2, phone = null, phone_e164 = null, email = null,
      website = null, position_text = null, message = null, payload = jsonb_build_object('erased', $2::text),
      do_not_call = true, ${WRITTEN} where id = any($1::uuid[])`,
  account: `update crm.account set name = $2, legal_name = null, tax_id = null, domain = null, website = null,
      address = null, description = null, lifecycle_note = null, ${WRITTEN} where id = any($1::uuid[])`,
} as const;

/** Rows that say nothing without the person. $1: ids of the own records. */
const BESIDE = [
  'delete from crm.comm_point where party_id = any($1::uuid[])',
  'update crm.consent set proof = null where party_id = any($1::uuid[]) and proof is not null',
  'update crm.account_contact set position_text = null where contact_id = any($1::uuid[]) and position_text is not null',
  'delete from crm.duplicate_pair where one_id = any($1::uuid[]) or other_id = any($1::uuid[])',
  `delete from crm.merge_moved where merge_id in (
     select id from crm.merge_log where survivor_id = any($1::uuid[]) or loser_id = any($1::uuid[]))`,
  `update crm.merge_log set before = '{}', written = '{}', undo_until = least(undo_until, at)
   where survivor_id = any($1::uuid[]) or loser_id = any($1::uuid[])`,
  `update crm.import_row set cells = '[]', field_values = '{}', points = '[]', before = null
   where record_id = any($1::uuid[])`,
];

export async function eraseOwnRows(
  client: Queryable,
  person: Person,
  by: { readonly pseudonym: string; readonly now: Date; readonly actor: CrmActor },
): Promise<void> {
  const sets = { contact: person.contacts, lead: person.leads, account: person.accounts } as const;
  for (const entity of ['contact', 'lead', 'account'] as const) {
    const ids = sets[entity];
    if (ids.length === 0) continue;
    const telling = entityOf(entity)
      .fields.filter((field) => field.custom && TELLING.has(field.type))
      .map((field) => field.key);
    await client.query(ERASE[entity], [ids, by.pseudonym, by.now, by.actor.kind, by.actor.id, telling]);
  }
  const own = keysOfPerson(person).map((key) => key.id);
  for (const sql of BESIDE) await client.query(sql, [own]);
}

interface EventRow {
  readonly id: string;
  readonly entity: string;
  readonly verb: string;
  readonly data: { changes?: FieldChange[]; text?: string };
}

const SELECT_EVENTS = `
  select id, entity, verb, data from crm.event
  where record_id = any($1::uuid[]) and (data ? 'changes' or verb in ('file_added', 'file_removed'))`;
const UPDATE_EVENT = 'update crm.event set data = $2 where id = $1';

/** Former values of telling fields are taken out as a whole. Returns the events that were changed. */
export async function eraseOwnHistory(
  client: Queryable,
  person: Person,
  pseudonym: string,
): Promise<string[]> {
  const own = keysOfPerson(person).map((key) => key.id);
  const { rows } = await client.query<EventRow>(SELECT_EVENTS, [own]);
  const changed: string[] = [];
  for (const { id, entity, verb, data } of rows) {
    const erased = (change: FieldChange, value: unknown): unknown =>
      isTelling(entity, change.field) && typeof value === 'string' && value !== '' ? pseudonym : value;
    const changes = data.changes?.map((change) => ({
      ...change,
      from: erased(change, change.from),
      to: erased(change, change.to),
    }));
    const isFile = verb.startsWith('file_') && data.text !== undefined;
    const after = { ...data, ...(changes ? { changes } : {}), ...(isFile ? { text: pseudonym } : {}) };
    if (JSON.stringify(after) === JSON.stringify(data)) continue;
    await client.query(UPDATE_EVENT, [id, JSON.stringify(after)]);
    changed.push(id);
  }
  return changed;
}

function isTelling(entity: string, key: string): boolean {
  const field = entityOf(entity).fields.find((one) => one.key === key);
  // A field that is no more may have said anything.
  if (!field) return true;
  return TELLING.has(field.type) && !KEPT_FIELDS.has(key);
}

/** Files on the own records alone, and on what nobody but the person has to do with. */
const DELETE_FILES = `
  with own as (
    select distinct r.file_id as id from crm.record_file r
    where r.record_id = any($1::uuid[]) and not exists (
      select from crm.record_file o where o.file_id = r.file_id and o.deleted_at is null and o.record_id <> all($1::uuid[]))),
  unlinked as (delete from crm.record_file r using own where r.file_id = own.id returning r.file_id)
  select id from own where (select count(*) from unlinked) >= 0`;
const DELETE_CONTENTS = `
  with gone as (delete from crm.file where id = any($1::uuid[]) returning storage_key)
  insert into crm.content_to_delete (storage_key)
  select distinct g.storage_key from gone g
  where not exists (select from crm.file f where f.storage_key = g.storage_key and f.id <> all($1::uuid[]))
  on conflict (storage_key) do update set since = excluded.since
  returning storage_key`;

/** The host deletes the contents once this is committed. */
export async function eraseFiles(client: Queryable, recordIds: readonly string[]): Promise<ErasedFiles> {
  const { rows } = await client.query<{ id: string }>(DELETE_FILES, [recordIds]);
  const ids = rows.map((row) => row.id);
  const contents = await client.query<{ storage_key: string }>(DELETE_CONTENTS, [ids]);
  return { ids, storageKeys: contents.rows.map((row) => row.storage_key) };
}

/** The dictionary of the search knows no word that no record has; other records keep theirs. */
const FORGET_WORDS = `
  delete from crm.search_word w
  where w.word in (
      select x from unnest($1::text[]) n, crm.search_split(crm.search_base(n)) x
      union select x from unnest($1::text[]) n, crm.search_split(crm.search_fold(crm.search_base(n))) x)
    and not exists (select from crm.search_doc d where d.words @@ quote_literal(w.word)::tsquery)
    and not exists (select from crm.search_part p where p.words @@ quote_literal(w.word)::tsquery)`;

export async function forgetWords(client: Queryable, texts: readonly string[]): Promise<void> {
  await client.query(FORGET_WORDS, [texts]);
}
