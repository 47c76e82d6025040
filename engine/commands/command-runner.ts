/**
 * From a command to its durable effect: read, decide, supply what deciding needs, write. The ways through:
 *
 *   start            decide → write                                            1 round trip
 *   what it puts off decided while that write is on its way → write            1
 *   pure step        read → decide → write                                     2
 *   step with CRM    read → decide; open+lock+read → decide ⇄ handlers → write+commit    handlers' own + 3
 *
 * Commands for one root wait in a line and are decided on each other's results (root-lines.ts, fold-writes.ts), so
 * a conflict comes from another node only, and so does a version that is the latest no more. It is met by reading and
 * deciding again, a few times, then under the row lock; the caller never sees it. A fault before the write is retried by
 * the store; a lost reply is resolved there as well (state-access.ts), so "written" and "not written" are the only
 * answers that reach this file.
 */
import { targetOf } from '../decide/decision.ts';
import { isFault } from '../jobs/fault.ts';
import type { Json } from '../ports.ts';
import type { LeasedJob, ReadAnswer, Slice, StoreTransaction, Write } from '../store/store-port.ts';
import { answersKey, broughtUp } from './brought-up.ts';
import { collectOccurrence } from './collect-start.ts';
import { CommandDecider, Overtaken } from './command-decider.ts';
import { leasedIn, withLeases } from './continuation.ts';
import { fireTogether, type Fireable, type FiringParts } from './fire-together.ts';
import { foldWrites } from './fold-writes.ts';
import { sliceAfter, type Decided, type Entry, type Known } from './line-entry.ts';
import { LookAhead } from './look-ahead.ts';
import { NextGroup, Preparations } from './prepare-next.ts';
import { RecentRoots, wholeAfter } from './recent-roots.ts';
import { RootLines } from './root-lines.ts';
import type { RunnerParts } from './runner-parts.ts';
import {
  assertMayStart,
  busy,
  guarded,
  isOneVersion,
  missing,
  requestOf,
  settleWithout,
  sliceFrom,
  upToDate,
} from './settling.ts';
import { replay } from './submission.ts';
import type { Submission } from './submission.ts';
import { untilSent } from './until-sent.ts';

const GROUP_MAX = 50;
const OPTIMISTIC_TRIES = 4;
const LOCKED_TRIES = 4;
const WITHOUT_TRANSACTION = 'Expected effects to run inside their transaction.';
/** Writes to one root that what was read before them is brought up to; who has waited longer reads again. */
const LATELY_MAX = 8;

export class CommandRunner {
  private readonly parts: RunnerParts;
  private readonly lines: RootLines<Entry>;
  readonly recent: RecentRoots;
  private readonly decider: CommandDecider;
  private readonly lookAhead: LookAhead;
  private readonly firing: FiringParts;
  /** What is decided behind the writes on their way, by root. */
  private readonly preparing = new Map<string, NextGroup>();
  /** What was written to the roots whose line is not empty, since it has not been. */
  private readonly lately = new Map<string, Write[]>();

  constructor(parts: RunnerParts) {
    this.parts = parts;
    this.recent = new RecentRoots(parts.recentRoots);
    this.decider = new CommandDecider(parts);
    this.lookAhead = new LookAhead(this.decider);
    this.lines = new RootLines(
      parts.store.foldsWrites ? GROUP_MAX : 1,
      (_rootId, group) => this.serve(group, true),
      (rootId) => void this.lately.delete(rootId),
    );
    this.firing = {
      decide: (submission, slice) => this.decider.decideAtOnce(submission, slice),
      enter: (known) => !this.recent.isNewer(known) && this.lines.enter(known.rootId),
      leave: (rootId) => this.lines.leave(rootId),
      lease: (write) => this.leasing(write),
      write: (writes) => parts.store.write(writes),
      isFault: (error) => isFault(parts.store, error),
      noteWritten: (write) => {
        this.noteWritten(write);
        this.goOn(write);
      },
      forget: (rootId) => this.forget(rootId),
    };
  }

