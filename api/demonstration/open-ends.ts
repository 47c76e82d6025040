/** What the visitor finds unfinished: a step that failed, a question without an answer, an instance that was stopped. */
import type { Core } from '../core.ts';
import type { Agenda } from './agenda.ts';
import type { Cast } from './cast.ts';
import { ticketId } from './ticket-arrivals.ts';

const HOUR_MS = 3_600_000;
const FAILING = 9_001;
const STOPPED = 9_002;

export function leaveOpenEnds(
  agenda: Agenda,
  { core, cast, now }: { readonly core: Core; readonly cast: Cast; readonly now: Date },
): Promise<void> {
  const before = (hours: number): Date => new Date(now.getTime() - hours * HOUR_MS);
  // Nobody to answer: the letter has no recipient, its tries run out, and an incident waits for an administrator.
  agenda.add(before(6 * 24), () =>
    nameless(core, cast, { id: ticketId(FAILING), subject: 'Call from a withheld number' }),
  );
  // Its tries are up to an hour apart, and the clock has to pass each of them, whenever the week-end was.
  for (let hours = 6 * 24; hours > 0; hours -= 2) agenda.add(before(hours), () => Promise.resolve());
  agenda.add(before(50), () =>
    nameless(core, cast, { id: ticketId(STOPPED), subject: 'Advertising by telephone' }),
  );
  agenda.add(before(49), () => stop(core, cast, ticketId(STOPPED)));
  agenda.add(before(3), () => ask(core, cast));
  return Promise.resolve();
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
  const instance = await instanceOf(engine, recordId);
  if (!instance) return;
  const actor = { kind: 'user' as const, id: cast.person('Sergey Volkov').id };
  await engine.cancelInstance(
    { instanceId: instance },
    { actor, reason: 'Advertising, no request of a customer.' },
  );
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

async function instanceOf(engine: Core['engine'], recordId: string): Promise<string | null> {
  const record = { entity: 'ticket', recordId };
  const page = await engine.views.instances({ visibleKeys: 'all', involving: null, record, limit: 1 });
  return page.items[0]?.id ?? null;
}
