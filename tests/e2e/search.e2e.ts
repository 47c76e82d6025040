/** The palette and the keys: an employee finds and reaches everything without a mouse, and only what she may see. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seriousViolations } from './support/axe.ts';
import { findAndOpen, offered, openPalette, palette } from './support/palette.ts';
import { openStage, type Stage, type Visitor } from './support/stage.ts';
import { newTicket, type Ticket } from './support/tickets.ts';

const NAME = 'Альфа-Строй';
const PROCESS = 'Follow-up call after closing a request';
let stage: Stage;
let kate: Visitor;
let anna: Visitor;
let ticket: Ticket;

beforeAll(async () => {
  stage = await openStage();
  [kate, anna] = await Promise.all([stage.enter('Kate'), stage.enter('Anna')]);
  ticket = await newTicket(kate, anna, `Scanner ${Date.now()}`);
  await kate.open('/inbox');
});
afterAll(() => stage?.close());

describe('an employee finds a customer', () => {
  it.each([
    ['by a name with a typo', 'Альфа-Сторй'],
    ['by a name in Latin letters', 'alfa str'],
    ['by a name typed with the wrong layout', 'fkmaf'],
    ['by the last digits of the phone', '0000003'],
  ])('%s', async (_how, typed) => {
    await kate.page.getByRole('link', { name: 'Inbox' }).first().click();
    await kate.page.getByRole('heading', { level: 1, name: 'Inbox' }).waitFor();
    await findAndOpen(kate.page, typed, NAME);
  });

  it('and a ticket by its number', async () => {
    await findAndOpen(kate.page, ticket.number, ticket.subject);
  });

  it('but nothing that she may not see', async () => {
    const name = `Secret deal ${Date.now()}`;
    expect((await anna.send('POST', '/api/records/deal', { fields: { name } })).status).toBe(200);
    await anna.open('/inbox');
    await findAndOpen(anna.page, name, name);
    const dialog = await openPalette(kate.page);
    await dialog.getByRole('combobox').fill(name);
    await dialog.getByText('Nothing found for this').waitFor();
    await kate.page.keyboard.press('Escape');
  });
});

describe('the palette', () => {
  it('begins with what was opened and used last', async () => {
    const { page } = kate;
    await kate.open('/inbox');
    const dialog = await openPalette(page);
    await offered(page, 'Opened last', NAME).waitFor();
    expect(await seriousViolations(page, '[role="dialog"]')).toEqual([]);
    await dialog.getByRole('combobox').fill('calendar');
    await offered(page, 'Go to', 'Calendar').waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL('**/calendar*');
    await openPalette(page);
    await offered(page, 'Used last', 'Calendar').waitFor();
    await page.keyboard.press('Escape');
  });

  it('starts a process on the record that is open', async () => {
    const { page } = kate;
    await findAndOpen(page, ticket.number, ticket.subject);
    const dialog = await openPalette(page);
    await dialog.getByRole('combobox').fill('follow-up');
    await offered(page, 'On this page', `Start “${PROCESS}” on ${ticket.subject}`).waitFor();
    await page.keyboard.press('Enter');
    const panel = page.getByRole('complementary', { name: PROCESS });
    await panel.getByRole('button', { name: 'Start', exact: true }).click();
    await page.getByText(`“${PROCESS}” has started`).waitFor();
    const { body } = await kate.get<{ items: readonly { status: string }[] }>(
      `/api/records/ticket/${ticket.id}/processes`,
    );
    expect(body.items.map(({ status }) => status)).toContain('active');
  });
});

describe('the keys', () => {
  it('go and create, but not while somebody types', async () => {
    const { page } = kate;
    await kate.open('/inbox');
    await page.getByRole('heading', { level: 1, name: 'Inbox' }).waitFor();
    // The second key counts for a moment only.
    await Promise.all([page.keyboard.press('g'), page.keyboard.press('c')]);
    await page.waitForURL('**/records/account*');
    await page.getByRole('heading', { level: 1, name: 'Accounts' }).waitFor();
    await page.keyboard.press('c');
    await offered(page, 'Create', 'Create: Ticket').waitFor();
    expect(await palette(page).getByRole('group', { name: 'Go to' }).count()).toBe(0);
    await palette(page).getByRole('combobox').fill('tick');
    await page.keyboard.press('Enter');
    const subject = page.getByRole('textbox', { name: 'Subject' });
    await subject.pressSequentially('ce.?');
    expect(await subject.inputValue()).toBe('ce.?');
    expect(await palette(page).count()).toBe(0);
    await page.keyboard.press('Escape');
  });

  it('open the actions of a record, edit it, and are listed by ?', async () => {
    const { page } = kate;
    await findAndOpen(page, ticket.number, ticket.subject);
    await page.keyboard.press('.');
    await page.getByRole('menuitem', { name: 'Write an e-mail' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('menu').waitFor({ state: 'detached' });
    await page.keyboard.press('?');
    const help = page.getByRole('complementary', { name: 'Keyboard shortcuts' });
    await help.getByRole('heading', { name: 'On a record' }).waitFor();
    await page.keyboard.press('Escape');
    await help.waitFor({ state: 'detached' });
    await page.keyboard.press('e');
    await page.getByRole('main').getByRole('textbox').first().waitFor();
    await page.keyboard.press('Escape');
    expect(kate.complaints).toEqual([]);
  });
});

it('keeps favourites in the rail', async () => {
  const { page } = kate;
  await kate.open(`/records/ticket/${ticket.id}`);
  await page.getByRole('button', { name: 'Keep at hand' }).click();
  await page.getByRole('list', { name: 'Favourites' }).getByRole('link', { name: ticket.subject }).waitFor();
});
