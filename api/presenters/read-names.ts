/**
 * Reads all names that one answer needs, in a handful of statements whatever its length. Titles of records come under
 * the reader's rights: what he may not read has no name for him.
 */
import type { RecordLink } from '#contract';
import type { RecordRef } from '#engine';
import type { RequestUser } from '#crm';
import type { ApiContext } from '../context.ts';
import type { Names } from './names.ts';

export interface NameRequest {
  readonly people?: Iterable<string | null | undefined>;
  readonly groups?: Iterable<string>;
  readonly records?: Iterable<RecordRef>;
}

export async function readNames(
  { crm, entities }: ApiContext,
  user: RequestUser,
  request: NameRequest,
): Promise<Names> {
  const personIds = [...new Set(request.people ?? [])].filter(isUuid);
  const groups = [...new Set(request.groups ?? [])];
  const refs = uniqueRefs(request.records ?? []).filter((ref) => entities.has(ref.$record));
  const [people, groupNames, customers] = await Promise.all([
    personIds.length > 0 ? crm.organisation.names(personIds) : new Map<string, string>(),
    groups.length > 0 ? crm.organisation.groupNames(groups, user.locale) : new Map<string, string>(),
    accountsBehind(crm, refs),
  ]);
  const wanted = uniqueRefs([...refs, ...customers.values()]);
  const links = await crm.records.links(
    { user },
    wanted.map((ref) => ({ entity: ref.$record, id: ref.id })),
  );
  const titles = new Map<string, RecordLink>(links.map((link) => [`${link.entity}:${link.id}`, link]));
  const record = (ref: RecordRef): RecordLink | null => titles.get(keyOf(ref)) ?? null;
  return {
    person(id) {
      const name = id === null ? undefined : people.get(id);
      return id !== null && name !== undefined ? { id, name } : null;
    },
    group: (code) => ({ id: code, name: groupNames.get(code) ?? code }),
    record,
    customer(ref) {
      const account = customers.get(keyOf(ref));
      return account ? record(account) : null;
    },
  };
}

/** The account of each record by its reference; an account is its own. */
async function accountsBehind(
  crm: ApiContext['crm'],
  refs: readonly RecordRef[],
): Promise<ReadonlyMap<string, RecordRef>> {
  const found = new Map<string, RecordRef>();
  for (const ref of refs) if (ref.$record === 'account') found.set(keyOf(ref), ref);
  const others = refs.filter((ref) => ref.$record === 'ticket' || ref.$record === 'contact');
  if (others.length === 0) return found;
  const values = await crm.readForExpression(others, null);
  others.forEach((ref, index) => {
    const account = values[index]?.account;
    if (isAccount(account)) found.set(keyOf(ref), { $record: 'account', id: account.id });
  });
  return found;
}

function isAccount(value: unknown): value is RecordRef {
  return typeof value === 'object' && value !== null && (value as RecordRef).$record === 'account';
}

function uniqueRefs(refs: Iterable<RecordRef>): readonly RecordRef[] {
  const unique = new Map<string, RecordRef>();
  for (const ref of refs) if (isUuid(ref.id)) unique.set(keyOf(ref), { $record: ref.$record, id: ref.id });
  return [...unique.values()];
}

function keyOf(ref: RecordRef): string {
  return `${ref.$record}:${ref.id}`;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

function isUuid(value: string | null | undefined): value is string {
  return typeof value === 'string' && UUID.test(value);
}
