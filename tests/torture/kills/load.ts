/**
 * Several callers on the same instances: they start instances and complete whatever task they find, so that the
 * branches of one instance are often completed at the same moment. What was in the air when the product was killed
 * is sent again under the same key once it is back, in two cases of three; the rest stays unknown.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { InstanceCard } from '#contract';
import type { Ledger } from '../ledger.ts';
import type { Random } from '../random.ts';
import type { Caller } from './caller.ts';

export const PROCESS_KEY = 'torture-kills';
const INSTANCES_OPEN_MAX = 12;
const START_SHARE = 0.25;
const RESEND_SHARE = 0.67;

interface Request {
  readonly key: string;
  readonly operation: 'start' | 'complete';
  readonly target: string | null;
}

export class Load {
  readonly #caller: Caller;
  readonly #ledger: Ledger;
  readonly #random: Random;
  readonly #open = new Set<string>();
  readonly #inTheAir: Request[] = [];
  #keys = 0;
  readonly #prefix: string;

  constructor(parts: { caller: Caller; ledger: Ledger; random: Random; prefix: string }) {
    this.#caller = parts.caller;
    this.#ledger = parts.ledger;
    this.#random = parts.random;
    this.#prefix = parts.prefix;
  }

  /** Runs `callers` loops until `stop` says so; requests under way then end as they may. */
  async run(callers: number, stop: AbortSignal): Promise<void> {
    await this.#resend();
    await Promise.all(Array.from({ length: callers }, () => this.#loop(stop)));
  }

  async #loop(stop: AbortSignal): Promise<void> {
    while (!stop.aborted) {
      const mayStart = this.#open.size < INSTANCES_OPEN_MAX && this.#random.next() < START_SHARE;
      if (mayStart || this.#open.size === 0) await this.#send(this.#request('start', null));
      else await this.#completeOne(this.#random.pick([...this.#open]));
      await pause(this.#random.between(0, 5));
    }
  }

  async #completeOne(instanceId: string): Promise<void> {
    const answer = await this.#caller.call('GET', `/api/instances/${instanceId}`);
    if (answer.kind !== 'ok') return;
    const card = answer.body as InstanceCard;
    if (card.status !== 'active') this.#open.delete(instanceId);
    const tasks = card.tasks.filter((task) => task.state === 'ready');
    if (tasks.length > 0) await this.#send(this.#request('complete', this.#random.pick(tasks).id));
  }

  #request(operation: Request['operation'], target: string | null): Request {
    const request = { key: `${this.#prefix}-${this.#keys++}`, operation, target };
    this.#ledger.write({ kind: 'intent', ...request });
    return request;
  }

  async #send(request: Request): Promise<void> {
    const { key, operation, target } = request;
    const answer =
      operation === 'start'
        ? await this.#caller.call('POST', `/api/processes/${PROCESS_KEY}/start`, {
            key,
            body: { variables: { marker: key } },
          })
        : await this.#caller.call('POST', `/api/tasks/${target}/complete`, { key, body: { values: {} } });
    if (answer.kind === 'unknown') {
      this.#ledger.write({ kind: 'unknown', key, reason: answer.reason });
      if (this.#random.next() < RESEND_SHARE) this.#inTheAir.push(request);
      return;
    }
    if (answer.kind === 'refused') {
      this.#ledger.write({ kind: 'refused', key, status: answer.status, code: answer.code });
      return;
    }
    const { instanceId } = answer.body as { instanceId: string };
    this.#ledger.write({ kind: 'acknowledged', key, instanceId });
    if (operation === 'start') this.#open.add(instanceId);
  }

  async #resend(): Promise<void> {
    for (const request of this.#inTheAir.splice(0)) await this.#send(request);
  }
}
