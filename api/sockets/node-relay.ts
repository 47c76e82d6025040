/**
 * Tells the people who are connected to other nodes what this node committed: record changes and new versions of
 * processes. (Steps need no relay: every node reads the outbox.) What is said within a moment goes together. Where it is
 * too much for that, and where a connection was lost for a while, everybody is asked to look again.
 */
import type { CrmChange } from '#crm';
import type { PostgresChannel } from '#engine';
import type { NodePresence } from './record-presence.ts';

export interface NodeRelay {
  start(): void;
  recordChanges(changes: readonly CrmChange[]): void;
  processes(instanceIds: readonly string[]): void;
  presence(presence: NodePresence): void;
  stop(): Promise<void>;
}

export interface RelayListeners {
  readonly onRecordChanges: (changes: readonly CrmChange[]) => void;
  readonly onProcesses: (instanceIds: readonly string[]) => void;
  readonly onPresence: (node: string, presence: NodePresence) => void;
  /** Something may have been missed. */
  readonly onGap: () => void;
}

interface Message {
  readonly from: string;
  readonly changes?: readonly CrmChange[];
  readonly instanceIds?: readonly string[];
  readonly presence?: NodePresence;
  readonly isGap?: boolean;
}

const GATHER_MS = 50;
/** PostgreSQL takes less than 8,000 bytes in one notification. */
const BYTES_MAX = 7_500;
/** More notifications at once are one that asks to look again. */
const MESSAGES_MAX = 50;

/** `node`: a name that no other node has. */
export function createNodeRelay(
  node: string,
  channel: PostgresChannel,
  listeners: RelayListeners,
): NodeRelay {
  let gathered: CrmChange[] = [];
  let timer: NodeJS.Timeout | null = null;
  let wasOpen = false;

  const payload = (message: Omit<Message, 'from'>): string => JSON.stringify({ from: node, ...message });
  const send = (messages: readonly Omit<Message, 'from'>[]): void => {
    const payloads = messages.map(payload);
    const isTooMuch =
      payloads.length > MESSAGES_MAX || payloads.some((one) => Buffer.byteLength(one) > BYTES_MAX);
    for (const one of isTooMuch ? [payload({ isGap: true })] : payloads) channel.send(one);
  };
  const flush = (): void => {
    timer = null;
    send(inParts(gathered).map((changes) => ({ changes })));
    gathered = [];
  };
  const hear = (text: string): void => {
    const message = JSON.parse(text) as Message;
    if (message.from === node) return;
    if (message.changes) listeners.onRecordChanges(message.changes);
    if (message.instanceIds) listeners.onProcesses(message.instanceIds);
    if (message.presence) listeners.onPresence(message.from, message.presence);
    if (message.isGap) listeners.onGap();
  };
  return {
    start() {
      channel.start({
        onMessage: hear,
        onOpen() {
          if (wasOpen) listeners.onGap();
          wasOpen = true;
        },
      });
    },
    recordChanges(changes) {
      gathered.push(...changes);
      timer ??= setTimeout(flush, GATHER_MS).unref();
    },
    processes(instanceIds) {
      send([{ instanceIds }]);
    },
    presence(presence) {
      send([{ presence }]);
    },
    async stop() {
      if (timer) clearTimeout(timer);
      flush();
      await channel.stop();
    },
  };
}

/** As many changes to a part as one notification holds. */
function inParts(changes: readonly CrmChange[]): readonly (readonly CrmChange[])[] {
  const parts: CrmChange[][] = [];
  let bytes = BYTES_MAX;
  for (const change of changes) {
    const size = Buffer.byteLength(JSON.stringify(change)) + 1;
    bytes += size;
    if (bytes > BYTES_MAX - 100) {
      parts.push([]);
      bytes = size;
    }
    parts.at(-1)!.push(change);
  }
  return parts;
}
