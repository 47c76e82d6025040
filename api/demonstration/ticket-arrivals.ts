/** When which customer writes about what. */
import { Temporal } from 'temporal-polyfill';
import type { Core } from '../core.ts';
import type { Cast } from './cast.ts';
import type { Choices } from './random.ts';
import { CHANNELS, SUBJECTS } from './stories.ts';

export interface Arrival {
  readonly at: Date;
  readonly ticketId: string;
  readonly type: string;
  readonly subject: string;
  readonly channel: string;
  /** Positions in the lists of the cast. */
  readonly customer: number;
  readonly agent: number;
}

const ZONE = 'Europe/Moscow';
const OPENS = 9;
const CLOSES = 18;
/** How many working days bring a ticket. */
const SHARE_OF_DAYS = 0.5;
const RECENT_DAYS = 14;
const DAY_MS = 86_400_000;
const CUSTOMERS = 120;

export function ticketArrivals(
  choices: Choices,
  span: { readonly from: Date; readonly to: Date },
): readonly Arrival[] {
  const arrivals: Arrival[] = [];
  for (let day = zoned(span.from); day.epochMilliseconds < span.to.getTime(); day = day.add({ days: 1 })) {
    if (day.dayOfWeek > 5) continue;
    // The last weeks are fuller, so that the visitor finds calls ahead and tasks to take.
    const isRecent = span.to.getTime() - day.epochMilliseconds < RECENT_DAYS * DAY_MS;
    const wanted = isRecent ? 2 : Number(choices.next() < SHARE_OF_DAYS);
    for (let number = 0; number < wanted; number += 1)
      arrivals.push(arrivalOn(day, choices, arrivals.length + 1));
  }
  return arrivals.filter((arrival) => arrival.at > span.from && arrival.at < span.to);
}

function arrivalOn(day: Temporal.ZonedDateTime, choices: Choices, number: number): Arrival {
  const minutes = Math.floor(choices.between(OPENS * 60, CLOSES * 60));
  const [type, subject] = choices.one(SUBJECTS);
  return {
    at: new Date(day.startOfDay().add({ minutes }).epochMilliseconds),
    ticketId: ticketId(number),
    type,
    subject,
    channel: choices.one(CHANNELS),
    customer: Math.floor(choices.next() * CUSTOMERS),
    agent: Math.floor(choices.next() * 3),
  };
}

export async function createTicket({ crm }: Core, cast: Cast, arrival: Arrival): Promise<void> {
  const user = cast.agents[arrival.agent % cast.agents.length];
  const customer = cast.customers[arrival.customer % cast.customers.length];
  if (!user || !customer) throw new Error('Expected the demonstration to have support and customers.');
  const { type, subject, channel } = arrival;
  await crm.records.create(
    { user },
    {
      entity: 'ticket',
      id: arrival.ticketId,
      fields: {
        type,
        subject,
        channel,
        account: customer.accountId,
        contact: customer.contactId,
        owner: user.id,
      },
    },
  );
}

/** Fixed, in the manner of the CRM's own demonstration ids. */
export function ticketId(number: number): string {
  return `01900000-0000-7000-8000-10${number.toString(16).padStart(10, '0')}`;
}

function zoned(instant: Date): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(ZONE);
}
