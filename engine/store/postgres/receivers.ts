/**
 * Finding who waits for a message together with what deciding needs of the one who has waited longest, so that the usual
 * message costs one read and one write. The questions of many senders travel together, as reads and writes do.
 */
import type { SubscriptionRow } from '../../execution/state.ts';
import type { IdempotencyRow, ReceiverRequest, Receivers, Store } from '../store-port.ts';
import { persistently, run } from './connection.ts';
import type { Database, Statement } from './connection.ts';
import { textArray } from './encode.ts';
import { GroupCommit } from './group-commit.ts';
import { answersFrom } from './read-slices.ts';
import type { EntityRow } from './read-slices.ts';
import { waitForOpening } from './subscriptions.ts';

const FIND: Statement = {
  name: 'find-receivers',
  text: 'select n, kind, body from engine.find_receivers($1::text[], $2::text[], $3::text[])',
};

interface AnswerRow {
  readonly n: number;
  readonly kind: EntityRow['kind'] | 'known' | 'found';
  readonly body: unknown;
}

const LANES = 2;
const BATCH_MAX = 200;

export function createReceiverStore(database: Database): Pick<Store, 'findReceivers'> {
  const finds = new GroupCommit<ReceiverRequest, Receivers>({
    lanes: LANES,
    batchMax: BATCH_MAX,
    keysOf: () => [],
    run: (requests) => persistently(() => find(database, requests)),
  });
  return {
    async findReceivers(request) {
      const answer = await finds.submit(request);
      if (answer.replayed || answer.found.some((row) => row.rootId !== null)) return answer;
      await persistently(() => waitForOpening(database, request));
      return await finds.submit(request);
    },
  };
}

async function find(database: Database, requests: readonly ReceiverRequest[]): Promise<Receivers[]> {
  const keys = requests.map(({ idempotencyKey }) => idempotencyKey);
  const rows = await run<AnswerRow>(database, FIND, [
    textArray(requests.map(({ name }) => name)),
    textArray(requests.map(({ correlationKey }) => correlationKey)),
    keys.some((key) => key !== null) ? textArray(keys) : null,
  ]);
  const known = new Map<number, IdempotencyRow>();
  const found = requests.map((): SubscriptionRow[] => []);
  const ofSlices: EntityRow[] = [];
  for (const { n, kind, body } of rows) {
    if (kind === 'known') known.set(n, body as IdempotencyRow);
    else if (kind === 'found') found[n - 1]!.push(body as SubscriptionRow);
    else ofSlices.push({ n, kind, body });
  }
  const slices = answersFrom(ofSlices, requests.length);
  return requests.map((request, index) => {
    const rowsFound = found[index]!.sort(byRootAndAge);
    const answer = slices[index]!;
    const first = longestWaiting(rowsFound, request.correlationKey);
    return {
      replayed: known.get(index + 1) ?? null,
      found: rowsFound,
      first: first && answer.kind === 'slice' ? { subscriptionId: first.id, slice: answer.slice } : null,
    };
  });
}

/** Starts last; ids rise with time. */
function byRootAndAge(a: SubscriptionRow, b: SubscriptionRow): number {
  const order = ({ rootId, id }: SubscriptionRow): string => `${rootId ?? 'x'}${id}`;
  return order(a) < order(b) ? -1 : 1;
}

/** The one whose slice the database has read: the same rule as in engine.find_receivers. */
function longestWaiting(
  rows: readonly SubscriptionRow[],
  correlationKey: string | null,
): SubscriptionRow | null {
  let first: SubscriptionRow | null = null;
  for (const row of rows) {
    if (row.rootId === null || row.correlationKey !== correlationKey || correlationKey === null) continue;
    if (!first || row.id < first.id) first = row;
  }
  return first;
}
