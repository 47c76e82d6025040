/**
 * Brings every committed step once to the listeners of this node, whichever node wrote it. All go through the outbox,
 * also the own ones, so that there is one order per root. Own steps wake the reading at once (many steps share one
 * read), other nodes' steps by a notification that each node sends at most every NOTIFY_MS from a connection of its
 * own: a NOTIFY inside a step would cost more than half of the throughput. The poll is the safety net.
 */
import type { Logger } from '../ports.ts';
import type { NodeSignal, OutboxReader } from '../store/store-port.ts';
import type { StepListeners } from './step-listeners.ts';

const COALESCE_MS = 5;
const NOTIFY_MS = 100;
const POLL_MS = 1_000;

export class OutboxDispatcher {
  private readonly reader: OutboxReader;
  private readonly listeners: StepListeners;
  private readonly logger: Logger;
  private readonly signal: NodeSignal | null;
  private poll: NodeJS.Timeout | null = null;
  private pending: NodeJS.Timeout | null = null;
  private notifying: NodeJS.Timeout | null = null;
  private reading: Promise<void> | null = null;
  private mustReadAgain = false;
  private hasPlace = false;

  constructor(parts: {
    reader: OutboxReader;
    listeners: StepListeners;
    logger: Logger;
    signal: NodeSignal | null;
  }) {
    this.reader = parts.reader;
    this.listeners = parts.listeners;
    this.logger = parts.logger;
    this.signal = parts.signal;
  }

  async start(): Promise<void> {
    if (this.poll) return;
    await this.takePlace();
    this.poll = setInterval(() => void this.dispatch(), POLL_MS);
    this.poll.unref();
    this.signal?.start(() => void this.dispatch());
  }

  async stop(): Promise<void> {
    for (const timer of [this.poll, this.pending, this.notifying]) if (timer) clearTimeout(timer);
    this.poll = this.pending = this.notifying = null;
    await this.signal?.stop();
    await this.reading;
  }

  /** After a commit of this node. */
  wake(): void {
    if (!this.poll) return;
    if (!this.listeners.isEmpty) {
      this.pending ??= setTimeout(() => {
        this.pending = null;
        void this.dispatch();
      }, COALESCE_MS);
    }
    if (this.signal) {
      this.notifying ??= setTimeout(() => {
        this.notifying = null;
        this.signal?.send();
      }, NOTIFY_MS);
    }
  }

  /** Delivers what is committed by now. */
  async dispatch(): Promise<void> {
    if (this.reading) {
      this.mustReadAgain = true;
      return await this.reading;
    }
    this.reading = this.deliver().finally(() => (this.reading = null));
    await this.reading;
  }

  private async deliver(): Promise<void> {
    do {
      this.mustReadAgain = false;
      try {
        // Without listeners the place only moves along, so that the first one does not get yesterday's steps.
        if (!this.hasPlace || this.listeners.isEmpty) await this.takePlace();
        for (const message of await this.reader.next()) this.listeners.tell(message);
      } catch (error) {
        this.logger.warn({ error }, 'The outbox could not be read.');
        return;
      }
    } while (this.mustReadAgain);
  }

  private async takePlace(): Promise<void> {
    await this.reader.begin();
    this.hasPlace = true;
  }
}
