/**
 * Which records could be the same as what somebody is about to write: found for many at once, by what indexes answer
 * (phone, e-mail, tax number, domain, birthday with name), among those that the asker may read, and scored with reasons.
 * A criterion that more than twenty records meet tells nothing and is left out of the score.
 */
import { SqlParameters } from '../database/sql-parameters.ts';
import type { Queryable } from '../database/transaction.ts';
import { entityOf } from '../entities/entity-table.ts';
import type { RowContext } from '../entities/record-rows.ts';
import { scopeFor } from '../rights/scope-for.ts';
import {
  CRITERION_ROWS_MAX,
  DUPLICATE_REVIEW,
  type DuplicateCriterion,
  type DuplicateReason,
  duplicateScore,
  isFreeMail,
  type PartyFacts,
} from './score.ts';
import { foldText } from './text-similarity.ts';

export interface DuplicateProbe {
  /** The asker's own name for it. */
  readonly ref: string;
  readonly facts: PartyFacts;
  /** The record itself, where it exists already. */
  readonly ownId?: string | null;
}

export interface DuplicateCandidate {
  readonly id: string;
  readonly title: string;
  readonly score: number;
  readonly reasons: readonly DuplicateReason[];
}

/** Kinds of records that are compared. */
export const COMPARED_ENTITIES = ['account', 'contact', 'lead'] as const;
export type ComparedEntity = (typeof COMPARED_ENTITIES)[number];

export function isCompared(entity: string): entity is ComparedEntity {
  return (COMPARED_ENTITIES as readonly string[]).includes(entity);
}

/** More candidates of one probe are of no use to anybody. */
const CANDIDATES_MAX = 5;

interface Found {
  readonly ref: string;
  readonly criterion: DuplicateCriterion;
  readonly id: string;
}

/**
 * Each way to find a candidate, limited to one more than tells something. `p` is the probe; the entity's table is `r`.
 */
const POINT = (entity: string, column: string): string => `
  select c.party_id as id from crm.comm_point c
  join crm.${entity} r on r.id = c.party_id and r.deleted_at is null
  where c.party_type = '${entity}' and c.${column} = any(p.values)`;
const SOURCES: Readonly<Record<ComparedEntity, Partial<Record<DuplicateCriterion, string>>>> = {
  account: {
    phone: POINT('account', 'e164'),
    email: POINT('account', 'email_norm'),
    taxId: 'select r.id from crm.account r where r.deleted_at is null and r.tax_id = any(p.values)',
    domain: 'select r.id from crm.account r where r.deleted_at is null and r.domain = any(p.values)',
  },
  contact: {
    phone: POINT('contact', 'e164'),
    email: POINT('contact', 'email_norm'),
    birthday: `select r.id from crm.contact r where r.deleted_at is null and r.birthday = (p.values[1])::date
      and lower(r.family_name) = p.values[2]`,
  },
  lead: {
    phone: 'select r.id from crm.lead r where r.deleted_at is null and r.phone_e164 = any(p.values)',
    email: 'select r.id from crm.lead r where r.deleted_at is null and r.email = any(p.values)',
  },
};

const FACTS: Readonly<Record<ComparedEntity, string>> = {
  account: `r.kind = 'company' as "isCompany", r.name, '' as "givenName", '' as "familyName",
    coalesce(r.tax_id, '') as "taxId", coalesce(r.domain, '') as domain,
    concat_ws(', ', r.city, r.address) as address, coalesce(r.country, '') as country, '' as birthday`,
  contact: `false as "isCompany", r.full_name as name, r.given_name as "givenName", r.family_name as "familyName",
    '' as "taxId", '' as domain, '' as address, '' as country, coalesce(r.birthday::text, '') as birthday`,
  lead: `false as "isCompany", coalesce(r.company_name, '') as name, coalesce(r.given_name, '') as "givenName",
    coalesce(r.family_name, '') as "familyName", '' as "taxId", '' as domain, '' as address, '' as country,
    '' as birthday`,
};
const POINTS = (entity: string, kind: string, column: string): string => `
  array(select c.${column} from crm.comm_point c where c.party_type = '${entity}' and c.party_id = r.id
        and c.kind = '${kind}' and c.${column} is not null)`;
const REACHED: Readonly<Record<ComparedEntity, string>> = {
  account: `${POINTS('account', 'phone', 'e164')} as phones, ${POINTS('account', 'email', 'email_norm')} as emails`,
  contact: `${POINTS('contact', 'phone', 'e164')} as phones, ${POINTS('contact', 'email', 'email_norm')} as emails`,
  lead: `array_remove(array[r.phone_e164], null) as phones, array_remove(array[lower(r.email)], null) as emails`,
};

