/**
 * How people do their tasks: somebody takes it from the pool, thinks for a while in working hours, and completes it
 * with what his form asks for. Calls are made at their time.
 */
import { Temporal } from 'temporal-polyfill';
import type { UserTaskRow, Variables } from '#engine';
import type { DemonstrationClock } from '../adapters/clock.ts';
import type { Core } from '../core.ts';
import type { Agenda } from './agenda.ts';
import type { Cast } from './cast.ts';
import { ComplaintWork } from './complaints.ts';
import { isContract } from './contracts.ts';
import { UNSOLVED_HOURS } from './open-ends.ts';
import { isQuoteApproval } from './quote-approvals.ts';
import type { Choices } from './random.ts';
import { ANSWERS, CALL_NOTES, CALL_RESULTS, QUESTIONS, SOLUTIONS, WISHES } from './stories.ts';

export interface TaskWorkOptions {
  readonly core: Core;
  readonly cast: Cast;
  readonly choices: Choices;
  readonly agenda: Agenda;
  readonly clock: DemonstrationClock;
  /** Where the story ends. */
  readonly until: Date;
}

interface Doing {
  readonly outcome?: string;
  readonly variables: Variables;
  readonly rescheduleTo?: string;
}

const HOUR_MS = 3_600_000;
const OPEN_TASKS_MAX = 500;
const VISITORS = ['Olga Smirnova', 'Anna Petrova', 'Dmitry Sokolov', 'Viktor Popov'];
const LEFT_HOURS = 72;
const LEFT_SHARE = 0.5;
const ZONE = 'Europe/Moscow';

export class TaskWork {
  readonly #options: TaskWorkOptions;
  /** Task and attempt: a call that is repeated is work again. */
  readonly #seen = new Set<string>();

  readonly #complaints: ComplaintWork;

  constructor(options: TaskWorkOptions) {
    this.#options = options;
    this.#complaints = new ComplaintWork(options.cast, options.until);
  }