  /**
   * Resolves when the effect is durable. `known` was read for the target a moment ago; what this node wrote since goes first.
   * @throws EngineRejection when the command is refused; nothing was written then.
   * @throws EngineFault when the database could not be reached for too long.
   */
  async submit(submission: Submission, known: Slice | null = null): Promise<Json> {
    this.decider.company.note(submission.actor);
    const target = targetOf(submission.command);
    if (!target) return await this.start(submission);
    if (known && !this.recent.isNewer(known)) return await this.join(submission, known, false);
    const ahead = this.lookAhead.take(submission.command);
    if (ahead) return await this.join(submission, ahead.slice, true, ahead.decision);
    const recalled = this.recent.find(target);
    if (recalled) return await this.join(submission, recalled, true);
    const [answer] = await this.parts.store.read([requestOf(submission)]);
    if (answer!.kind === 'replayed') return replay(answer!.idempotency, submission.idempotency!.fingerprint);
    if (answer!.kind === 'missing') return missing(submission.command);
    return await this.join(submission, answer!.slice, false);
  }

  /** Due timers that were claimed together, written together; answers with those that are left to be submitted one by one. */
  fireTogether(set: readonly Fireable[]): Promise<LeasedJob[]> {
    return fireTogether(this.firing, set);
  }

  /** In the transaction of the host, who has locked the root, and commits; ENG_BUSY when it is to be given up. */
  async submitWithin(submission: Submission, transaction: StoreTransaction): Promise<Json> {
    const [answer] = await transaction.read([requestOf(submission)]);
    const slice = sliceFrom(answer!, submission);
    if (!slice) return settleWithout(answer!, submission);
    const decision = await this.decider.decide(submission, { slice, transaction });
    if (decision.kind === 'effects') throw new Error(WITHOUT_TRANSACTION);
    if (decision.kind === 'nothing') return decision.result;
    const [outcome] = await transaction.write([guarded(decision, submission)]);
    this.forget(slice.rootId);
    if (outcome!.kind === 'outdated') this.parts.definitions.forgetLatest();
    if (outcome!.kind !== 'written') throw busy();
    return decision.result;
  }

  private forget(rootId: string): void {
    this.recent.forget(rootId);
    this.lately.delete(rootId);
  }

  private join(
    submission: Submission,
    known: Slice,
    isRecalled: boolean,
    ahead: Entry['ahead'] = null,
  ): Promise<Json> {
    return new Promise((resolve, reject) => {
      const prepared = null;
      this.lines.join(known.rootId, { submission, known, isRecalled, ahead, prepared, resolve, reject });
      void this.preparing.get(known.rootId)?.goOn();
    });
  }

  private noteWritten(write: Write): void {
    this.recent.note(write);
    if (this.parts.store.foldsWrites && this.lines.has(write.rootId)) {
      const writes = this.lately.get(write.rootId) ?? [];
      this.lately.set(write.rootId, [...writes.slice(1 - LATELY_MAX), write]);
    }
    this.parts.onWritten(write);
  }

  /** A new root is nobody else's: no line, no version. The idempotency key guards the insert. */
  private async start(given: Submission): Promise<Json> {
    for (let attempt = 1; attempt <= OPTIMISTIC_TRIES; attempt++) {
      const submission = await upToDate(this.parts, given);
      await assertMayStart(this.parts, submission);
      const decision = await this.decider.decide(submission, { slice: null });
      if (decision.kind === 'effects') return await this.inTransaction(submission);
      if (decision.kind === 'nothing')
        return await collectOccurrence(this.parts, submission, decision.result);
      const write = this.leasing(guarded(decision, submission));
      const [[outcome]] = await Promise.all([
        this.parts.store.write([write]),
        this.lookAhead.decide(write, () => wholeAfter(write)),
      ]);
      if (outcome!.kind !== 'written') this.lookAhead.forget(write);
      if (outcome!.kind === 'outdated') {
        this.parts.definitions.forgetLatest();
        continue;
      }
      if (outcome!.kind === 'replayed')
        return replay(outcome!.idempotency, submission.idempotency!.fingerprint);
      if (outcome!.kind !== 'written')
        throw new Error(`Expected a new root to be written, but it was ${outcome!.kind}.`);
      this.noteWritten(write);
      this.goOn(write);
      return decision.result;
    }
    throw busy();
  }

  private leasing(write: Write): Write {
    const { continues, ports } = this.parts;
    return withLeases(write, continues, ports.clock.now().toISOString());
  }

  /** Takes up what the write has put off. */
  private goOn(write: Write): void {
    for (const leased of leasedIn(write)) this.parts.continues!.take(leased);
  }

