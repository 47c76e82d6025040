/** Diagrams leave the product as they came in: the draft as file and picture, a published version as it was published. */
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { step } from './support/designer.ts';
import { openStage, type Stage, type Visitor } from './support/stage.ts';

let stage: Stage;
let olga: Visitor;

beforeAll(async () => {
  stage = await openStage();
  olga = await stage.enter('Olga');
});
afterAll(() => stage?.close());

/** The file that a click gives. */
async function downloaded(page: Page, click: () => Promise<void>): Promise<{ name: string; text: string }> {
  const [download] = await Promise.all([page.waitForEvent('download'), click()]);
  return { name: download.suggestedFilename(), text: await readFile(await download.path(), 'utf8') };
}

it('gives the draft as a BPMN file and as a picture', async () => {
  const { page } = olga;
  await olga.open('/processes/ticket-handling/design');
  await step(page, 'Classify').waitFor();
  const choose = async (item: string): Promise<void> => {
    await page.getByRole('button', { name: 'Download' }).click();
    await page.getByRole('menuitem', { name: item }).click();
  };
  const file = await downloaded(page, () => choose('BPMN file'));
  expect(file.name).toBe('ticket-handling.bpmn');
  expect(file.text).toMatch(/<bpmn:process id="ticket-handling"/);
  expect(file.text).toContain('<tl:translation lang="ru"');
  const checked = await olga.send<{ findings: { severity: string }[] }>('POST', '/api/processes/check', {
    xml: file.text,
  });
  expect(checked.body.findings.filter((finding) => finding.severity === 'error')).toEqual([]);

  const picture = await downloaded(page, () => choose('Picture (SVG)'));
  expect(picture.name).toBe('ticket-handling.svg');
  expect(picture.text).toContain('<svg');
  expect(picture.text).toContain('Classify');
  // Colours of the theme mean nothing outside of the page.
  expect(picture.text).not.toContain('var(--');
});

it('gives a published version as it was published', async () => {
  const { page } = olga;
  const versions = await olga.get<{ items: { id: string; version: number }[] }>(
    '/api/processes/ticket-handling/versions',
  );
  const first = versions.body.items.at(-1)!;
  const { body } = await olga.get<{ xml: string }>(`/api/definitions/${first.id}`);
  await olga.open('/processes');
  await page.getByRole('button', { name: /Ticket handling/ }).click();
  await page.getByRole('menuitem', { name: 'Versions' }).click();
  const file = await downloaded(page, () =>
    page.getByRole('button', { name: `Download version ${first.version} as BPMN` }).click(),
  );
  expect(file).toEqual({ name: `ticket-handling-v${first.version}.bpmn`, text: body.xml });
});
