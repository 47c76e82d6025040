/**
 * An administrator makes a department with a position, appoints somebody, and chooses what homes begin with; an employee
 * arranges who stands in.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Organisation, Substitution } from '#contract';
import { seriousViolations } from './support/axe.ts';
import { openStage, type Stage, type Visitor } from './support/stage.ts';

let stage: Stage;
let viktor: Visitor;
let anna: Visitor;

beforeAll(async () => {
  stage = await openStage();
  [viktor, anna] = [await stage.enter('Viktor'), await stage.enter('Anna', { width: 390, height: 800 })];
});
afterAll(() => stage?.close());

const organisation = async (): Promise<Organisation> =>
  (await viktor.get<Organisation>('/api/organisation')).body;

describe('the organisation', () => {
  it('gets a department, a position and somebody in it, and says what stands against removing', async () => {
    const { page } = viktor;
    await viktor.open('/admin/organisation');
    await page.getByRole('button', { name: 'New department' }).click();
    await page.getByLabel('Name').fill('Warehouse');
    await page.getByRole('button', { name: 'Save' }).click();
    // By the keyboard: what was saved is told over the lower edge for a while.
    await page.getByRole('button', { name: 'More about Warehouse' }).press('Enter');
    await page.getByRole('menuitem', { name: 'New position' }).press('Enter');
    await page.getByLabel('Title').fill('Storekeeper');
    await page.getByLabel('Title').press('Tab');
    await page.getByRole('button', { name: 'Save' }).press('Enter');
    const appoint = page.getByRole('combobox', { name: 'Appoint' });
    await appoint.fill('Anna');
    await page.getByRole('option', { name: /Anna Petrova/ }).click();
    await page.getByRole('button', { name: 'Appoint', exact: true }).press('Enter');
    await page.getByRole('button', { name: 'Dismiss Anna Petrova' }).waitFor();
    await page.getByRole('button', { name: 'Remove' }).press('Enter');
    await page.getByText('Held by Anna Petrova').waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    const { positions, users } = await organisation();
    const post = positions.find(({ title }) => title === 'Storekeeper');
    expect(users.find(({ id }) => id === anna.id)?.positionId).toBe(post?.id);
    expect(viktor.complaints).toEqual([]);
  });

  it('moves a department by the keyboard', async () => {
    const { page } = viktor;
    await viktor.open('/admin/organisation');
    await page.getByRole('button', { name: 'More about Warehouse' }).press('Enter');
    await page.getByRole('menuitem', { name: 'Change or move' }).press('Enter');
    const place = page.getByRole('combobox', { name: 'Lies in' });
    await place.fill('Finance');
    await page.getByRole('option', { name: /Finance/ }).waitFor();
    await place.press('ArrowDown');
    await place.press('Enter');
    await page.getByRole('button', { name: 'Save' }).press('Enter');
    const parents = async (): Promise<string | null | undefined> => {
      const { departments } = await organisation();
      const parentId = departments.find(({ name }) => name === 'Warehouse')?.parentId;
      return departments.find(({ id }) => id === parentId)?.name;
    };
    await expect.poll(parents).toBe('Finance');
  });
});

describe('an absence', () => {
  it('is arranged by an employee on a phone, and ended there', async () => {
    const { page } = anna;
    await anna.open('/');
    await page.getByRole('button', { name: /Anna Petrova/ }).click();
    await page.getByRole('button', { name: 'Absences' }).click();
    await page.getByRole('complementary', { name: 'Absences: Anna Petrova' }).waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    const by = viktor.id;
    const [from, to] = [Date.now() + 400 * 86_400_000, Date.now() + 410 * 86_400_000];
    const made = await anna.send<Substitution>('POST', '/api/substitutions', {
      ...{ userId: anna.id, byUserId: by },
      ...{ from: new Date(from).toISOString(), to: new Date(to).toISOString() },
    });
    expect(made.status).toBe(200);
    await anna.open('/');
    await page.getByRole('button', { name: /Anna Petrova/ }).click();
    await page.getByRole('button', { name: 'Absences' }).click();
    await page.getByRole('button', { name: /^Take back: Viktor/ }).click();
    await page.getByText('No absences.').waitFor();
    expect(anna.complaints).toEqual([]);
  });
});

describe('the home of a role', () => {
  it('is arranged by an administrator, and people with the role begin with it', async () => {
    const { page } = viktor;
    await viktor.open('/admin/homes');
    await page.getByRole('button', { name: /^Employee/ }).click();
    const editor = page.getByRole('region', { name: 'Home of the role Employee' });
    await editor.getByRole('button', { name: 'Move “My tasks today” down' }).press('Enter');
    await page.getByRole('button', { name: /^Employee.*not saved/ }).waitFor();
    await editor.getByRole('button', { name: 'Remove “Opened lately”' }).press('Enter');
    await editor.getByRole('button', { name: 'Add a widget' }).press('Enter');
    await page.getByRole('menuitem', { name: 'A view of a list' }).press('Enter');
    await page.getByRole('button', { name: 'Add “Overdue”' }).click();
    expect(await seriousViolations(page)).toEqual([]);
    await editor.getByRole('button', { name: 'Save' }).press('Enter');
    await page.getByRole('button', { name: /^Employee.*chosen/ }).waitFor();
    await anna.send('POST', '/api/tour');
    await anna.open('/');
    const parts = anna.page.getByRole('main').locator('h2');
    await anna.page.getByRole('heading', { name: 'Tasks: Overdue' }).waitFor();
    expect((await parts.allInnerTexts()).slice(0, 2)).toEqual(['My calls', 'My tasks today']);
    expect(await anna.page.getByRole('heading', { name: 'Opened lately' }).count()).toBe(0);
    await editor.getByRole('button', { name: 'Back to the shipped one' }).press('Enter');
    await page.getByRole('button', { name: /^Employee.*as shipped/ }).waitFor();
    expect([...viktor.complaints, ...anna.complaints]).toEqual([]);
  });

  it('is no screen for others', async () => {
    await anna.open('/admin/homes');
    await anna.page.getByText('This page is not open to you').waitFor();
  });
});
