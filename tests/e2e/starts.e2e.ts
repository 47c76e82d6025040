/** How a process begins: chosen by whoever starts it, and by its timers, which somebody in charge changes. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { aProcess } from '../support/process-builder.ts';
import { seriousViolations } from './support/axe.ts';
import { openStage, type Stage, type Visitor } from './support/stage.ts';

let stage: Stage;
let olga: Visitor;
let viktor: Visitor;

beforeAll(async () => {
  stage = await openStage();
  [olga, viktor] = await Promise.all([stage.enter('Olga'), stage.enter('Viktor')]);
  for (const visitor of [olga, viktor])
    expect((await visitor.send('PUT', '/api/session/locale', { locale: 'en' })).status).toBe(200);
  const xml = aProcess('claims', '<tl:process manualStart="true" description="Claims of customers"/>')
    .start('by_mail', { name: 'A letter has come' })
    .userTask('read', { name: 'Read the letter' })
    .end('read_end')
    .start('by_phone', { name: 'Somebody has called' })
    .userTask('listen', { name: 'Call back' })
    .end('listen_end')
    .start('daily', {
      name: 'Every day',
      content: '<timerEventDefinition><timeCycle>R/PT24H</timeCycle></timerEventDefinition>',
    })
    .userTask('check', { name: 'Check what is open' })
    .end('check_end')
    .xml();
  const made = await olga.send('POST', '/api/processes', { name: 'claims', xml });
  expect(made.status, JSON.stringify(made.body)).toBeLessThan(300);
  const published = await olga.send('POST', '/api/processes/claims/publish', { revision: 1 });
  expect(published.status, JSON.stringify(published.body)).toBe(200);
}, 180_000);
afterAll(() => stage?.close());

const row = (page: Page) => page.getByRole('listitem').filter({ hasText: 'Claims of customers' });

it('lets one choose among several ways to begin', async () => {
  const { page } = olga;
  await olga.open('/processes');
  await row(page).getByRole('button', { name: 'Start', exact: true }).click();
  const panel = page.getByRole('complementary');
  await panel.getByText('This process begins in several ways. Which one is it?').waitFor();
  expect(await seriousViolations(page)).toEqual([]);
  await panel.getByRole('button', { name: 'Somebody has called' }).click();
  await panel.getByRole('button', { name: 'Start', exact: true }).click();
  await page.getByText('has started').waitFor();
  expect(olga.complaints).toEqual([]);
});

it('shows what timers start next, and moves it', async () => {
  const { page } = viktor;
  await viktor.open('/processes');
  await row(page).getByRole('button', { name: /^More/ }).click();
  await page.getByRole('menuitem', { name: 'Versions' }).click();
  const starts = page.getByRole('region', { name: 'Next starts' });
  await starts.getByText('Every day').waitFor();
  expect(await seriousViolations(page)).toEqual([]);
  await starts.getByRole('button', { name: 'Change' }).click();
  const panel = page.getByRole('complementary');
  await panel.getByText('The starts after it stay when they are.').waitFor();
  expect(await seriousViolations(page)).toEqual([]);
  await panel.getByRole('button', { name: 'Leave out' }).click();
  await page.getByText('This start is left out').waitFor();
  await starts.getByText('Every day').waitFor();
  const { body } = await viktor.get<{ items: readonly { kind: string }[] }>('/api/admin/operations?limit=1');
  expect(body.items[0]!.kind).toBe('start.skipped');
  expect(viktor.complaints).toEqual([]);
});
