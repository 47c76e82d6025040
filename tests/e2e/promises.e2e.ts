/** What was promised about a ticket: the first answer is kept, the solution waits with the customer, and is late at last. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { seriousViolations } from './support/axe.ts';
import { openStage, type Stage, type Visitor } from './support/stage.ts';
import { newTicket, type Ticket } from './support/tickets.ts';

const RUN = String(Date.now()).slice(-6);

let stage: Stage;
let viktor: Visitor;
let kate: Visitor;
let ticket: Ticket;

beforeAll(async () => {
  stage = await openStage();
  const anna = await stage.enter('Anna');
  [viktor, kate] = await Promise.all([stage.enter('Viktor'), stage.enter('Kate')]);
  ticket = await newTicket(kate, anna, `Promised ${RUN}`);
});
afterAll(() => stage?.close());

/** The promise in the block of the page; its state stands before its history. */
const clock = (metric: string) =>
  kate.page
    .getByRole('listitem')
    .filter({ hasText: new RegExp(`^${metric}`) })
    .first();

it('keeps the first answer when the customer is answered', async () => {
  await kate.open(`/records/ticket/${ticket.id}`);
  await clock('First answer').getByText('due', { exact: false }).waitFor();
  await kate.page.getByRole('button', { name: 'We answered' }).click();
  await clock('First answer').getByText('kept', { exact: true }).first().waitFor();
});

it('rests while the customer is waited for, and goes on with the work', async () => {
  const { page } = kate;
  await page.getByRole('button', { name: 'Waiting for customer', exact: true }).click();
  await clock('Solution').getByText('paused', { exact: false }).first().waitFor();
  expect(await seriousViolations(page)).toEqual([]);
  await page.getByRole('button', { name: 'In progress', exact: true }).click();
  await clock('Solution').getByText('due', { exact: false }).first().waitFor();
});

it('is late on the board and on its page when the time is over', async () => {
  const moved = await viktor.send('POST', '/api/demo/clock', { duration: 'P20D' });
  expect(moved.status, JSON.stringify(moved.body)).toBe(200);
  const { page } = kate;
  await kate.open(`/records/ticket/${ticket.id}`);
  await clock('Solution').getByText('overdue', { exact: false }).first().waitFor();
  await kate.open(`/records/ticket?view=plain&kind=kanban&q=${encodeURIComponent(ticket.subject)}`);
  const card = page.getByRole('listitem').filter({ hasText: ticket.subject });
  await card
    .getByText(/ late$/)
    .first()
    .waitFor();
  expect(kate.complaints).toEqual([]);
});