  /** Puts every task that is new onto the agenda of whoever does it. */
  async lookForTasks(): Promise<void> {
    const { core, agenda, clock } = this.#options;
    const page = await core.engine.views.userTasks({ states: ['planned', 'ready'], limit: OPEN_TASKS_MAX });
    for (const task of page.items) {
      const key = `${task.id}:${task.availableAt}`;
      if (this.#seen.has(key)) continue;
      this.#seen.add(key);
      const available = new Date(task.availableAt);
      if (available > clock.now()) agenda.add(available, null);
      agenda.add(this.#whenDone(task, available), () => this.#work(task.id));
    }
  }

  #whenDone(task: UserTaskRow, available: Date): Date {
    const { choices } = this.#options;
    const from = Math.max(available.getTime(), this.#options.clock.now().getTime());
    if (task.kind === 'call') return new Date(from + choices.between(0.03, 0.9) * HOUR_MS);
    const hours: Readonly<Record<string, readonly [number, number]>> = {
      first_answer: [0.2, 3.5],
      classify: [0.1, 1.5],
      find_solution: [1, 14],
      prepare_offer: [3, 30],
      assess: [1, 5],
      approve: [0.5, 6],
      pay: [2, 20],
    };
    const [least, most] = hours[task.elementId] ?? [1, 8];
    return inWorkingHours(new Date(from + choices.between(least, most) * HOUR_MS));
  }

  async #work(taskId: string): Promise<void> {
    const { core, cast, choices } = this.#options;
    const task = await core.engine.views.userTask(taskId);
    if (!task || (task.state !== 'planned' && task.state !== 'ready') || this.#isLeft(task)) return;
    const isComplaint = this.#complaints.isOne(task);
    const id =
      task.assignee ?? (isComplaint ? this.#complaints.personFor(task) : choices.one(cast.agents).id);
    const options = { actor: { kind: 'user' as const, id } };
    if (task.assignee === null) await core.engine.claimUserTask({ taskId, userId: id }, options);
    const doing = isComplaint ? this.#complaints.doing(task) : this.#doing(task);
    await core.engine.completeUserTask({ taskId, ...doing }, options);
    if (task.elementId === 'find_solution') await this.#customerAnswers(task);
  }

  /** Those who sign in find what was handed to them, and some of their calls of the last days, still to be done. */
  #isLeft(task: UserTaskRow): boolean {
    if (isQuoteApproval(task) || isContract(task)) return true;
    if (this.#complaints.isOne(task)) return this.#complaints.isLeft(task);
    const { cast, choices, until } = this.#options;
    const hours = (until.getTime() - new Date(task.availableAt).getTime()) / HOUR_MS;
    if (task.elementId === 'find_solution' && hours <= UNSOLVED_HOURS) return true;
    if (!VISITORS.some((name) => cast.person(name).id === task.assignee)) return false;
    if (task.elementId === 'first_answer') return true;
    return task.kind === 'call' && hours < LEFT_HOURS && choices.next() < LEFT_SHARE;
  }

  #doing(task: UserTaskRow): Doing {
    const { choices } = this.#options;
    switch (task.elementId) {
      case 'first_answer':
        return { variables: { answer: choices.one(ANSWERS) } };
      case 'classify':
        return {
          variables: {
            ticketType: choices.one(['error', 'question', 'wish']),
            priority: choices.one(['low', 'normal', 'normal', 'high']),
          },
        };
      case 'find_solution':
        return choices.next() < 0.85
          ? { outcome: 'solved', variables: { solution: choices.one(SOLUTIONS) } }
          : { outcome: 'ask', variables: { question: choices.one(QUESTIONS) } };
      case 'prepare_offer':
        return {
          variables: {
            wish: choices.one(WISHES),
            direction: choices.one(['service', 'product', 'training']),
          },
        };
      case 'call_customer':
        return this.#callResult();
      default:
        return { variables: {} };
    }
  }

  #callResult(): Doing {
    const { choices, clock } = this.#options;
    const outcome = choices.weighted(CALL_RESULTS);
    if (outcome === 'no_answer') return { outcome, variables: {} };
    const variables = { callNote: choices.one(CALL_NOTES), satisfaction: satisfactionFor(outcome, choices) };
    if (outcome !== 'later') return { outcome, variables };
    const later = inWorkingHours(new Date(clock.now().getTime() + choices.between(20, 70) * HOUR_MS));
    return { outcome, variables, rescheduleTo: later.toISOString() };
  }

  /** Most customers answer within two days; the others are asked again after three. */
  async #customerAnswers(task: UserTaskRow): Promise<void> {
    const { core, agenda, choices, clock } = this.#options;
    const instance = await core.engine.views.instance(task.instanceId);
    const number = instance?.businessKey;
    if (!instance?.waiting.some((token) => token.elementId === 'wait_reply') || !number) return;
    if (choices.next() > 0.75) return;
    const at = new Date(clock.now().getTime() + choices.between(2, 48) * HOUR_MS);
    agenda.add(at, () => this.#reply(number));
  }

  async #reply(correlationKey: string): Promise<void> {
    await this.#options.core.engine.correlateMessage(
      { name: 'CustomerReplied', correlationKey, variables: { text: 'Here it is.' } },
      { actor: { kind: 'system', id: null } },
    );
  }
}

function satisfactionFor(outcome: string, choices: Choices): string {
  return outcome === 'complaint' ? choices.one(['1', '2']) : choices.one(['4', '5', '5', '3']);
}

/** The same moment, or the next in which the office is open. */
export function inWorkingHours(instant: Date): Date {
  let at = Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(ZONE);
  if (at.hour >= 18) at = at.add({ days: 1 }).withPlainTime('09:12');
  else if (at.hour < 9) at = at.withPlainTime('09:12');
  while (at.dayOfWeek > 5) at = at.add({ days: 1 });
  return new Date(at.epochMilliseconds);
}
