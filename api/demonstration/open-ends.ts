/**
 * What the visitor finds unfinished: a step that failed, a question without an answer, an instance that was stopped,
 * and for each login something to do.
 */
import type { UserTaskRow } from '#engine';
import type { Core } from '../core.ts';
import type { Agenda } from './agenda.ts';
import type { Cast } from './cast.ts';
import { ticketId } from './ticket-arrivals.ts';

const HOUR_MS = 3_600_000;
const FAILING = 9_001;
const STOPPED = 9_002;
const FIRST_HANDED_OVER = 9_003;
const FIRST_UNSOLVED = 9_008;
const OPEN_TASKS_MAX = 200;
const CUSTOMERS_APART = 11;

/** Requests that support hands to those who sign in here; four working hours to answer make the old one overdue. */
const HANDED_OVER = [
  ['Dmitry Sokolov', 9 * 24, 'Discount for the second warehouse', 'The customer asks for you by name.'],
  ['Dmitry Sokolov', 1, 'Condition of the frame contract', 'Only sales can answer this.'],
  ['Anna Petrova', 2, 'Invoice to the branch office', 'Your customer, you know the agreement.'],
  ['Olga Smirnova', 5, 'Too many letters after each request', 'A matter of the process itself.'],
  ['Viktor Popov', 4, 'Sign-in fails for a new colleague', 'Needs an administrator.'],
] as const;

/** Requests that are answered and wait in the pool of support for a solution. */
const UNSOLVED = [
  [
    'Scales show the weight of the last parcel',
    'Thank you, we have your request and are looking into it. You will hear from us today.',
  ],
  ['Не открывается отчёт за квартал', 'Спасибо, обращение принято. Специалист уже смотрит, ответим сегодня.'],
] as const;
/** Since when they do; support solves nothing that came into its pool later, and the visitor finds it there. */
export const UNSOLVED_HOURS = 1.5;

export function leaveOpenEnds(
  agenda: Agenda,
  { core, cast, now }: { readonly core: Core; readonly cast: Cast; readonly now: Date },
): void {
  const before = (hours: number): Date => new Date(now.getTime() - hours * HOUR_MS);
  // Nobody to answer: the letter has no recipient, its tries run out, and an incident waits for an administrator.
  agenda.add(before(6 * 24), () =>
    nameless(core, cast, { id: ticketId(FAILING), subject: 'Call from a withheld number' }),
  );
  // Its tries are up to an hour apart, and the clock has to pass each of them, whenever the week-end was.
  for (let hours = 6 * 24; hours > 2 * 24; hours -= 4) agenda.add(before(hours), null);
  agenda.add(before(50), () =>
    nameless(core, cast, { id: ticketId(STOPPED), subject: 'Advertising by telephone' }),
  );
  agenda.add(before(49), () => stop(core, cast, ticketId(STOPPED)));
  agenda.add(before(3), () => ask(core, cast));
  for (const [index, [person, hours, subject, reason]] of HANDED_OVER.entries()) {
    const id = ticketId(FIRST_HANDED_OVER + index);
    agenda.add(before(hours), () => handOver(core, cast, { id, person, subject, reason, customer: index }));
  }
  for (const [index, [subject, answer]] of UNSOLVED.entries()) {
    const id = ticketId(FIRST_UNSOLVED + index);
    agenda.add(before(UNSOLVED_HOURS), () =>
      answerOnly(core, cast, { id, subject, answer, customer: index }),
    );
  }
  for (const hours of [3 * 24, 2]) agenda.add(before(hours), () => takeOverCall(core, cast));
}

async function nameless(
  { crm }: Core,
  cast: Cast,
  ticket: { readonly id: string; readonly subject: string },
): Promise<void> {
  const user = cast.person('Kate Brown');
  const fields = { type: 'question', subject: ticket.subject, channel: 'phone', owner: user.id };
  await crm.records.create({ user }, { entity: 'ticket', id: ticket.id, fields });
}

async function stop({ engine }: Core, cast: Cast, recordId: string): Promise<void> {
  const instance = await instanceOf(engine, { entity: 'ticket', recordId });
  if (!instance) return;
  const actor = { kind: 'user' as const, id: cast.person('Sergey Volkov').id };
  await engine.cancelInstance(
    { instanceId: instance },
    { actor, reason: 'Advertising, no request of a customer.' },
  );
}

