/** Help in place: a tour that is offered once and can be begun again, the help of each page, samples that work. */
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seriousViolations } from './support/axe.ts';
import { openStage, type Stage, type Visitor } from './support/stage.ts';

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage?.close());

async function inEnglish(name: 'Maria' | 'Viktor'): Promise<Visitor> {
  const visitor = await stage.enter(name);
  expect((await visitor.send('PUT', '/api/session/locale', { locale: 'en' })).status).toBe(200);
  return visitor;
}

describe('somebody who is new', () => {
  let maria: Visitor;
  beforeAll(async () => {
    maria = await inEnglish('Maria');
  });

  it('is offered the tour of the own role once, and leaves it at any time', async () => {
    const { page } = maria;
    await maria.open('/');
    await page
      .getByRole('region', { name: 'A short tour' })
      .getByRole('button', { name: 'Take the tour' })
      .click();
    await page.getByRole('dialog', { name: 'Your day' }).waitFor();
    // The card has the focus: Tab leads through its buttons.
    const next = page.getByRole('button', { name: 'Next' });
    await next.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'The inbox' }).waitFor();
    await page.getByRole('heading', { level: 1, name: 'Inbox' }).waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await maria.open('/');
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.getByRole('button', { name: 'Arrange' }).waitFor();
    expect(await page.getByRole('region', { name: 'A short tour' }).count()).toBe(0);
  });

  it('finds the help of the page under the question mark, and the tour again', async () => {
    const { page } = maria;
    await maria.open('/inbox?tab=later');
    await page.getByText('For example').waitFor();
    await page.getByRole('button', { name: 'Back to today' }).waitFor();
    await page.keyboard.press('?');
    const help = page.getByRole('complementary', { name: 'Help and keyboard shortcuts' });
    await help.getByRole('heading', { name: 'On this page: Inbox' }).waitFor();
    await help.getByRole('button', { name: 'Take the tour again' }).click();
    await page.getByRole('dialog', { name: 'Your day' }).waitFor();
    await page.getByRole('button', { name: 'End the tour' }).click();
    expect(maria.complaints).toEqual([]);
  });
});

describe('samples', () => {
  it('of an import can be imported, and of a process have no problems', async () => {
    const viktor = await inEnglish('Viktor');
    const { page } = viktor;
    await viktor.open('/imports?entity=contact');
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save a sample file' }).click();
    const buffer = await readFile(await (await download).path());
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: 'sample.csv', mimeType: 'text/csv', buffer });
    await page.getByRole('button', { name: 'Read', exact: true }).click();
    await page.getByRole('button', { name: 'Check the rows' }).click();
    await page.getByRole('button', { name: 'Import 1 row' }).waitFor();

    await viktor.open('/processes');
    await page.getByRole('button', { name: 'New process' }).click();
    await page.getByRole('button', { name: 'Begin with a sample' }).click();
    await page.waitForURL(/\/design$/);
    await page.getByText('No problems').waitFor();
    expect(viktor.complaints).toEqual([]);
  });
});
