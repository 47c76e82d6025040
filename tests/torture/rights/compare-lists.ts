/** Lists and exports, whole, by typed words, and of words so common that lists go another way for them. */
import type { Crm, RecordPage } from '#crm';
import type { CrowdMember } from './crowd.ts';
import { type Asking, expectSame, type Run } from './run.ts';
import { type Kind, spokenWord, type WorldRecord } from './world.ts';

const PAGE = 200;
/** Lists of common words are counted one by one up to here. */
const COUNTED_MAX = 1_000;
/** Pages of such a list that everybody is shown; one person in so many walks through all of it. */
const PAGES = 2;
const WALKERS = 20;

interface Walked {
  readonly ids: readonly string[];
  readonly first: Pick<RecordPage, 'total' | 'totalIsEstimate'>;
}

/** All that is readable, or readable and exportable, and its count. */
export async function compareList(
  run: Run,
  { user, loaded }: Asking,
  asked: { readonly kind: Kind; readonly wanted: readonly WorldRecord[]; readonly forExport: boolean },
): Promise<void> {
  const { kind, wanted, forExport } = asked;
  const { ids, first } = await walk(run, loaded, { entity: kind, sort: 'createdAt:asc', forExport });
  const name = forExport ? 'export' : 'list';
  expectSame(run, name, { user, got: ids.toSorted(), wanted: idsOf(wanted).toSorted() });
  expectSame(run, `${name} count`, { user, got: first.total, wanted: wanted.length });
}

/** A word that a few records have, its beginning, both words of a title, and one that is only spoken of them. */
export async function compareWords(
  run: Run,
  { user, loaded }: Asking,
  { kind, readable }: { readonly kind: Kind; readonly readable: readonly WorldRecord[] },
): Promise<void> {
  const word = run.random.pick(run.world.words);
  const having = (wanted: (record: WorldRecord) => boolean): string[] =>
    idsOf(readable.filter(wanted)).toSorted();
  const beginning = word.slice(0, run.random.between(7, 10));
  const [sort, forExport] = [run.random.pick(['createdAt:desc', 'updatedAt:asc']), false];
  for (const [q, wanted] of [
    [word, having((record) => record.word === word)],
    [beginning, having((record) => record.word.startsWith(beginning))],
    [`${FIRST_WORDS[kind]} ${beginning}`, having((record) => record.word.startsWith(beginning))],
    [spokenWord(word), []],
  ] as const) {
    const { ids, first } = await walk(run, loaded, { entity: kind, q, sort, forExport });
    expectSame(run, 'list by words', { user, got: ids.toSorted(), wanted });
    expectSame(run, 'count by words', { user, got: first.total, wanted: wanted.length });
  }
}

/** The word that titles of a kind have in common. */
const FIRST_WORDS: Readonly<Record<Kind, string>> = {
  account: 'account',
  contact: 'kim',
  ticket: 'ticket',
  activity: 'call',
};

const ORDERS: readonly {
  readonly sort: string;
  readonly compare: (one: CrowdMember, other: CrowdMember) => number;
}[] = [
  { sort: 'createdAt:asc', compare: (one, other) => one.at - other.at },
  { sort: 'createdAt:desc', compare: (one, other) => other.at - one.at },
  { sort: 'givenName:asc', compare: (one, other) => (one.given < other.given ? -1 : 1) },
];

/** The list of a word that thousands have: what stands on it, in which order, and how many there are. */
export async function compareCrowd(
  run: Run,
  { user, loaded }: Asking,
  readable: ReadonlySet<WorldRecord>,
): Promise<void> {
  const { random, world } = run;
  const { word, members } = world.crowd;
  if (members.length === 0) return;
  const { sort, compare } = random.pick(ORDERS);
  const isMine = random.between(1, 8) === 1;
  const wanted = members
    .filter(({ record }) => readable.has(record) && (!isMine || record.ownerId === user.id))
    .toSorted(compare)
    .map(({ record }) => record.id);
  const request = {
    entity: 'contact',
    q: word.slice(0, random.between(8, word.length)),
    sort,
    ...(isMine
      ? { filter: { op: 'and' as const, items: [{ field: 'owner', operator: 'eq' as const, value: 'me' }] } }
      : {}),
  };
  const pagesMax = random.between(1, WALKERS) === 1 ? Infinity : PAGES;
  const { ids, first } = await walk(run, loaded, request, pagesMax);
  const shown = pagesMax === Infinity ? wanted : wanted.slice(0, PAGES * PAGE);
  expectSame(run, 'list of a common word', { user, got: ids, wanted: shown });
  const isCounted = wanted.length <= COUNTED_MAX;
  expectSame(run, 'count of a common word', {
    user,
    got: isCounted ? first.total : first.total > COUNTED_MAX,
    wanted: isCounted ? wanted.length : true,
  });
}

async function walk(
  { crm }: Run,
  loaded: Asking['loaded'],
  request: Omit<Parameters<Crm['records']['list']>[1], 'limit' | 'cursor'>,
  pagesMax = Infinity,
): Promise<Walked> {
  const ids: string[] = [];
  let cursor: string | undefined;
  let first: RecordPage | null = null;
  for (let pages = 0; pages < pagesMax; pages += 1) {
    const page: RecordPage = await crm.records.list({ user: loaded }, { ...request, limit: PAGE, cursor });
    first ??= page;
    ids.push(...page.items.map((item) => item.id));
    cursor = page.nextCursor ?? undefined;
    if (cursor === undefined) break;
  }
  return { ids, first: first ?? { total: 0, totalIsEstimate: false } };
}

function idsOf(records: readonly WorldRecord[]): string[] {
  return records.map((record) => record.id);
}
