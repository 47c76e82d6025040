/** From a quote to the money: approval above the limit by a second pair of eyes, sending by mail, order, payment. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startMailServers, type MailServers } from '../support/mail-servers.ts';
import { aProcess } from '../support/process-builder.ts';
import { seriousViolations } from './support/axe.ts';
import { openStage, WAIT_MS_MAX, type Stage, type Visitor } from './support/stage.ts';

const RUN = String(Date.now()).slice(-6);
const NAME = `Scanners for ${RUN}`;

let folder: string;
let servers: MailServers;
let stage: Stage;
let anna: Visitor;
let dmitry: Visitor;
let quote: { readonly id: string; readonly number: string };

beforeAll(async () => {
  servers = await startMailServers();
  folder = await mkdtemp(join(tmpdir(), 'quotes-e2e-'));
  stage = await openStage({ ...servers.environment, DATA_DIR: folder });
  [anna, dmitry] = await Promise.all([stage.enter('Anna'), stage.enter('Dmitry')]);
  const idOf = async (entity: string): Promise<string | undefined> =>
    (await anna.get<{ items: readonly { id: string }[] }>(`/api/records/${entity}?limit=1`)).body.items[0]
      ?.id;
  const [account, contact] = await Promise.all([idOf('account'), idOf('contact')]);
  quote = await made('quote', { name: NAME, account, contact });
  const lines = [{ name: 'Scanner', qty: 10, price: 1_000, discountPct: 25, taxRate: 0 }];
  const saved = await anna.send('PUT', `/api/lines/quote/${quote.id}`, { lines });
  expect(saved.status, JSON.stringify(saved.body)).toBe(200);
});
afterAll(async () => {
  await stage?.close();
  await servers?.close();
  await rm(folder, { recursive: true, force: true });
});

async function made(entity: string, fields: object): Promise<{ id: string; number: string }> {
  const answer = await anna.send<{ id: string; number: string }>('POST', `/api/records/${entity}`, {
    fields,
  });
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return answer.body;
}

describe('a quote above the limit', () => {
  it('is not sent past the approval, waits for the head of sales, and is approved in his inbox', async () => {
    const { page } = anna;
    await anna.open(`/records/quote/${quote.id}`);
    await page.getByText('By the company’s rule this quote is approved before it goes out.').waitFor();
    expect(await page.getByRole('button', { name: 'Mark as sent' }).count()).toBe(0);
    await expect
      .poll(() => page.getByRole('button', { name: 'Send by mail' }).getAttribute('aria-disabled'))
      .toBe('true');
    await page.getByRole('button', { name: 'Ask for approval' }).click();
    await page.getByText('It waits for a second pair of eyes').waitFor();
    expect(await seriousViolations(page)).toEqual([]);

    await expect
      .poll(() => approvalTasks(dmitry), { timeout: WAIT_MS_MAX })
      .toEqual([expect.objectContaining({ name: 'Approve the quote' })]);
    expect(await approvalTasks(anna)).toEqual([]);
    const [task] = await approvalTasks(dmitry);
    await dmitry.open(`/tasks/${task?.id}`);
    await dmitry.page.getByRole('textbox', { name: 'Remark' }).fill('Once, for this customer');
    await dmitry.page.getByRole('button', { name: 'Approve', exact: true }).click();
    await page.getByRole('button', { name: 'Mark as sent' }).waitFor();
  });

  it('is looked at as it is printed, in both languages', async () => {
    const { page } = anna;
    await page.getByRole('button', { name: 'Print' }).click();
    const sheet = page.getByRole('article');
    await sheet.getByText('Scanner', { exact: true }).waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    await page.getByRole('combobox', { name: 'Language of the quote' }).click();
    await page.getByRole('option', { name: 'Русский' }).click();
    await sheet.getByRole('heading', { name: `Коммерческое предложение ${quote.number}` }).waitFor();
    await page.emulateMedia({ media: 'print' });
    expect(await page.getByRole('banner').isVisible()).toBe(false);
    await page.emulateMedia({ media: null });
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Download PDF' }).click();
    expect((await download).suggestedFilename()).toBe(`${quote.number}.pdf`);
    await page.getByRole('link', { name: 'Back to the quote' }).click();
    await page.getByRole('button', { name: 'Send by mail' }).waitFor();
  });

  it('goes out by mail as PDF, is accepted, becomes an order, and is paid', async () => {
    const { page } = anna;
    await page.getByRole('button', { name: 'Send by mail' }).click();
    const compose = page.getByRole('complementary', { name: `E-mail about ${NAME}` });
    const file = `${quote.number}.pdf`;
    await compose.getByRole('checkbox', { name: `Take the quote along: ${file}` }).waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    await compose.getByRole('button', { name: 'Send', exact: true }).click();
    await page.getByText('The message was handed to the mail server').waitFor();
    const mail = await simpleParser(servers.taken.at(-1) ?? '');
    expect(mail.attachments.map(({ filename }) => filename)).toEqual([file]);
    await page.getByRole('link', { name: file }).waitFor();
    await page.getByRole('button', { name: 'Accepted by the customer' }).click();
    await page.waitForURL(/records\/order\//, { timeout: WAIT_MS_MAX });
    await page.getByRole('button', { name: 'Record a payment' }).click();
    const panel = page.getByRole('complementary', { name: 'Record a payment' });
    const amount = panel.getByRole('textbox', { name: 'Amount' });
    expect((await amount.inputValue()).replaceAll(/\s/g, '')).toBe('7500');
    await panel.getByRole('textbox', { name: 'Reference' }).fill(`Invoice ${RUN}`);
    expect(await seriousViolations(page)).toEqual([]);
    await panel.getByRole('button', { name: 'Save' }).click();
    await page.getByText(`Invoice ${RUN}`).waitFor();

    const order = /order\/([0-9a-f-]{36})/.exec(page.url())?.[1] ?? '';
    const { body } = await anna.get<{ fields: Record<string, unknown> }>(`/api/records/order/${order}`);
    expect(body.fields).toMatchObject({ quote: quote.id, total: 7_500, paidTotal: 7_500 });
    const was = await anna.get<{ fields: Record<string, unknown> }>(`/api/records/quote/${quote.id}`);
    expect(was.body.fields).toMatchObject({ status: 'accepted', approvalRemark: 'Once, for this customer' });
    expect([...anna.complaints, ...dmitry.complaints]).toEqual([]);
  });
});

describe('a step that needs a second pair of eyes', () => {
  it('is refused to whoever did the step before, says why, and stays in its pool', async () => {
    const kate = await stage.enter('Kate');
    const viktor = await stage.enter('Viktor');
    const pool = '<tl:assignment kind="position" value="support-agent" />';
    const process = aProcess(`eyes-${RUN}`, '<tl:process manualStart="true" />')
      .start()
      .userTask('count', { name: 'Count the till', extensions: pool })
      .userTask('recount', { name: 'Count again', extensions: `${pool}<tl:task notBy="count" />` })
      .end();
    const key = `eyes-${RUN}`;
    expect((await viktor.send('POST', '/api/processes', { name: key, xml: process.xml() })).status).toBe(200);
    expect((await viktor.send('POST', `/api/processes/${key}/publish`, { revision: 1 })).status).toBe(200);
    const started = await viktor.send<{ instanceId: string }>('POST', `/api/processes/${key}/start`, {
      variables: {},
    });
    const { instanceId } = started.body;
    const taskOf = async (visitor: Visitor, name: string) => {
      const { body } = await visitor.get<{
        items: readonly { id: string; name: string; instanceId: string; assignee: unknown }[];
      }>('/api/tasks?tab=pool&limit=100');
      return body.items.find((task) => task.instanceId === instanceId && task.name === name);
    };
    const first = await taskOf(kate, 'Count the till');
    expect((await kate.send('POST', `/api/tasks/${first?.id ?? ''}/complete`, { values: {} })).status).toBe(
      200,
    );
    const second = await taskOf(kate, 'Count again');
    const { page } = kate;
    await kate.open(`/tasks/${second?.id ?? ''}`);
    await page.getByRole('button', { name: 'Done', exact: true }).click();
    await page
      .getByText('Whoever did the earlier step, or started the process, may not do this one.')
      .waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    expect(await taskOf(kate, 'Count again')).toMatchObject({ assignee: null });
    const maria = await stage.enter('Maria');
    const done = await maria.send('POST', `/api/tasks/${second?.id ?? ''}/complete`, { values: {} });
    expect(done.status).toBe(200);
    expect(await taskOf(maria, 'Count again')).toBeUndefined();
  });
});

/** Tasks of the process that runs on the quote, as this person may work on them. */
async function approvalTasks(visitor: Visitor): Promise<readonly { id: string; name: string }[]> {
  const processes = await anna.get<{ items: readonly { instanceId: string }[] }>(
    `/api/records/quote/${quote.id}/processes`,
  );
  const instances = processes.body.items.map((item) => item.instanceId);
  const tasks = await visitor.get<{
    items: readonly { id: string; name: string; instanceId: string }[];
  }>('/api/tasks?limit=100');
  return tasks.body.items.filter((task) => instances.includes(task.instanceId));
}
