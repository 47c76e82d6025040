/** What each person takes: whether at all, how many at once, and which languages, sources and products. */
import type { Queryable } from '../database/transaction.ts';
import type { OptionLists } from '../entities/entity-types.ts';
import { type FieldRefusal, fieldsInvalid } from '../errors.ts';
import { worksNext } from './distribute-leads.ts';
import { readEverybody } from './distribution-rows.ts';

export interface PersonDraft {
  readonly receives: boolean;
  readonly capacity: number | null;
  readonly languages: readonly string[];
  readonly sources: readonly string[];
  readonly products: readonly string[];
}

export interface DistributionPerson extends PersonDraft {
  readonly id: string;
  readonly name: string;
  readonly open: number;
  readonly isAbsent: boolean;
  /** When he works next; now while he does. */
  readonly worksAt: string | null;
  readonly version: number;
}

const SELECT_VERSIONS = 'select user_id as id, version from crm.distribution_profile';

export async function readPeople(reader: Queryable, now: Date): Promise<readonly DistributionPerson[]> {
  const versions = await reader.query<{ id: string; version: number }>(SELECT_VERSIONS);
  const versionOf = new Map(versions.rows.map(({ id, version }) => [id, version]));
  const people: DistributionPerson[] = [];
  const known = new Map<string | null, Date | null>();
  for (const row of await readEverybody(reader, now)) {
    const { calendarCode, id, name, receives, capacity, languages, sources, products, open, isAbsent } = row;
    if (!known.has(calendarCode)) known.set(calendarCode, await worksNext(reader, calendarCode, now));
    const worksAt = known.get(calendarCode)?.toISOString() ?? null;
    const version = versionOf.get(id) ?? 0;
    people.push({
      ...{ id, name, receives, capacity, languages, sources, products, open, isAbsent, worksAt, version },
    });
  }
  return people;
}

const UPSERT = `
  insert into crm.distribution_profile (user_id, receives, capacity, languages, sources, product_ids)
  values ($1, $2, $3, $4, $5, $6)
  on conflict (user_id) do update set receives = excluded.receives, capacity = excluded.capacity,
    languages = excluded.languages, sources = excluded.sources, product_ids = excluded.product_ids,
    version = crm.distribution_profile.version + 1, updated_at = clock_timestamp()`;

/** @throws CrmRejection CRM_FIELDS_INVALID */
export async function writePerson(
  client: Queryable,
  userId: string,
  { draft, lists }: { readonly draft: PersonDraft; readonly lists: OptionLists },
): Promise<void> {
  const problems = [
    ...unknownChoices(lists, 'lead.language', { path: 'languages', codes: draft.languages }),
    ...unknownChoices(lists, 'sales.source', { path: 'sources', codes: draft.sources }),
    ...(await unknownProducts(client, draft.products)),
  ];
  if (problems.length > 0) throw fieldsInvalid(problems);
  const { receives, capacity, languages, sources, products } = draft;
  await client.query(UPSERT, [userId, receives, capacity, languages, sources, products]);
}

function unknownChoices(
  lists: OptionLists,
  list: string,
  { path, codes }: { readonly path: string; readonly codes: readonly string[] },
): FieldRefusal[] {
  return codes
    .filter((code) => !lists.isActive(list, code))
    .map((code) => ({
      path,
      code: 'notChoice',
      message: `There is no choice '${code}': take one of the list.`,
    }));
}

async function unknownProducts(client: Queryable, ids: readonly string[]): Promise<FieldRefusal[]> {
  const { rows } = await client.query<{ id: string }>(
    'select p.id from unnest($1::uuid[]) as p (id) where not exists (select from crm.product x where x.id = p.id and x.deleted_at is null)',
    [ids],
  );
  return rows.map(({ id }) => ({
    path: 'products',
    code: 'notChoice',
    message: `There is no product '${id}': choose another.`,
  }));
}
