/**
 * Complaints of the half year: assessed by support, refunds approved or declined by its head and paid by finance. What is
 * decided goes by turns, so that every way through is taken; the latest are left for the visitor to look at.
 */
import type { UserTaskRow, Variables } from '#engine';
import type { Agenda } from './agenda.ts';
import type { Cast } from './cast.ts';
import type { Core } from '../core.ts';
import { APPROVALS, ASSESSMENTS, CHANNELS, COMPLAINTS, PAYMENTS } from './stories.ts';
import { createTicket, ticketId } from './ticket-arrivals.ts';

const PROCESS = 'complaint-handling';
const FIRST = 9_101;
const HOUR_MS = 3_600_000;
const CUSTOMERS_APART = 13;
/** What became to be done so shortly before the present is not done yet. */
const LEFT_HOURS: Readonly<Record<string, number>> = { assess: 5, approve: 6 * 24, pay: 6 * 24 };

export function arriveComplaints(
  agenda: Agenda,
  { core, cast, now }: { readonly core: Core; readonly cast: Cast; readonly now: Date },
): void {
  for (const [index, [hours, subject]] of COMPLAINTS.entries()) {
    const at = new Date(now.getTime() - hours * HOUR_MS);
    const channel = CHANNELS[index % CHANNELS.length] ?? 'portal';
    const ticket = { at, ticketId: ticketId(FIRST + index), type: 'complaint', subject, channel };
    agenda.add(at, () =>
      createTicket(core, cast, { ...ticket, customer: index * CUSTOMERS_APART, agent: index }),
    );
  }
}

/** Who does what with a task of a complaint, in turns. */
export class ComplaintWork {
  readonly #cast: Cast;
  readonly #until: Date;
  readonly #turns = new Map<string, number>();

  constructor(cast: Cast, until: Date) {
    this.#cast = cast;
    this.#until = until;
  }

  isOne({ processKey }: Pick<UserTaskRow, 'processKey'>): boolean {
    return processKey === PROCESS;
  }

  isLeft({ elementId, availableAt }: Pick<UserTaskRow, 'elementId' | 'availableAt'>): boolean {
    return this.#until.getTime() - Date.parse(availableAt) < (LEFT_HOURS[elementId] ?? 0) * HOUR_MS;
  }

  /** Whoever assessed does not approve. */
  personFor({ elementId }: Pick<UserTaskRow, 'elementId'>): string {
    if (elementId === 'approve') return this.#cast.person('Sergey Volkov').id;
    if (elementId === 'pay') return this.#cast.person('Nina Belova').id;
    return this.#turn('agent', this.#cast.agents).id;
  }

  doing({ elementId, availableAt }: Pick<UserTaskRow, 'elementId' | 'availableAt'>): {
    outcome?: string;
    variables: Variables;
  } {
    if (elementId === 'pay') return { variables: { payment: this.#turn('payment', PAYMENTS) } };
    if (elementId === 'approve') {
      const [outcome, remark] = this.#turn('approval', APPROVALS);
      return { outcome, variables: { remark } };
    }
    // Of the latest a refund, so that one waits for the second pair of eyes.
    const isLatest = this.isLeft({ elementId: 'approve', availableAt });
    const { outcome, amount, answer } = isLatest ? ASSESSMENTS[0] : this.#turn('assessment', ASSESSMENTS);
    return { outcome, variables: { answer, ...(amount === null ? {} : { amount }) } };
  }

  #turn<T>(of: string, choices: readonly T[]): T {
    const count = this.#turns.get(of) ?? 0;
    this.#turns.set(of, count + 1);
    const chosen = choices[count % choices.length];
    if (chosen === undefined) throw new Error(`Expected something to choose from for '${of}'.`);
    return chosen;
  }
}
