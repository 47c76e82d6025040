/** Draws message flows between the numbered pools of a file: from whom to whom, and how each names its message. */
import { receiversIn, sendersIn } from './message-ends.ts';
import { NAMINGS, type MessageFlow, type Partners, type Process } from './tree.ts';

/**
 * Each further pool is started from one before it, so that two never start each other for ever; who else sends is drawn to
 * somebody in another pool, or to nobody. A pool that nobody starts is left out.
 */
export function withFlows(first: Process, drawn: Partners, next: (prefix: string) => string): Process {
  let cursor = 0;
  const pick = (): number => drawn.picks[cursor++ % drawn.picks.length]!;
  const pools: Process[] = [first];
  const flows: MessageFlow[] = [];
  const isFree = ({ id }: { readonly id: string }): boolean =>
    flows.every(({ sourceId, targetId }) => sourceId !== id && targetId !== id);
  const draw = (sourceId: string, targetId: string, starts: string | null): void => {
    const naming = NAMINGS[pick() % NAMINGS.length]!;
    flows.push({ id: next('message'), sourceId, targetId, starts, naming });
  };
  for (const process of drawn.processes) {
    const senders = pools.flatMap(sendersIn).filter(isFree);
    if (senders.length === 0) continue;
    draw(senders[pick() % senders.length]!.id, process.startId, process.key);
    pools.push(process);
  }
  if (pools.length === 1) return { ...first, partners: null };
  for (const pool of pools) {
    const others = pools.filter((one) => one !== pool);
    for (const { id } of sendersIn(pool).filter(isFree)) {
      const receivers = others.flatMap(receiversIn).filter(isFree);
      if (receivers.length === 0 || pick() % 6 === 0) continue;
      draw(id, receivers[pick() % receivers.length]!.id, null);
    }
  }
  return { ...first, partners: { ...drawn, processes: pools.slice(1), flows: flows.map(named(drawn)) } };
}

/** Where instances are found by what is in a message, there is a message. */
const named =
  ({ correlation }: Partners) =>
  (flow: MessageFlow): MessageFlow => {
    const needsMessage = correlation === 'properties' || correlation === 'expression';
    return needsMessage && flow.naming === 'name' ? { ...flow, naming: 'ends' } : flow;
  };
