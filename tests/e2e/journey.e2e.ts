/**
 * The journey of the product with its people at work at the same time, each in a browser of their own: draw, publish,
 * run, work, watch. Every test goes on where the one before has stopped.
 */
import { afterAll, beforeAll, describe, expect, it, onTestFailed } from 'vitest';
import {
  addStep,
  addTextField,
  openDesigner,
  openProblems,
  problems,
  properties,
  publish,
  selectStep,
  setProperty,
} from './support/designer.ts';
import { onMap, openCard, twin } from './support/instance.ts';
import { markWindow, openStage, WAIT_MS_MAX, type Stage, type Visitor } from './support/stage.ts';
import { closeTicket, instanceOn, newTicket, type Ticket } from './support/tickets.ts';
import { advanceClock, openTab, pickPerson, taskRow } from './support/work.ts';

const PROCESS = 'Follow-up call after closing a request';
const CALL = 'Call: how are things?';
const NEW_DELAY_DAYS = 5;
const DAY_MS = 86_400_000;
const MOSCOW_MS = 3 * 3_600_000;

let stage: Stage;
let olga: Visitor;
let kate: Visitor;
let anna: Visitor;
let dmitry: Visitor;
let viktor: Visitor;
let ticket: Ticket;
let instanceId: string;
let versionOfOlga: number;

beforeAll(async () => {
  stage = await openStage();
  [olga, kate, anna, dmitry, viktor] = await Promise.all([
    stage.enter('Olga'),
    stage.enter('Kate'),
    stage.enter('Anna'),
    stage.enter('Dmitry'),
    stage.enter('Viktor'),
  ]);
});
afterAll(() => stage?.close());

/** Where a failing test stood: a picture for each page, outside of the repository's files. */
function keepPictures(): void {
  onTestFailed(async () => {
    for (const [name, { page }] of Object.entries({ olga, kate, anna, dmitry, viktor })) {
      await page.screenshot({ path: `.tmp/failures/journey-${name}.png` });
    }
  });
}

