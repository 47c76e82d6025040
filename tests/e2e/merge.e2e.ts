/** A duplicate from its making to its end: a warning, a review side by side, a merge that processes follow, and the way back. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aProcess } from '../support/process-builder.ts';
import { seriousViolations } from './support/axe.ts';
import { openStage, type Stage, type Visitor } from './support/stage.ts';

const RUN = String(Date.now()).slice(-6);
const NAME = `Lund ${RUN}`;
const FULL = `Gerda ${NAME}`;
const EMAIL = `gerda${RUN}@lund.example`;

let stage: Stage;
let anna: Visitor;
let viktor: Visitor;
let original: string;
let double: string;
let instanceId: string;

beforeAll(async () => {
  stage = await openStage();
  [anna, viktor] = await Promise.all([stage.enter('Anna'), stage.enter('Viktor')]);
  for (const visitor of [anna, viktor])
    expect((await visitor.send('PUT', '/api/session/locale', { locale: 'en' })).status).toBe(200);
  const made = await anna.send<{ id: string }>('POST', '/api/records/contact', {
    fields: { givenName: 'Gerda', familyName: NAME, email: EMAIL, middleName: 'Maria' },
  });
  expect(made.status, JSON.stringify(made.body)).toBe(200);
  original = made.body.id;
});
afterAll(() => stage?.close());

/** A process that waits, with the record in its variable. */
async function waitingOn(contactId: string): Promise<string> {
  const key = `visiting${RUN}`;
  const { content } = aProcess(key, '<tl:process manualStart="true" />')
    .start()
    .userTask('visit', { extensions: '<tl:assignment kind="initiator" />' })
    .end()
    .file();
  await viktor.send('POST', '/api/processes', { name: key, xml: content });
  const published = await viktor.send('POST', `/api/processes/${key}/publish`, { revision: 1 });
  expect(published.status, JSON.stringify(published.body)).toBe(200);
  const started = await viktor.send<{ instanceId: string }>('POST', `/api/processes/${key}/start`, {
    variables: { client: { $record: 'contact', id: contactId } },
  });
  return started.body.instanceId;
}

const noBarriers = async ({ page }: Visitor): Promise<void> =>
  expect(await seriousViolations(page)).toEqual([]);
const idIn = (url: string): string => /contact\/([0-9a-f-]{36})/.exec(url)?.[1] ?? '';