  /** Serves a group of one root's commands: all decided in turn, written at once. Settles each; does not throw. */
  private async serve(group: readonly Entry[], mayTrust: boolean): Promise<void> {
    let left = group;
    try {
      for (let attempt = 1; left.length > 0 && attempt <= OPTIMISTIC_TRIES; attempt++) {
        left = await this.serveOnce(left, mayTrust && attempt === 1);
      }
      for (const entry of left) await this.serveAlone(entry);
    } catch (error) {
      if (left.length === 1) return left[0]!.reject(error);
      // One command's data must not fail the others: each goes alone and fails alone.
      for (const entry of left) await this.serve([entry], false);
    }
  }

  /** Returns the entries that must be tried again. */
  private async serveOnce(group: readonly Entry[], mayTrust: boolean): Promise<readonly Entry[]> {
    const { answers, isRecalled } = this.knownOf(group, mayTrust) ?? (await this.readFor(group));
    if (!isOneVersion(answers)) return group;
    const decided: Decided[] = [];
    const writes: Write[] = [];
    const preparations = new Preparations();
    let later: readonly Entry[] = [];
    for (const [index, entry] of group.entries()) {
      const { submission } = entry;
      const { idempotency } = submission;
      if (idempotency && answersKey(writes, idempotency.key)) {
        // The same request, sent twice: the answer is there when the first has been written.
        later = group.slice(index);
        break;
      }
      try {
        const slice = sliceFrom(answers[index]!, submission);
        if (!slice) {
          entry.resolve(settleWithout(answers[index]!, submission));
          continue;
        }
        const isAsKnown = mayTrust && writes.length === 0 && slice.version === entry.known.version;
        const ahead = isAsKnown ? entry.ahead : null;
        const prepared = preparations.take(entry, slice.version);
        const decision =
          ahead ?? prepared ?? (await this.decider.decide(submission, { slice, earlier: writes }));
        if (decision.kind === 'effects') {
          // What was decided so far is written first; the transaction then reads its result.
          if (decided.length > 0) {
            later = group.slice(index);
            break;
          }
          await this.serveAlone(entry);
          return group.slice(index + 1);
        }
        if (decision.kind === 'nothing') {
          if (isRecalled) throw new Overtaken();
          entry.resolve(decision.result);
          continue;
        }
        const write = this.leasing(guarded(decision, submission));
        writes.push(write);
        decided.push({ entry, slice, write, result: decision.result });
      } catch (error) {
        // What was remembered may be out of date: only what is written on it is checked, a refusal is not.
        if (error instanceof Overtaken || isRecalled) {
          this.forget(entry.known.rootId);
          return [...decided.map((done) => done.entry), ...group.slice(index)];
        }
        entry.reject(error);
      }
    }
    if (decided.length === 0) return later;
    const entries = decided.map((done) => done.entry);
    const write = foldWrites(writes);
    const preparing = this.preparingBehind(write);
    const [outcome] = await Promise.all([
      this.writeFolded(write, entries),
      write.leases?.length
        ? this.lookAhead.decide(write, (jobId) => sliceAfter(write, jobId, decided))
        : this.lines.next(write.rootId).length > 0 && untilSent().then(() => void preparing.goOn()),
    ]);
    this.preparing.delete(write.rootId);
    preparing.end(outcome === 'written');
    if (outcome !== 'written') this.lookAhead.forget(write);
    if (outcome === 'settled') return later;
    if (outcome === 'again') return [...entries, ...later];
    if (outcome === 'apart') {
      for (const entry of entries) await this.serve([entry], false);
      return later;
    }
    this.goOn(write);
    for (const { entry, result } of decided) entry.resolve(result);
    return later;
  }

  private preparingBehind(write: Write): NextGroup {
    const { rootId } = write;
    const since = [...(this.lately.get(rootId) ?? []), write];
    const preparing = new NextGroup(this.decider, since, () => this.lines.next(rootId));
    if (this.parts.store.foldsWrites) this.preparing.set(rootId, preparing);
    return preparing;
  }