describe('the journey of the follow-up call', () => {
  it('lets the process owner change the delay, add a task with a form, mend a finding and publish', async () => {
    keepPictures();
    const { page } = olga;
    await openDesigner(page, PROCESS);

    await selectStep(page, CALL);
    await setProperty(page, 'Call after', String(NEW_DELAY_DAYS));

    // A second path out of the gateway behind the call: a task with a form, then an end.
    await selectStep(page, 'Decision');
    await addStep(page, 'Task');
    await setProperty(page, 'Name', 'Thank the customer');
    await addTextField(page, 'Present');
    await addStep(page, 'End');

    await openProblems(page);
    const missing = problems(page).getByRole('listitem').filter({ hasText: 'has no default path' });
    await missing.waitFor();
    await page.getByRole('button', { name: 'Publish', exact: true }).first().click();
    const panel = page.getByRole('complementary', { name: 'Publish' });
    await panel.getByRole('heading', { name: /To be mended first/ }).waitFor();
    expect(await panel.getByRole('button', { name: 'Publish', exact: true }).isDisabled()).toBe(true);
    await panel.getByRole('button', { name: 'Cancel' }).click();

    await selectStep(page, 'Decision');
    const path = properties(page).getByRole('group', { name: 'Thank the customer' });
    const condition = path.getByRole('textbox', { name: 'When', exact: true });
    await condition.fill('satisfaction = "5"');
    await condition.blur();
    await missing.getByRole('button', { name: 'Make “Record the rating” the default path' }).click();
    await missing.waitFor({ state: 'detached' });
    await problems(page).getByText('No problems').waitFor();

    versionOfOlga = await publish(page, 'Sooner, and with thanks');
    expect(versionOfOlga).toBeGreaterThan(1);
  });

  it('plans the call in the calendar of the account manager at once when a ticket is closed', async () => {
    keepPictures();
    // Another call at the same time: the two share the width of the day, and both can be read.
    await closeTicket(kate, await newTicket(kate, anna, `Beside ${Date.now()}`));
    ticket = await newTicket(kate, anna, `Scanner ${Date.now()}`);
    const { now } = (await anna.get<{ now: string }>('/api/session')).body;
    const expected = workingDay(new Date(new Date(now).getTime() + NEW_DELAY_DAYS * DAY_MS));
    await anna.open(`/calendar?view=week&date=${expected}`);
    const entry = anna.page.getByRole('main').getByText(`How are things after “${ticket.subject}”?`);
    expect(await entry.count()).toBe(0);
    const isSameWindow = await markWindow(anna.page);

    await kate.open(`/records/ticket/${ticket.id}`);
    await kate.page.getByRole('group', { name: 'Status' }).getByRole('button', { name: 'Closed' }).click();
    await kate.page.getByRole('region', { name: 'Related' }).getByText(PROCESS).waitFor();

    await entry.first().waitFor();
    expect(await isSameWindow()).toBe(true);
    await entry.first().click();
    const panel = anna.page.getByRole('complementary', { name: `How are things after “${ticket.subject}”?` });
    await panel.getByText('Planned by a process').waitFor();
    await panel.getByText(ticket.customer).first().waitFor();
    const planned = await plannedStart(anna, ticket);
    expect(planned.getTime()).toBeGreaterThanOrEqual(new Date(now).getTime() + NEW_DELAY_DAYS * DAY_MS);
    expect(new Date(planned.getTime() + MOSCOW_MS).toISOString().slice(0, 10)).toBe(expected);
    instanceId = await instanceOn(dmitry, ticket);
  });

  it('puts the call on top of the list without a reload when its time has come', async () => {
    keepPictures();
    await anna.open('/inbox');
    const row = taskRow(anna.page, CALL, ticket.customer);
    const before = await row.count();
    const isSameWindow = await markWindow(anna.page);
    await viktor.open('/inbox');
    await advanceClock(viktor.page, NEW_DELAY_DAYS + 3);
    await expect.poll(() => row.count(), { timeout: WAIT_MS_MAX }).toBeGreaterThan(before);
    expect(await isSameWindow()).toBe(true);
  });

  it('shows everything that the call needs; its result moves the map of the watching manager', async () => {
    keepPictures();
    await openCard(dmitry.page, instanceId, 'map');
    await twin(dmitry.page, CALL, 'Running').waitFor();
    await onMap(dmitry.page, 'call_customer', 'running').first().waitFor({ state: 'attached' });
    const isSameWindow = await markWindow(dmitry.page);

    const { page } = anna;
    await anna.open(`/tasks/${await taskOf(anna, instanceId)}`);
    const who = page.getByRole('region', { name: 'Whom to call' });
    await who.getByRole('link', { name: ticket.customer }).waitFor();
    await who.getByRole('link', { name: ticket.contact }).waitFor();
    await who.getByRole('link', { name: /\d{2}/ }).first().waitFor();
    await page.getByText(`“${ticket.subject}”. Does everything work`).waitFor();
    const results = page.getByRole('radiogroup', { name: 'Result of the call' });
    for (const result of ['All good', 'Wants more', 'Complaint', 'No answer', 'Call me later'])
      await results.getByRole('radio', { name: result }).waitFor();

    // What the customer asks for beside becomes a ticket of his; the call goes on.
    await who.getByRole('button', { name: 'New ticket of the customer' }).click();
    const asked = page.getByRole('complementary', { name: 'New: Ticket' });
    await asked.getByRole('textbox', { name: 'Subject' }).fill(`Asked for ${ticket.subject}`);
    await asked.getByRole('combobox', { name: 'Type' }).click();
    await page.getByRole('option', { name: 'Wish', exact: true }).click();
    expect(await asked.getByRole('combobox', { name: 'Account' }).inputValue()).toBe(ticket.customer);
    expect(await asked.getByRole('combobox', { name: 'Contact' }).inputValue()).toBe(ticket.contact);
    await asked.getByRole('button', { name: 'Create', exact: true }).click();
    await who.getByRole('link', { name: `Asked for ${ticket.subject}` }).waitFor();

    await results.getByRole('radio', { name: 'All good' }).click();
    await page.getByRole('combobox', { name: 'How satisfied is the customer?' }).click();
    await page.getByRole('option', { name: 'Very satisfied' }).click();
    await page.getByRole('textbox', { name: 'What was said' }).fill('It works');
    await page.getByRole('textbox', { name: 'Note', exact: true }).fill('Very content');
    await page
      .getByRole('group', { name: 'Plan the next step' })
      .getByRole('button', { name: 'Meeting' })
      .click();
    await page.getByRole('textbox', { name: 'Subject' }).fill(`Visit about ${ticket.subject}`);
    await page.getByRole('button', { name: 'Finish call' }).click();

    await twin(dmitry.page, CALL, 'Done').waitFor();
    await twin(dmitry.page, 'Thank the customer', 'Running').waitFor();
    await onMap(dmitry.page, 'call_customer', 'done').first().waitFor({ state: 'attached' });
    expect(await isSameWindow()).toBe(true);

    const planned = await anna.get<{ items: readonly { title: string }[] }>(
      `/api/records/activity?q=${encodeURIComponent(ticket.subject)}`,
    );
    expect(planned.body.items.map((item) => item.title)).toContain(`Visit about ${ticket.subject}`);
  });

  it('lets the manager change a parameter, ask, reassign; the asked person answers', async () => {
    keepPictures();
    const { page } = dmitry;
    await openTab(page, 'Parameters');
    await page.getByRole('button', { name: 'Change “What was said”' }).click();
    const change = page.getByRole('complementary', { name: /^Change / });
    await change.getByRole('textbox', { name: 'New value' }).fill('It works, says the manager');
    await change.getByRole('textbox', { name: 'Reason' }).fill('The customer wrote');
    await change.getByRole('button', { name: 'Change', exact: true }).click();
    await page
      .getByRole('tabpanel', { name: 'Parameters' })
      .getByText('It works, says the manager')
      .waitFor();

    await openTab(page, 'Now');
    const now = page.getByRole('tabpanel', { name: 'Now' });
    await now.getByRole('button', { name: 'Ask' }).click();
    const ask = page.getByRole('complementary', { name: 'Ask a question' });
    await ask.getByRole('textbox', { name: 'Question' }).fill('What did they like?');
    await ask.getByRole('button', { name: 'Ask', exact: true }).click();
    await ask.waitFor({ state: 'detached' });

    await anna.open('/inbox');
    const question = anna.page.getByRole('article').filter({ hasText: 'What did they like?' });
    await question.getByRole('button', { name: 'Answer' }).click();
    await question.getByRole('textbox', { name: 'Your answer' }).fill('That we called.');
    await question.getByRole('button', { name: 'Send answer' }).click();
    await question.waitFor({ state: 'detached' });
    await openTab(page, 'Talk');
    await page.getByRole('tabpanel', { name: 'Talk' }).getByText('That we called.').waitFor();

    await openTab(page, 'Now');
    await now.getByRole('button', { name: 'Reassign' }).click();
    const reassign = page.getByRole('complementary', { name: /^Reassign/ });
    await pickPerson(reassign, page, 'To whom', 'Julia Novak');
    await reassign.getByRole('textbox', { name: 'Why' }).fill('She knows them');
    await reassign.getByRole('button', { name: 'Reassign', exact: true }).click();
    await now.getByText('Julia Novak').first().waitFor();

    await openTab(page, 'History');
    await page
      .getByRole('tabpanel', { name: 'History' })
      .getByText('Task “Thank the customer” went to Julia Novak')
      .waitFor();
  });

  it('lets the manager stop another instance, with a reason', async () => {
    keepPictures();
    const other = await newTicket(kate, anna, `Stopped ${Date.now()}`);
    await closeTicket(kate, other);
    const { page } = dmitry;
    await openCard(page, await instanceOn(dmitry, other));
    await page.getByRole('button', { name: 'Actions' }).click();
    await page.getByRole('menuitem', { name: 'Stop instance' }).click();
    const panel = page.getByRole('complementary', { name: 'Stop this instance' });
    await panel.getByRole('button', { name: 'Stop instance' }).click();
    await panel.getByText('Say why in a few words.').waitFor();
    await panel.getByRole('textbox', { name: 'Reason' }).fill('Asked twice');
    await panel.getByRole('button', { name: 'Stop instance' }).click();
    await page.getByRole('main').getByText('Stopped', { exact: true }).first().waitFor();
    await page.getByText('This instance has ended.').waitFor();
  });

  it('keeps an instance on its version until the admin moves it; an unsafe move is refused with the reason', async () => {
    keepPictures();
    const { page } = viktor;
    await openDesigner(page, PROCESS);
    await selectStep(page, CALL);
    await setProperty(page, 'Call after', '3');
    const next = await publish(page, 'Still sooner');
    expect(next).toBe(versionOfOlga + 1);

    await openCard(page, instanceId);
    await page.getByText(`${PROCESS}, version ${versionOfOlga}`).waitFor();
    await page.getByRole('button', { name: `Move to version ${next}` }).click();
    const panel = page.getByRole('complementary', { name: `Move from version ${versionOfOlga} to ${next}` });
    await panel.getByText(/^Safe:/).waitFor();
    await panel.getByRole('button', { name: 'Move instance' }).click();
    await page.getByText(`${PROCESS}, version ${next}`).waitFor();

    // The task at which the instance stands is gone from the version after that.
    await openDesigner(page, PROCESS);
    await selectStep(page, 'Thank the customer');
    await properties(page).getByRole('button', { name: 'Remove: Thank the customer' }).click();
    await openProblems(page);
    await removeLeftovers();
    const last = await publish(page, 'No thanks any more');

    await openCard(page, instanceId);
    await page.getByRole('button', { name: `Move to version ${last}` }).click();
    const refused = page.getByRole('complementary', { name: `Move from version ${next} to ${last}` });
    await refused.getByText(/^Not possible:/).waitFor();
    await refused.getByText('Thank the customer').first().waitFor();
    expect(await refused.getByRole('button', { name: 'Move instance' }).count()).toBe(0);
    await page.getByText(`${PROCESS}, version ${next}`).waitFor();
  });

  it('ran without a complaint of any page', () => {
    for (const visitor of [olga, kate, anna, dmitry, viktor]) expect(visitor.complaints).toEqual([]);
  });
});