/** By `ref`, the likeliest first; only those that somebody should look at. */
export async function findDuplicates(
  reader: Queryable,
  request: { readonly entity: ComparedEntity; readonly probes: readonly DuplicateProbe[] },
  context: RowContext,
): Promise<ReadonlyMap<string, readonly DuplicateCandidate[]>> {
  const { entity, probes } = request;
  const found = await findCandidates(reader, entity, probes);
  const facts = await readFacts(reader, entity, [...new Set(found.map((one) => one.id))], context);
  const byProbe = new Map<string, Found[]>();
  for (const one of found) byProbe.set(one.ref, [...(byProbe.get(one.ref) ?? []), one]);
  const result = new Map<string, readonly DuplicateCandidate[]>();
  for (const probe of probes) {
    const own = byProbe.get(probe.ref) ?? [];
    const tooCommon = commonCriteria(own);
    const candidates = [...new Set(own.map((one) => one.id))].flatMap((id): DuplicateCandidate[] => {
      const known = facts.get(id);
      if (!known || id === probe.ownId) return [];
      const { score, reasons } = duplicateScore(probe.facts, known.facts, tooCommon);
      return score >= DUPLICATE_REVIEW ? [{ id, title: known.title, score, reasons }] : [];
    });
    const best = candidates.toSorted(
      (one, other) => other.score - one.score || one.id.localeCompare(other.id),
    );
    if (best.length > 0) result.set(probe.ref, best.slice(0, CANDIDATES_MAX));
  }
  return result;
}

function commonCriteria(found: readonly Found[]): ReadonlySet<DuplicateCriterion> {
  const counts = new Map<DuplicateCriterion, number>();
  for (const { criterion } of found) counts.set(criterion, (counts.get(criterion) ?? 0) + 1);
  const common = [...counts]
    .filter(([, count]) => count > CRITERION_ROWS_MAX)
    .map(([criterion]) => criterion);
  // What is true of the address is true of the desk's address.
  return new Set(common.includes('email') ? [...common, 'roleEmail'] : common);
}

async function findCandidates(
  reader: Queryable,
  entity: ComparedEntity,
  probes: readonly DuplicateProbe[],
): Promise<readonly Found[]> {
  const sources = Object.entries(SOURCES[entity]) as [DuplicateCriterion, string][];
  const wanted = sources.flatMap(([criterion]) =>
    probes.flatMap(({ ref, facts }) => {
      const values = valuesOf(criterion, facts);
      return values.length > 0 ? [{ ref, criterion, values }] : [];
    }),
  );
  if (wanted.length === 0) return [];
  const selects = sources.map(
    ([criterion, sql]) => `
      select p.ref, p.criterion, found.id from probe p
      cross join lateral (${sql} limit ${CRITERION_ROWS_MAX + 1}) found
      where p.criterion = '${criterion}'`,
  );
  const { rows } = await reader.query<Found>(
    `with probe as materialized (
       select ref, criterion, array(select jsonb_array_elements_text(values)) as values
       from jsonb_to_recordset($1) as given (ref text, criterion text, values jsonb))
     ${selects.join(' union all ')}`,
    [JSON.stringify(wanted)],
  );
  return rows;
}

function valuesOf(criterion: DuplicateCriterion, facts: PartyFacts): readonly string[] {
  switch (criterion) {
    case 'phone':
      return facts.phones;
    case 'email':
      return facts.emails;
    case 'taxId':
      return facts.taxId === '' ? [] : [facts.taxId];
    case 'domain':
      return facts.domain === '' || isFreeMail(facts.domain) ? [] : [facts.domain];
    case 'birthday':
      return facts.birthday === '' || facts.familyName === ''
        ? []
        : [facts.birthday, facts.familyName.toLowerCase()];
    default:
      return [];
  }
}

export async function readFacts(
  reader: Queryable,
  entity: ComparedEntity,
  ids: readonly string[],
  context: RowContext,
): Promise<ReadonlyMap<string, { readonly title: string; readonly facts: PartyFacts }>> {
  if (ids.length === 0) return new Map();
  const definition = entityOf(entity);
  const parameters = new SqlParameters();
  const scope = scopeFor({ ...context, entity, action: 'read', alias: 'r', parameters });
  const { rows } = await reader.query<PartyFacts & { id: string; title: string }>(
    `select r.id, ${definition.titleSql('r')} as title, ${FACTS[entity]}, ${REACHED[entity]}
     from crm.${entity} r
     where r.id = any(${parameters.add(ids, 'uuid[]')}) and r.deleted_at is null and ${scope}`,
    parameters.values,
  );
  return new Map(rows.map(({ id, title, ...facts }) => [id, { title, facts }]));
}

/** What equal records of one file share: two rows with one of these are compared. */
export function duplicateKeys(facts: PartyFacts): readonly string[] {
  const names = foldText(`${facts.givenName} ${facts.familyName}`);
  return [
    ...facts.phones.map((phone) => `phone:${phone}`),
    ...facts.emails.map((email) => `email:${email}`),
    ...(facts.taxId === '' ? [] : [`taxId:${facts.taxId}`]),
    ...(facts.domain === '' || isFreeMail(facts.domain) ? [] : [`domain:${facts.domain}`]),
    ...(facts.birthday === '' || names === '' ? [] : [`born:${facts.birthday} ${names}`]),
  ];
}