describe('a duplicate', () => {
  it('is warned of while it is typed, and is made with a reason only', async () => {
    const { page } = anna;
    await anna.open('/records/contact');
    await page.getByRole('main').getByRole('button', { name: 'New', exact: true }).first().click();
    const panel = page.getByRole('complementary');
    await panel.getByRole('textbox', { name: 'Given name' }).fill('Gerda');
    await panel.getByRole('textbox', { name: 'Family name' }).fill(NAME);
    await panel.getByRole('textbox', { name: 'E-mail' }).fill(EMAIL);
    await panel.getByText('This seems to be there already').waitFor();
    await panel.getByRole('link', { name: `Open “${FULL}”` }).waitFor();
    await noBarriers(anna);
    const create = panel.getByRole('button', { name: 'Create', exact: true });
    expect(await create.isDisabled()).toBe(true);
    await panel.getByRole('textbox', { name: /^Create anyway/ }).fill('Her sister');
    await create.click();
    await page.waitForURL(/records\/contact\/[0-9a-f-]{36}/);
    double = idIn(page.url());
    expect(double).not.toBe(original);
    instanceId = await waitingOn(double);
  });

  it('is reviewed side by side with the reason, and merged field by field', async () => {
    const { page } = viktor;
    await viktor.open('/duplicates?entity=contact');
    const row = page.getByRole('listitem').filter({ hasText: FULL }).first();
    await row.getByText('Made all the same: “Her sister”').waitFor();
    await noBarriers(viktor);
    await row.getByRole('button', { name: /^Compare/ }).click();
    const panel = page.getByRole('complementary', { name: 'Compare and merge' });
    await panel.getByText('Becomes part of it').waitFor();
    await noBarriers(viktor);
    const middle = panel.getByRole('radiogroup', { name: 'Middle name' });
    await middle.getByRole('radio', { name: '–' }).check();
    await panel.getByRole('button', { name: 'Merge', exact: true }).click();
    await page.getByText('1 running process goes on with it.').waitFor();
    const merged = await viktor.get<{ id: string; fields: Record<string, unknown> }>(
      `/api/records/contact/${double}`,
    );
    expect(merged.body).toMatchObject({ id: original, fields: { middleName: null, email: EMAIL } });
  });

  it('leads from its old address to the winner, whose process goes on', async () => {
    const { page } = viktor;
    await viktor.open(`/records/contact/${double}`);
    await page.waitForURL(new RegExp(original));
    await page.getByText('The record you opened was merged into this one').waitFor();
    await page.getByRole('main').getByText(`visiting${RUN}`).first().waitFor();
    await viktor.open(`/instances/${instanceId}?tab=related`);
    await page.locator(`main a[href="/records/contact/${original}"]`).first().waitFor();
    expect(await page.locator(`main a[href="/records/contact/${double}"]`).count()).toBe(0);
  });

  it('comes apart again with everything that was its own', async () => {
    const { page } = viktor;
    await viktor.open(`/records/contact/${original}`);
    await page.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Merge …' }).click();
    await page.getByRole('button', { name: `Take back the merge of “${FULL}”` }).click();
    await page.getByText('The merge was taken back').waitFor();
    const [one, other] = await Promise.all(
      [original, double].map((id) =>
        viktor.get<{ id: string; fields: Record<string, unknown> }>(`/api/records/contact/${id}`),
      ),
    );
    expect(one?.body).toMatchObject({ id: original, fields: { middleName: 'Maria' } });
    expect(other?.body).toMatchObject({ id: double, fields: { email: EMAIL } });
    await viktor.open(`/instances/${instanceId}?tab=related`);
    await page.locator(`main a[href="/records/contact/${double}"]`).first().waitFor();
    await viktor.open('/duplicates?entity=contact');
    await page.getByRole('listitem').filter({ hasText: FULL }).first().waitFor();
    expect([...anna.complaints, ...viktor.complaints]).toEqual([]);
  });

  it('is told what stands against erasing a person, and erases one who is free', async () => {
    const { page } = viktor;
    const openPerson = async (id: string): Promise<void> => {
      await viktor.open(`/records/contact/${id}`);
      await page.getByRole('button', { name: 'More actions' }).click();
      await page.getByRole('menuitem', { name: 'Personal data' }).click();
      await page.getByRole('button', { name: 'See what would change' }).click();
    };
    await openPerson(double);
    await page.getByText('Not yet: something is open').waitFor();
    await page.getByRole('status').getByRole('link').first().waitFor();
    const fields = { givenName: 'Otto', familyName: `Vergessen ${RUN}`, email: `otto${RUN}@lund.example` };
    const made = await viktor.send<{ id: string }>('POST', '/api/records/contact', { fields });
    await openPerson(made.body.id);
    const confirm = page.getByRole('textbox', { name: /^Type .+ to confirm/ });
    const label = (await page.getByText(/^Type .+ to confirm/).innerText()).replace(/\s*\*$/, '');
    const run = page.getByRole('button', { name: 'Erase for good' });
    expect(await run.isDisabled()).toBe(true);
    await page.getByRole('textbox', { name: 'Reason' }).last().fill('Asked by letter');
    await confirm.fill(/^Type (.+) to confirm/.exec(label)?.[1] ?? '');
    await run.click();
    await page.getByText(/^The person is .+ from now on/).waitFor();
    const erased = await viktor.get<object>(`/api/records/contact/${made.body.id}`);
    expect(JSON.stringify(erased.body)).not.toMatch(/Vergessen|otto/);
    const found = await viktor.get<{ total: number }>(`/api/records/contact?q=otto${RUN}`);
    expect(found.body.total).toBe(0);
  });

  it('fits a phone', async () => {
    const small = await stage.enter('Viktor', { width: 390, height: 844, scheme: 'dark' });
    await small.open('/duplicates?entity=contact');
    const row = small.page.getByRole('listitem').filter({ hasText: FULL }).first();
    await row.getByRole('button', { name: /^Compare/ }).click();
    await small.page.getByText('Becomes part of it').waitFor();
    await noBarriers(small);
    const overflow = await small.page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow).toBe(0);
  });
});
