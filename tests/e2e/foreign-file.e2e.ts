/** BPMN files that were drawn in another modeler: what can run is published and runs; the rest is named. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openProblems, problems, properties, publish, selectStep, step } from './support/designer.ts';
import { onMap } from './support/instance.ts';
import { openStage, type Stage, type Visitor } from './support/stage.ts';

const FIXTURES = 'tests/e2e/fixtures';
const NOT_EXECUTED = /is not executed yet/;

let stage: Stage;
let olga: Visitor;

beforeAll(async () => {
  stage = await openStage();
  olga = await stage.enter('Olga');
});
afterAll(() => stage?.close());

describe('a file drawn elsewhere', () => {
  it('is published and runs when all of it can be executed, and keeps what it brought', async () => {
    const { page } = olga;
    await importFile(page, 'parcel.bpmn');
    await step(page, 'Check the parcel').waitFor();
    for (const task of ['Check the parcel', 'Put it back on the shelf', 'Pay back']) {
      await selectStep(page, task);
      await properties(page).getByRole('combobox', { name: 'Executor' }).click();
      await page.getByRole('option', { name: 'Whoever started the process' }).click();
    }
    await selectStep(page, 'Parcel comes back');
    const byHand = properties(page).getByRole('switch', { name: 'People may start it by hand' });
    if (!(await byHand.isChecked())) await byHand.click();
    expect(await publish(page, 'From the warehouse')).toBe(1);

    const draft = await olga.get<{ xml: string }>('/api/processes/parcel/draft');
    for (const brought of [
      'http://acme.example/modeler',
      '<acme:audit level="full" reviewer="Warehouse" />',
      '<acme:station code="W-7" />',
      'acme:colour="green"',
      'exporter="Acme Modeler"',
      'Written by the warehouse in 2019.',
    ])
      expect(draft.body.xml).toContain(brought);

    const started = await olga.send<{ instanceId: string }>('POST', '/api/processes/parcel/start', {
      variables: {},
    });
    expect(started.status, JSON.stringify(started.body)).toBe(200);
    await olga.open(`/instances/${started.body.instanceId}`);
    await onMap(page, 'check_parcel', 'running').first().waitFor({ state: 'attached' });
  });

  it('is drawn and named, but not published, when something in it cannot be executed', async () => {
    const { page } = olga;
    await importFile(page, 'credit.bpmn');
    await step(page, 'Rate the customer').waitFor();
    await openProblems(page);
    await problems(page).getByText(NOT_EXECUTED).first().waitFor();
    await page.locator('[data-container-id="rate"] .tl-problem-badge').first().waitFor({ state: 'attached' });

    await page.getByRole('button', { name: 'Publish', exact: true }).first().click();
    const panel = page.getByRole('complementary', { name: 'Publish' });
    await panel.getByText(NOT_EXECUTED).first().waitFor();
    expect(await panel.getByRole('button', { name: 'Publish', exact: true }).isDisabled()).toBe(true);

    const draft = await olga.get<{ revision: number }>('/api/processes/credit/draft');
    const forced = await olga.send<{ code: string; details: unknown }>(
      'POST',
      '/api/processes/credit/publish',
      {
        revision: draft.body.revision,
      },
    );
    expect(forced.status).toBe(422);
    expect(JSON.stringify(forced.body)).toContain('"rate"');
  });
});

/** Imports through the button of the library, as a person does. */
async function importFile(page: Page, name: string): Promise<void> {
  await page.goto('/processes');
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Import BPMN' }).click();
  await (await chooser).setFiles(`${FIXTURES}/${name}`);
  await page.waitForURL(/\/design$/);
}
