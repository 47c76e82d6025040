import type { Logger } from '../ports.ts';
import type { NodeSignal } from '../store/store-port.ts';
import { createPostgresChannel } from './postgres-channel.ts';

/** "There is something in the outbox"; also said to oneself whenever the connection is there again. */
export function createPostgresSignal(url: string, logger: Logger): NodeSignal {
  const channel = createPostgresChannel({ url, channel: 'throughline_step', logger });
  return {
    start: (onSignal) => channel.start({ onOpen: onSignal, onMessage: onSignal }),
    send: () => channel.send(),
    stop: () => channel.stop(),
  };
}
