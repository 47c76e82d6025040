/** Who wants to hear of committed steps. A listener that throws breaks its own promise, not the others' delivery. */
import type { Logger } from '../ports.ts';
import type { OutboxMessage } from '../store/store-port.ts';

export type StepListener = (message: OutboxMessage) => void;

export class StepListeners {
  private readonly listeners = new Set<StepListener>();
  private readonly logger: Logger;

  constructor(logger: Logger) {
    this.logger = logger;
  }

  get isEmpty(): boolean {
    return this.listeners.size === 0;
  }

  add(listener: StepListener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  tell(message: OutboxMessage): void {
    for (const listener of this.listeners) {
      try {
        listener(message);
      } catch (error) {
        this.logger.error({ error, rootId: message.rootId }, 'A listener of steps threw.');
      }
    }
  }
}
