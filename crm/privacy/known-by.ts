/**
 * By which names, addresses and phones a person is known, by which legal name and tax number a private customer, former ones included, and which of these others have, too.
 * What somebody else shares is replaced only in what belongs to the person.
 */
import type { Queryable } from '../database/transaction.ts';
import type { Person } from './person.ts';
import type { PersonalValues, PersonName, Searched } from './personal-values.ts';

export interface SharedValue {
  readonly kind: 'name' | 'email' | 'phone' | 'legalName' | 'taxId';
  readonly value: string;
  readonly entity: string;
  readonly id: string;
}

/** $1 contacts, $2 leads, $3 accounts of a private customer. */
const NAMES = `
  select given_name as given, coalesce(middle_name, '') as middle, family_name as family from crm.contact where id = any($1::uuid[])
  union select coalesce(given_name, ''), '', coalesce(family_name, '') from crm.lead where id = any($2::uuid[]) and $3::uuid[] is not null`;
/** A private customer is known by the name of his account. */
const ACCOUNT_NAMES = `
  select name as value from crm.account where id = any($3::uuid[]) and $1::uuid[] is not null and $2::uuid[] is not null`;
const FORMER = `
  select c->>'field' as field, v.value #>> '{}' as value
  from crm.event e
  cross join jsonb_array_elements(case when jsonb_typeof(e.data->'changes') = 'array' then e.data->'changes' else '[]' end) c
  cross join lateral (values (c->'from'), (c->'to')) v (value)
  where e.record_id = any($1::uuid[] || $2::uuid[] || $3::uuid[])
    and (c->>'field' in ('givenName', 'familyName', 'email', 'phone')
         or c->>'field' in ('name', 'legalName', 'taxId') and e.record_id = any($3::uuid[]))
    and jsonb_typeof(v.value) = 'string'
  group by 1, 2`;
const LEGAL_NAMES = ownOfAccounts('legal_name');
const TAX_IDS = ownOfAccounts('tax_id');
const EMAILS = `
  select email_norm as value from crm.comm_point
  where party_id = any($1::uuid[] || $2::uuid[] || $3::uuid[]) and email_norm is not null
  union select lower(email) from crm.lead where id = any($2::uuid[]) and email is not null`;
const PHONES = `
  select coalesce(e164, raw) as value from crm.comm_point
  where party_id = any($1::uuid[] || $2::uuid[] || $3::uuid[]) and kind = 'phone'
  union select coalesce(phone_e164, phone) from crm.lead where id = any($2::uuid[]) and phone is not null`;

const NAMESAKES = `
  select lower($4::text || ' ' || $5::text) as value, x.entity, x.id from (
    select 'contact' as entity, id, given_name as given, family_name as family from crm.contact where id <> all($1::uuid[]) and deleted_at is null
    union all select 'lead', id, coalesce(given_name, ''), coalesce(family_name, '') from crm.lead where id <> all($2::uuid[]) and deleted_at is null
    union all select 'account', id, split_part(name, ' ', 1), regexp_replace(name, '^.* ', '') from crm.account
      where kind = 'person' and id <> all($3::uuid[]) and deleted_at is null and strpos(name, ' ') > 0
    union all select 'user', id, split_part(name, ' ', 1), split_part(name, ' ', 2) from crm."user" where $3::uuid[] is not null) x
  where lower(x.given) = lower($4) and lower(x.family) = lower($5) limit 3`;
const SAME_POINT = `
  select v.value, x.entity, x.id
  from unnest($4::text[]) as v (value)
  cross join lateral (
    select p.party_type as entity, p.party_id as id from crm.comm_point p
    where (p.email_norm = v.value or p.e164 = v.value) and p.party_id <> all($1::uuid[] || $2::uuid[] || $3::uuid[])
    union all
    select 'lead', l.id from crm.lead l
    where (lower(l.email) = v.value or l.phone_e164 = v.value) and l.id <> all($2::uuid[])
    union all
    select 'user', u.id from crm."user" u where lower(u.email) = v.value or u.phone = v.value
    limit 3) x`;

const SAME_LEGAL_NAME = sameAtAccounts('v.value in (lower(a.legal_name), lower(a.name))');
const SAME_TAX_ID = sameAtAccounts(`v.value = lower(regexp_replace(a.tax_id, '[^[:alnum:]]', '', 'g'))`);