interface CustomersRequest {
  readonly id: string;
  readonly subject: string;
  /** Position in the cast's list. */
  readonly customer: number;
}

/** A customer's request whose first answer support hands to somebody else. */
async function handOver(
  core: Core,
  cast: Cast,
  request: CustomersRequest & { readonly person: string; readonly reason: string },
): Promise<void> {
  await arrive(core, cast, request);
  const task = await openTask(core, { entity: 'ticket', recordId: request.id }, 'first_answer');
  if (!task) return;
  const actor = { kind: 'user' as const, id: cast.person('Sergey Volkov').id };
  const userId = cast.person(request.person).id;
  await core.engine.assignUserTask({ taskId: task.id, userId }, { actor, reason: request.reason });
}

/** A customer's request that Kate answers and classifies at once; the solution is left. */
async function answerOnly(
  core: Core,
  cast: Cast,
  request: CustomersRequest & { readonly answer: string },
): Promise<void> {
  await arrive(core, cast, request);
  const { id } = cast.person('Kate Brown');
  const done = [
    ['first_answer', { answer: request.answer }],
    ['classify', { ticketType: 'error', priority: 'normal' }],
  ] as const;
  for (const [elementId, variables] of done) {
    const task = await openTask(core, { entity: 'ticket', recordId: request.id }, elementId);
    if (!task) continue;
    const options = { actor: { kind: 'user' as const, id } };
    if (task.assignee === null) await core.engine.claimUserTask({ taskId: task.id, userId: id }, options);
    await core.engine.completeUserTask({ taskId: task.id, variables }, options);
    await core.engine.runDueJobs();
  }
}

async function arrive({ crm, engine }: Core, cast: Cast, request: CustomersRequest): Promise<void> {
  const user = cast.person('Kate Brown');
  const customer = cast.customers[request.customer * CUSTOMERS_APART];
  const fields = { type: 'question', subject: request.subject, channel: 'phone', owner: user.id };
  await crm.records.create(
    { user },
    {
      entity: 'ticket',
      id: request.id,
      fields: { ...fields, account: customer?.accountId, contact: customer?.contactId },
    },
  );
  await engine.runDueJobs();
}

export async function openTask(
  { engine }: Core,
  record: { readonly entity: string; readonly recordId: string },
  elementId: string,
): Promise<UserTaskRow | undefined> {
  const instanceId = await instanceOf(engine, record);
  if (!instanceId) return undefined;
  const instanceIds = [instanceId];
  const tasks = await engine.views.userTasks({ instanceIds, states: ['ready'], limit: OPEN_TASKS_MAX });
  return tasks.items.find((task) => task.elementId === elementId);
}

/** The head of sales makes the next call of a colleague himself. */
async function takeOverCall({ engine }: Core, cast: Cast): Promise<void> {
  const julia = cast.person('Julia Novak');
  const page = await engine.views.userTasks({
    assignees: [julia.id],
    states: ['planned'],
    limit: OPEN_TASKS_MAX,
  });
  const [next] = page.items.toSorted((a, b) => a.availableAt.localeCompare(b.availableAt));
  if (!next) return;
  const { id } = cast.person('Dmitry Sokolov');
  const reason = 'Julia is at the fair, I call myself.';
  await engine.assignUserTask({ taskId: next.id, userId: id }, { actor: { kind: 'user', id }, reason });
}

/** A manager asks the executor of a call that is still to come. */
async function ask({ engine, crm }: Core, cast: Cast): Promise<void> {
  const page = await engine.views.userTasks({ states: ['planned'], limit: 50 });
  const task = page.items.find((candidate) => candidate.kind === 'call' && candidate.assignee !== null);
  if (!task) return;
  await crm.comments.add(
    { user: cast.person('Dmitry Sokolov') },
    {
      subject: { entity: 'process_instance', id: task.instanceId },
      body: 'Do we know which of their warehouses this was about?',
      elementId: task.elementId,
      askedOf: task.assignee,
    },
  );
}

async function instanceOf(
  engine: Core['engine'],
  record: { readonly entity: string; readonly recordId: string },
): Promise<string | null> {
  const page = await engine.views.instances({ visibleKeys: 'all', involving: null, record, limit: 1 });
  return page.items[0]?.id ?? null;
}
