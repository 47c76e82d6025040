/** A signal and a message that somebody in charge sends by hand: who waits for it, that it goes, and that the log tells it. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { aProcess } from '../support/process-builder.ts';
import { seriousViolations } from './support/axe.ts';
import { openStage, type Stage, type Visitor } from './support/stage.ts';

let stage: Stage;
let viktor: Visitor;
let instanceId = '';

beforeAll(async () => {
  stage = await openStage();
  const olga = await stage.enter('Olga');
  viktor = await stage.enter('Viktor');
  expect((await viktor.send('PUT', '/api/session/locale', { locale: 'en' })).status).toBe(200);
  const xml = aProcess('shifts', '<tl:process manualStart="true" description="Shifts of a depot"/>')
    .start()
    .catchOn('alarm', { signal: 'depot closed' })
    .catchOn('reply', { message: 'keys returned', key: '= "7"' })
    .end()
    .xml();
  expect((await olga.send('POST', '/api/processes', { name: 'shifts', xml })).status).toBeLessThan(300);
  expect((await olga.send('POST', '/api/processes/shifts/publish', { revision: 1 })).status).toBe(200);
  const started = await olga.send<{ instanceId: string }>('POST', '/api/processes/shifts/start', {});
  instanceId = started.body.instanceId;
}, 180_000);
afterAll(() => stage?.close());

async function openPanel(page: Page) {
  await page.getByRole('button', { name: 'Send a signal or message' }).click();
  return page.getByRole('complementary');
}

it('sends a signal to whoever waits, with a reason, by the keyboard', async () => {
  const { page } = viktor;
  await viktor.open('/admin/operations?tab=batches');
  const panel = await openPanel(page);
  await panel
    .getByRole('combobox', { name: 'Name' })
    .or(panel.getByRole('textbox', { name: 'Name' }))
    .first()
    .focus();
  await page.keyboard.type('depot');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await panel.getByText('1 instance waits for it now').waitFor();
  expect(await seriousViolations(page)).toEqual([]);
  await panel.getByRole('button', { name: 'Send', exact: true }).click();
  await panel.getByText('Say why').or(panel.locator('[aria-invalid=true]')).first().waitFor();
  await panel.getByRole('textbox', { name: 'Variables' }).fill('{"closed": true}');
  await panel.getByRole('textbox', { name: 'Reason' }).fill('The depot has no power');
  await panel.getByRole('button', { name: 'Send', exact: true }).click();
  await page.getByText('The signal is on its way.').waitFor();
  expect(viktor.complaints).toEqual([]);
});

it('sends a message to the one that waits with the key', async () => {
  const { page } = viktor;
  const panel = await openPanel(page);
  await panel.getByText('Message', { exact: true }).click();
  await panel.getByLabel('Name').first().fill('keys returned');
  await panel.getByText('Nobody waits for it now.').waitFor();
  await panel.getByRole('textbox', { name: 'Key' }).fill('7');
  await panel.getByText('1 instance waits for it now').waitFor();
  await panel.getByRole('textbox', { name: 'Reason' }).fill('The porter called');
  await panel.getByRole('button', { name: 'Send', exact: true }).click();
  await page.getByText('The message reached 1 instance.').waitFor();
  const { body } = await viktor.get<{ status: string }>(`/api/instances/${instanceId}`);
  expect(body.status).toBe('completed');
  await viktor.open('/admin/operations');
  await page.getByText('Message sent: keys returned').waitFor();
  await page.getByText('The depot has no power').waitFor();
  expect(viktor.complaints).toEqual([]);
});
