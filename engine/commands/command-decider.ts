/** Runs `decide` until it needs nothing more, and supplies what it asks for. */
import { replayableIds } from '../decide/decision.ts';
import type { Decision, DecisionEnvironment, Supplies, Supply } from '../decide/decision.ts';
import type { LimitNear } from '../decide/limits.ts';
import type { ReadRequest, Slice, SliceNeed, StoreTransaction, Write } from '../store/store-port.ts';
import { Company } from './company.ts';
import { overlay } from './fold-writes.ts';
import type { RunnerParts } from './runner-parts.ts';
import { assuming, guarded, requestOf } from './settling.ts';
import type { Submission } from './submission.ts';
import { supplyFor } from './supplier.ts';

/** A decided command, or the news that it must run in a transaction. */
export type Settled = Exclude<Decision, { kind: 'need' }> | { readonly kind: 'effects' };

/** Another node wrote between two reads of one decision, or what may not be read is needed. */
export class Overtaken extends Error {}

export interface DecidedOn {
  /** Null for a start. */
  readonly slice: Slice | null;
  /** Set for effects that commit with the step. */
  readonly transaction?: StoreTransaction;
  /** Decided before on the same root, but not written yet. */
  readonly earlier?: readonly Write[];
  /** The slice is that of a version which the store does not have yet: nothing can be read for it, nor is anybody asked. */
  readonly isAhead?: true;
}

/** Each round answers at least one need; a step that asks more often than it may take steps is a bug. */
const NEED_ROUNDS_MAX = 20_000;
/** A step that took this long lets the rest of its work go on in a job (decisions.md 10). */
const YIELD_AFTER_MS = 1_000;

const NOTHING_SUPPLIED: Supplies = new Map();

export class CommandDecider {
  private readonly parts: RunnerParts;
  readonly company: Company;
  private readonly definition: DecisionEnvironment['definition'];
  private readonly handlerMode: DecisionEnvironment['handlerMode'];

  constructor(parts: RunnerParts) {
    this.parts = parts;
    this.company = new Company(parts.limits);
    this.definition = (id) => parts.definitions.peek(id);
    this.handlerMode = (name) => parts.ports.handlers.get(name)?.mode ?? null;
  }

  /** @throws Overtaken; EngineRejection when the command is refused. */
  async decide(submission: Submission, on: DecidedOn): Promise<Settled> {
    const { ports, decide } = this.parts;
    const { command } = submission;
    const { slice, transaction = null, earlier = [] } = on;
    const supplies = new Map<string, Supply>();
    const needs: SliceNeed[] = [];
    const begunAt = performance.now();
    const now = ports.clock.now().toISOString();
    const ids = replayableIds(ports.ids);
    const environment = this.environmentOf(submission, {
      now,
      ids,
      mayYield: () => performance.now() - begunAt > YIELD_AFTER_MS,
      limitNear: (near) => nears.set(`${near.limit} ${near.name ?? ''}`, near),
    });
    const nears = new Map<string, LimitNear>();
    let current = slice && overlay(slice, earlier);
    for (let round = 0; round < NEED_ROUNDS_MAX; round++) {
      ids.rewind();
      const decision = decide(command, current, supplies, environment);
      if (decision.kind === 'write') {
        const { rootId } = decision.write;
        for (const near of nears.values()) ports.logger.warn({ ...near, rootId }, 'A limit is near.');
        return { ...decision, write: assuming(decision.write, submission, supplies) };
      }
      if (decision.kind !== 'need') return decision;
      const sliceNeeds = needs.length;
      for (const need of decision.needs) {
        if (need.kind === 'effect' && !transaction) return { kind: 'effects' };
        if (on.isAhead && need.kind !== 'definition') throw new Overtaken();
        if (need.kind === 'slice') {
          needs.push(need.slice);
          supplies.set(need.key, { kind: 'slice' });
        } else supplies.set(need.key, await supplyFor(this.parts, need, now, transaction));
      }
      if (needs.length > sliceNeeds) {
        const read = await this.readMore(submission, needs, slice!, transaction);
        current = overlay(read, earlier);
      }
    }
    throw new Error(`Expected the command '${command.kind}' to be decided, but it kept asking.`);
  }

  /** The write of a command that is decided on the slice alone, at once; null when it needs more, warns or comes to nothing. */
  decideAtOnce(submission: Submission, slice: Slice): Write | null {
    const { ports, decide } = this.parts;
    const { command } = submission;
    let isUsual = true;
    const environment = this.environmentOf(submission, {
      now: ports.clock.now().toISOString(),
      ids: ports.ids,
      mayYield: () => (isUsual = false),
      limitNear: () => void (isUsual = false),
    });
    try {
      const decision = decide(command, slice, NOTHING_SUPPLIED, environment);
      return decision.kind === 'write' && isUsual ? guarded(decision, submission) : null;
    } catch {
      return null; // Decided again by itself, where it is told what is wrong.
    }
  }

  private environmentOf(
    { actor, reason }: Submission,
    own: Pick<DecisionEnvironment, 'now' | 'ids' | 'mayYield' | 'limitNear'>,
  ): DecisionEnvironment {
    const { now, ids, mayYield, limitNear } = own;
    return {
      now,
      ids,
      commandId: this.parts.ports.ids.next(),
      actor,
      reason,
      definition: this.definition,
      handlerMode: this.handlerMode,
      limits: this.company.limits(),
      mayYield,
      limitNear,
    };
  }

  private async readMore(
    submission: Submission,
    needs: readonly SliceNeed[],
    before: Slice,
    transaction: StoreTransaction | null,
  ): Promise<Slice> {
    const request: ReadRequest = { ...requestOf(submission), needs, idempotency: null };
    const [answer] = await (transaction ?? this.parts.store).read([request]);
    if (answer!.kind !== 'slice' || answer!.slice.version !== before.version) throw new Overtaken();
    return answer!.slice;
  }
}