/** The end event that nothing leads to any more. */
async function removeLeftovers(): Promise<void> {
  const { page } = viktor;
  const unreachable = problems(page).getByRole('button', { name: /^Remove/ });
  while ((await unreachable.count()) > 0) await unreachable.first().click();
}

/** The day in Moscow on which a call from `moment` on stands: working days, until five. Public holidays are not known here. */
function workingDay(moment: Date): string {
  // Shifted, so that the parts in UTC are those of Moscow, which has no summer time.
  let day = new Date(moment.getTime() + MOSCOW_MS);
  if (day.getUTCHours() >= 17) day = new Date(day.getTime() + DAY_MS);
  while ([0, 6].includes(day.getUTCDay())) day = new Date(day.getTime() + DAY_MS);
  return day.toISOString().slice(0, 10);
}

async function plannedStart(visitor: Visitor, about: Ticket): Promise<Date> {
  const { body } = await visitor.get<{
    items: readonly { availableAt: string; subject: { title: string } | null }[];
  }>('/api/tasks?tab=upcoming&limit=200');
  const task = body.items.find((item) => item.subject?.title.includes(about.subject));
  return new Date(task?.availableAt ?? 0);
}

async function taskOf(visitor: Visitor, instance: string): Promise<string> {
  const { body } = await visitor.get<{ items: readonly { id: string; instanceId: string }[] }>(
    '/api/tasks?tab=today&limit=200',
  );
  return body.items.find((item) => item.instanceId === instance)?.id ?? '';
}
