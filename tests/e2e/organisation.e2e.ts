/** An administrator makes a department with a position and appoints somebody; an employee arranges who stands in. */
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