  /** What the group is decided on where nothing must be read for it: all of one version. */
  private knownOf(group: readonly Entry[], mayTrust: boolean): Known | null {
    const { rootId } = group[0]!.known;
    const recent = this.recent.get(rootId);
    const isHeld = ({ submission }: Entry): boolean =>
      this.recent.holds(recent!, targetOf(submission.command)!);
    const wasJustRead = mayTrust && group.every((entry) => !entry.isRecalled) && !this.lately.has(rootId);
    if (!wasJustRead && recent && group.every(isHeld)) {
      return { answers: group.map(() => ({ kind: 'slice', slice: recent })), isRecalled: true };
    }
    if (!mayTrust) return null;
    const writes = this.lately.get(rootId) ?? [];
    const answers: ReadAnswer[] = [];
    for (const { submission, known } of group) {
      const slice = broughtUp(known, writes);
      const { idempotency } = submission;
      if (!slice || (idempotency && answersKey(writes, idempotency.key))) return null;
      answers.push({ kind: 'slice', slice });
    }
    return isOneVersion(answers) ? { answers, isRecalled: !wasJustRead } : null;
  }

  private async readFor(group: readonly Entry[]): Promise<Known> {
    const requests = group.map(({ submission }) => requestOf(submission));
    return { answers: await this.parts.store.read(requests), isRecalled: false };
  }

  /** Settled: the one entry was answered without its write. */
  private async writeFolded(
    write: Write,
    entries: readonly Entry[],
  ): Promise<'written' | 'settled' | 'again' | 'apart'> {
    let outcome;
    try {
      [outcome] = await this.parts.store.write([write]);
    } catch (error) {
      this.forget(write.rootId);
      if (entries.length > 1) return 'apart';
      entries[0]!.reject(error);
      return 'settled';
    }
    if (outcome!.kind !== 'written') this.forget(write.rootId);
    if (outcome!.kind === 'written') {
      this.noteWritten(write);
      return 'written';
    }
    if (outcome!.kind === 'outdated') this.parts.definitions.forgetLatest();
    if (outcome!.kind === 'conflict' || outcome!.kind === 'outdated') return 'again';
    if (entries.length > 1) return 'apart';
    const [{ submission, resolve, reject }] = entries as [Entry];
    // A lost lease: the job belongs to another node now, which brings its effect about. Contested: the sender asks who waits.
    if (outcome!.kind === 'fenced' || outcome!.kind === 'contested') resolve(null);
    else {
      try {
        resolve(replay(outcome!.idempotency, submission.idempotency!.fingerprint));
      } catch (error) {
        reject(error);
      }
    }
    return 'settled';
  }

  private serveAlone({ submission, resolve, reject }: Entry): Promise<void> {
    return this.inTransaction(submission).then(resolve, reject);
  }

  /** Under the row lock: for effects that commit with the step, and for commands that lost too many races. */
  private async inTransaction(submission: Submission): Promise<Json> {
    for (let attempt = 1; attempt <= LOCKED_TRIES; attempt++) {
      const done = await this.tryInTransaction(await upToDate(this.parts, submission));
      if (done) {
        if (done.write) this.noteWritten(done.write);
        return done.result;
      }
    }
    throw busy();
  }

  /** Null when the step was overtaken and nothing was written. */
  private async tryInTransaction(
    submission: Submission,
  ): Promise<{ result: Json; write: Write | null } | null> {
    const { store } = this.parts;
    const requests = targetOf(submission.command) ? [requestOf(submission)] : [];
    return await store.transaction(async (transaction) => {
      const answers = transaction.opening ?? (await transaction.read(requests));
      const [answer] = answers;
      const slice = answer ? sliceFrom(answer, submission) : null;
      if (answer && !slice) return { result: settleWithout(answer, submission), write: null };
      const decision = await this.decider.decide(submission, { slice, transaction });
      if (decision.kind === 'nothing') return { result: decision.result, write: null };
      if (decision.kind === 'effects') throw new Error(WITHOUT_TRANSACTION);
      const write = guarded(decision, submission);
      const [outcome] = await (transaction.writeAndCommit?.([write]) ?? transaction.write([write]));
      if (outcome!.kind === 'written') return { result: decision.result, write };
      if (outcome!.kind === 'fenced' || outcome!.kind === 'contested') return { result: null, write: null };
      if (outcome!.kind === 'outdated') this.parts.definitions.forgetLatest();
      if (outcome!.kind === 'conflict' || outcome!.kind === 'outdated') return null;
      return { result: replay(outcome!.idempotency, submission.idempotency!.fingerprint), write: null };
    }, requests);
  }
}
