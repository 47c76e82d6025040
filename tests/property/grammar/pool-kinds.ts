/** Which kinds of pools and message flows a file holds, and which of them a run must have met. */
import type { KindAt } from './kind-at.ts';
import { receiversIn, sendersIn } from './message-ends.ts';
import { CORRELATIONS, NAMINGS, type Process } from './tree.ts';
import { poolsOf } from './tree-walk.ts';

const START = 'start event';
const BEGINNER = 'receive task that instantiates';

export function poolKindsIn(process: Process): readonly KindAt[] {
  const { partners } = process;
  if (!partners) return [];
  const pools = poolsOf(process);
  const ends = new Map(
    [...pools.flatMap(sendersIn), ...pools.flatMap(receiversIn)].map((end) => [end.id, end.what]),
  );
  const byTask = new Set(pools.flatMap(({ key, beginsByTask }) => (beginsByTask ? [key] : [])));
  const kinds = partners.flows.flatMap(({ sourceId, targetId, naming, starts }) => {
    const beginning = starts !== null && byTask.has(starts) ? BEGINNER : START;
    const [from, to] = [ends.get(sourceId)!, ends.get(targetId) ?? beginning];
    return [
      [`message from ${from}`, sourceId],
      [`message to ${to}`, targetId],
      [`message from ${from} to ${to}`, targetId],
      [`message named by ${naming}`, targetId],
    ] as const;
  });
  const { startId } = process;
  return [[`${pools.length} pools`, startId], [`correlation by ${partners.correlation}`, startId], ...kinds];
}

const SENDERS = ['send task', 'throw event', 'end event'];
const RECEIVERS = [
  START,
  'receive task',
  'catch event',
  'boundary event',
  'event gateway',
  'event subprocess',
];

export const EXPECTED_POOLS: readonly string[] = [
  ...['2 pools', '3 pools'],
  ...CORRELATIONS.map((correlation) => `correlation by ${correlation}`),
  ...NAMINGS.map((naming) => `message named by ${naming}`),
  ...SENDERS.map((from) => `message from ${from}`),
  ...[...RECEIVERS, BEGINNER].map((to) => `message to ${to}`),
];

export const EXPECTED_POOL_PAIRS: readonly string[] = [
  ...['boundary event, going on', 'event subprocess, going on'].map((to) => `message to ${to}`),
  ...SENDERS.flatMap((from) => RECEIVERS.map((to) => `message from ${from} to ${to}`)),
];