export async function readKnownBy(
  reader: Queryable,
  person: Person,
): Promise<{ readonly searched: Searched; readonly shared: SharedValue[] }> {
  const sets = [person.contacts, person.leads, person.accounts];
  const former = (await reader.query<{ field: string; value: string }>(FORMER, sets)).rows;
  const formerly = (field: string): string[] =>
    former.filter((one) => one.field === field && one.value !== '').map((one) => one.value);
  const valuesOf = async (sql: string): Promise<string[]> =>
    (await reader.query<{ value: string }>(sql, sets)).rows.map((row) => row.value);
  const written = unique([...(await valuesOf(ACCOUNT_NAMES)), ...formerly('name')]);
  const names = [
    ...withFormer((await reader.query<PersonName>(NAMES, sets)).rows, formerly),
    ...written.flatMap(readingsOf),
  ];
  const emails = unique([
    ...(await valuesOf(EMAILS)),
    ...formerly('email').map((email) => email.toLowerCase()),
  ]);
  const phones = unique([...(await valuesOf(PHONES)), ...formerly('phone')]);
  const legalNames = unique([...(await valuesOf(LEGAL_NAMES)), ...formerly('legalName')]);
  const taxIds = unique([...(await valuesOf(TAX_IDS)), ...formerly('taxId')]);
  const shared = await sharedValues(reader, { names, emails, phones, legalNames, taxIds }, sets);
  const isShared = (kind: SharedValue['kind'], value: string): boolean =>
    shared.some((one) => one.kind === kind && one.value === value.toLowerCase());
  const part = (want: boolean): PersonalValues => ({
    names: names.filter((name) => isShared('name', `${name.given} ${name.family}`) === want),
    emails: emails.filter((email) => isShared('email', email) === want),
    phones: phones.filter((phone) => isShared('phone', phone) === want),
    legalNames: legalNames.filter((name) => isShared('legalName', name) === want),
    taxIds: taxIds.filter((id) => isShared('taxId', id) === want),
  });
  return { searched: { everywhere: part(false), nearby: part(true) }, shared };
}

/** What stands in a column of the accounts of a private customer. $3: their ids. */
function ownOfAccounts(column: string): string {
  return `select ${column} as value from crm.account
    where id = any($3::uuid[]) and ${column} is not null and $1::uuid[] is not null and $2::uuid[] is not null`;
}

/** $1: the value in small letters, $2: the accounts of the person. */
function sameAtAccounts(condition: string): string {
  return `select 'account' as entity, a.id from (values ($1::text)) v (value), crm.account a
    where ${condition} and a.id <> all($2::uuid[]) and a.deleted_at is null limit 3`;
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values.map((value) => value.trim()))].filter((value) => value !== '');
}

/** What a name in one field may mean: the given name comes first, or the family name does. */
function readingsOf(written: string): PersonName[] {
  const words = written.split(/\s+/);
  const family = words.at(-1) ?? '';
  if (words.length === 1) return [{ given: '', middle: '', family }];
  const [first = '', second = '', third = ''] = words;
  const straight = { given: first, middle: words.slice(1, -1).join(' '), family };
  return words.length === 3 ? [straight, { given: second, middle: third, family: first }] : [straight];
}

/** Who changed his family name is known by the former one with the present given name, too. */
function withFormer(now: readonly PersonName[], formerly: (field: string) => string[]): PersonName[] {
  const given = unique([...now.map((name) => name.given), ...formerly('givenName')]);
  const families = unique([...now.map((name) => name.family), ...formerly('familyName')]);
  const crossed = families.flatMap((family) =>
    (given.length > 0 ? given : ['']).map((one) => ({ given: one, middle: '', family })),
  );
  const all = [...now, ...crossed].filter((name) => name.given !== '' || name.family !== '');
  return [...new Map(all.map((name) => [`${name.given}|${name.middle}|${name.family}`, name])).values()];
}

async function sharedValues(
  reader: Queryable,
  { names, emails, phones, legalNames, taxIds }: PersonalValues,
  sets: readonly (readonly string[])[],
): Promise<SharedValue[]> {
  const shared: SharedValue[] = [];
  for (const { given, family } of names) {
    if (given === '' || family === '') continue;
    const { rows } = await reader.query<Omit<SharedValue, 'kind'>>(NAMESAKES, [...sets, given, family]);
    shared.push(...rows.map((row) => ({ kind: 'name' as const, ...row })));
  }
  const points = async (kind: 'email' | 'phone', values: readonly string[]): Promise<void> => {
    const { rows } = await reader.query<Omit<SharedValue, 'kind'>>(SAME_POINT, [...sets, values]);
    shared.push(...rows.map((row) => ({ kind, ...row })));
  };
  await points('email', emails);
  await points('phone', phones);
  const texts = async (kind: 'legalName' | 'taxId', values: readonly string[]): Promise<void> => {
    const plain = (text: string): string =>
      kind === 'taxId' ? text.replace(/[^\p{L}\p{N}]/gu, '').toLowerCase() : text.toLowerCase();
    for (const value of values) {
      const sql = kind === 'taxId' ? SAME_TAX_ID : SAME_LEGAL_NAME;
      const { rows } = await reader.query<Pick<SharedValue, 'entity' | 'id'>>(sql, [plain(value), sets[2]]);
      shared.push(...rows.map((row) => ({ kind, value: value.toLowerCase(), ...row })));
    }
  };
  await texts('legalName', legalNames);
  await texts('taxId', taxIds);
  return [...new Map(shared.map((one) => [`${one.kind} ${one.value} ${one.id}`, one])).values()];
}
