/** What comes from outside and goes there: mail of a customer, a form that a visitor fills in, another system that is told. */
import { createHmac } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mailSource, messageIdOf, startMailServers, type MailServers } from '../support/mail-servers.ts';
import { seriousViolations } from './support/axe.ts';
import { newField } from './support/fields.ts';
import { markWindow, openStage, WAIT_MS_MAX, type Stage, type Visitor } from './support/stage.ts';
import { newTicket, type Ticket } from './support/tickets.ts';

/** A form that is sent sooner counts as sent by a program. */
const FASTEST_MS = 2_500;
const RUN = Date.now();
const calls: { readonly headers: IncomingHttpHeaders; readonly text: string }[] = [];
let answerWith = 200;
const receiver = createServer((request, response) => {
  let text = '';
  request.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
  request.on('end', () => {
    calls.push({ headers: request.headers, text });
    response.writeHead(answerWith).end('noted');
  });
});
let servers: MailServers;
let stage: Stage;
let viktor: Visitor;
let kate: Visitor;
let anna: Visitor;
let folder: string;
let hookUrl: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'connected-e2e-'));
  servers = await startMailServers();
  await new Promise<void>((done) => receiver.listen(0, '127.0.0.1', done));
  const { port } = receiver.address() as AddressInfo;
  hookUrl = `http://127.0.0.1:${port}/hook`;
  stage = await openStage({
    ...servers.environment,
    DATA_DIR: folder,
    HTTP_ALLOW: `127.0.0.1:${port}`,
  });
  [viktor, kate, anna] = await Promise.all([stage.enter('Viktor'), stage.enter('Kate'), stage.enter('Anna')]);
});
afterAll(async () => {
  await stage?.close();
  await servers?.close();
  await new Promise<void>((done) => receiver.close(() => done()));
  await rm(folder, { recursive: true, force: true });
});

describe('mail', () => {
  let ticket: Ticket;
  let address: string;

  beforeAll(async () => {
    ticket = await newTicket(kate, anna, `Scanner ${RUN}`);
    const { body } = await kate.get<{ fields: { contact: string } }>(`/api/records/ticket/${ticket.id}`);
    const contact = await kate.get<{ fields: { email: string } }>(
      `/api/records/contact/${body.fields.contact}`,
    );
    address = contact.body.fields.email;
    const template = '01900000-0000-7000-8000-0aaa00000001';
    const saved = await viktor.send('PUT', `/api/admin/mail-templates/${template}`, {
      name: 'First answer',
      entity: 'ticket',
      subject: 'About {{ record.subject }}',
      body: 'Dear {{ contact.givenName }}, we look into it.\n{{ sender.name }}',
      purpose: 'service',
      version: null,
    });
    expect(saved.status).toBe(200);
  });

  async function arrive(source: string): Promise<void> {
    servers.receive(source);
    // The product's own round may have been quicker: then there is nothing left to fetch.
    expect((await viktor.send('POST', '/api/admin/mail/fetch')).status).toBe(200);
  }

  it('of a customer stands on the ticket while it is open, is answered from there, and the talk goes on', async () => {
    const { page } = kate;
    // What lay in the mailbox before is left alone.
    await viktor.send('POST', '/api/admin/mail/fetch');
    await kate.open(`/records/ticket/${ticket.id}`);
    await page.getByRole('heading', { level: 1, name: ticket.subject }).waitFor();
    const unmoved = await markWindow(page);
    const arrived = page.getByRole('button', { name: 'Show the message' });
    const asked = '<asked@customer.example>';
    await arrive(
      mailSource({
        from: address,
        subject: `Re: [${ticket.number}]`,
        text: `It blinks red ${RUN}`,
        messageId: asked,
      }),
    );
    await arrived.waitFor();
    await arrived.click();
    await page.getByText(`It blinks red ${RUN}`).first().waitFor();
    await page.getByRole('button', { name: 'Reply' }).click();

    const panel = page.getByRole('complementary', { name: `E-mail about ${ticket.subject}` });
    await panel.getByText(address).waitFor();
    await panel.getByRole('combobox', { name: 'Template' }).click();
    await page.getByRole('option', { name: 'First answer' }).click();
    const body = panel.getByRole('textbox', { name: 'Text' });
    await expect
      .poll(() => body.inputValue(), { timeout: WAIT_MS_MAX })
      .toMatch(/^Dear \S+, we look into it/);
    expect(await seriousViolations(page)).toEqual([]);
    await panel.getByRole('button', { name: 'Send', exact: true }).click();
    await page.getByText('The message was handed to the mail server').waitFor();
    await page.getByText('E-mail sent').first().waitFor();
    const sent = servers.taken.at(-1) ?? '';
    expect(sent).toContain(`In-Reply-To: ${asked}`);
    expect(sent).toContain(`[${ticket.number}]`);

    await arrive(
      mailSource({ from: address, subject: 'Re: thanks', headers: [`In-Reply-To: ${messageIdOf(sent)}`] }),
    );
    await expect.poll(() => page.getByText('E-mail received').count(), { timeout: WAIT_MS_MAX }).toBe(2);
    expect(await unmoved()).toBe(true);
    expect(kate.complaints).toEqual([]);
  });

  it('becomes a ticket of the type and priority that a rule says', async () => {
    const { page } = viktor;
    await viktor.open('/admin/mail');
    await page.getByRole('tab', { name: 'Settings' }).click();
    await page.getByRole('button', { name: 'Add a rule' }).click();
    const rule = page.getByRole('group', { name: 'Rule 1' });
    await rule.getByRole('combobox', { name: 'Says one of' }).fill(`refund${RUN}`);
    await page.keyboard.press('Enter');
    for (const [field, choice] of [
      ['Becomes', 'Complaint'],
      ['Priority', 'High'],
    ] as const) {
      await rule.getByRole('combobox', { name: field }).click();
      await page.getByRole('option', { name: choice, exact: true }).click();
    }
    expect(await seriousViolations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Saved', { exact: true }).waitFor();

    await arrive(mailSource({ from: address, subject: `Money ${RUN}`, text: `I want a refund${RUN}` }));
    await kate.open(`/records/ticket?view=plain&q=${encodeURIComponent(`Money ${RUN}`)}`);
    await kate.page.getByRole('link', { name: `Money ${RUN}`, exact: true }).click();
    await kate.page.getByRole('heading', { level: 1, name: `Money ${RUN}` }).waitFor();
    for (const text of ['Complaint', 'High', 'E-mail'])
      await kate.page.getByText(text, { exact: true }).first().waitFor();
    expect(viktor.complaints).toEqual([]);
  });
});

describe('a web form', () => {
  const name = `Offer ${RUN}`;

  async function fill(visitor: Page, email: string): Promise<void> {
    await visitor.getByRole('textbox', { name: 'Name' }).fill('Ann Stranger');
    await visitor.getByRole('textbox', { name: 'E-mail' }).fill(email);
    await visitor.getByRole('textbox', { name: 'Message' }).fill('Forty scanners, please.');
    await visitor.waitForTimeout(FASTEST_MS);
  }

  it('is made by the administrator, filled in by a stranger, and becomes a lead of the sales person', async () => {
    const { page } = viktor;
    await viktor.open('/admin/web-forms');
    await page.getByRole('button', { name: 'New form' }).click();
    const panel = page.getByRole('complementary', { name: 'New form' });
    await panel.getByRole('textbox', { name: 'Name (for us)' }).fill(name);
    await panel.getByRole('textbox', { name: 'Heading' }).fill('Ask for an offer');
    await panel.getByRole('textbox', { name: 'Words of consent' }).fill('You may write to me.');
    await panel.getByRole('combobox', { name: 'Who gets the leads' }).fill('Anna');
    await page.getByRole('option', { name: /^Anna Petrova/ }).click();
    await panel.getByRole('button', { name: 'Save' }).click();
    const row = page.getByRole('listitem').filter({ hasText: name });
    const address = await row.getByRole('link', { name: 'Open the page' }).getAttribute('href');
    expect(await seriousViolations(page)).toEqual([]);

    const path = new URL(address ?? '').pathname;
    const stranger = await stage.stranger();
    await stranger.goto(path);
    expect(await seriousViolations(stranger)).toEqual([]);
    await fill(stranger, `ann${RUN}@stranger.example`);
    await stranger.getByRole('checkbox', { name: 'You may write to me.' }).check();
    await stranger.getByRole('button', { name: 'Send' }).click();
    await stranger.getByRole('status').waitFor();

    await anna.open(`/records/lead?view=plain&q=${encodeURIComponent(name)}`);
    await anna.page.getByRole('link', { name, exact: true }).click();
    await anna.page.getByRole('heading', { level: 1, name }).waitFor();
    await anna.page.getByText(`ann${RUN}@stranger.example`).first().waitFor();

    // A program fills in what no person sees; it is thanked, and nothing comes of it.
    await stranger.goto(path);
    await fill(stranger, `robot${RUN}@stranger.example`);
    await stranger.locator('#homepage2').evaluate((trap) => ((trap as HTMLInputElement).value = 'spam'));
    await stranger.getByRole('button', { name: 'Send' }).click();
    await stranger.getByRole('status').waitFor();
    await viktor.open('/admin/web-forms');
    await row.getByText('Leads: 1, spam: 1').waitFor();
    const leads = await anna.get<{ total: number }>(`/api/records/lead?q=${encodeURIComponent(name)}`);
    expect(leads.body.total).toBe(1);
    await stranger.context().close();
  });

  it('asks for own fields with their choices, and makes a ticket of the kind that the stranger chose', async () => {
    const { page } = viktor;
    const care = `Care ${RUN}`;
    await newField(viktor, {
      ...{ entity: 'ticket', key: `floor${RUN}`, labelEn: 'Floor', type: 'select' },
      options: ['ground', 'upper'].map((value) => ({
        ...{ value, labelEn: `The ${value} floor`, labelRu: value, tone: 'neutral' },
      })),
    });
    await viktor.open('/admin/web-forms');
    await page.getByRole('button', { name: 'New form' }).click();
    const panel = page.getByRole('complementary', { name: 'New form' });
    await panel.getByRole('textbox', { name: 'Name (for us)' }).fill(care);
    await panel.getByRole('textbox', { name: 'Heading' }).fill('How can we help?');
    await panel.getByText('A ticket', { exact: true }).click();
    for (const field of ['Kind of request', 'Floor']) {
      await panel.getByRole('combobox', { name: 'Add a field' }).click();
      await page.getByRole('option', { name: field, exact: true }).click();
      await panel.getByRole('group', { name: field }).getByRole('checkbox', { name: 'Required' }).check();
    }
    await panel.getByRole('combobox', { name: 'Set a field without asking' }).click();
    await page.getByRole('option', { name: 'Priority', exact: true }).click();
    await panel.getByRole('combobox', { name: 'Priority' }).click();
    await page.getByRole('option', { name: 'High', exact: true }).click();
    expect(await seriousViolations(page)).toEqual([]);
    await panel.getByRole('button', { name: 'Save' }).click();
    const row = page.getByRole('listitem').filter({ hasText: care });
    const address = await row.getByRole('link', { name: 'Open the page' }).getAttribute('href');

    const stranger = await stage.stranger({ width: 390, height: 844 });
    await stranger.goto(new URL(address ?? '').pathname);
    await stranger.getByRole('textbox', { name: 'Name' }).fill(`Quill ${RUN}`);
    await stranger.getByRole('textbox', { name: 'E-mail' }).fill(`quill${RUN}@stranger.example`);
    await stranger.getByRole('combobox', { name: 'Kind of request' }).selectOption('Complaint');
    await stranger.getByRole('combobox', { name: 'Floor' }).selectOption('The upper floor');
    expect(await seriousViolations(stranger)).toEqual([]);
    await stranger.waitForTimeout(FASTEST_MS);
    await stranger.getByRole('button', { name: 'Send' }).click();
    await stranger.getByRole('status').waitFor();
    await stranger.context().close();

    await row.getByRole('button', { name: `What was sent by “${care}”` }).click();
    await page
      .getByRole('complementary', { name: `Sent by “${care}”` })
      .getByRole('link')
      .click();
    await page.getByRole('heading', { level: 1, name: care }).waitFor();
    for (const text of ['Complaint', 'The upper floor', 'High', `Quill ${RUN}`])
      await page.getByText(text, { exact: true }).first().waitFor();
    expect(viktor.complaints).toEqual([]);
  });
});

describe('a webhook', () => {
  const told = (subject: string): (typeof calls)[number] | undefined =>
    calls.find(({ text }) => text.includes(subject));
  const made = async (subject: string): Promise<void> => {
    expect((await kate.send('POST', '/api/records/ticket', { fields: { subject } })).status).toBe(200);
    await expect.poll(() => told(subject) !== undefined, { timeout: WAIT_MS_MAX }).toBe(true);
  };

  it('tells another system, signed; what it did not take is shown and told again', async () => {
    const { page } = viktor;
    const name = `Partner ${RUN}`;
    await viktor.open('/admin/webhooks');
    await page.getByRole('button', { name: 'New webhook' }).click();
    const panel = page.getByRole('complementary', { name: 'New webhook' });
    await panel.getByRole('textbox', { name: 'Name' }).fill(name);
    await panel.getByRole('textbox', { name: 'Address' }).fill(hookUrl);
    await panel.getByRole('combobox', { name: 'What it is told of' }).fill('Ticket: created');
    await page.getByRole('option', { name: 'Ticket: created' }).click();
    await page.keyboard.press('Tab');
    await panel.getByRole('button', { name: 'Save' }).click();
    const shown = page.getByRole('complementary', { name: 'Signing secret' });
    const secret = (await shown.locator('pre, code').first().innerText()).trim();
    await shown.getByRole('button', { name: 'Close' }).click();

    await made(`Told ${RUN}`);
    const { headers, text } = told(`Told ${RUN}`)!;
    const [time = '', ...signatures] = String(headers['throughline-signature']).split(',');
    const expected = createHmac('sha256', secret)
      .update(`${time.replace('t=', '')}.${text}`)
      .digest('hex');
    expect(signatures).toContain(`v1=${expected}`);

    answerWith = 500;
    await made(`Refused ${RUN}`);
    await page.getByRole('button', { name: `Log of “${name}”` }).click();
    const log = page.getByRole('complementary', { name: `Log of “${name}”` });
    const refused = log.getByRole('listitem').filter({ hasText: '500' });
    await refused.waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    answerWith = 200;
    const before = calls.length;
    await refused.getByRole('button', { name: 'Tell “ticket.created” again' }).click();
    await page.getByText('Told again: 1').waitFor();
    await expect.poll(() => calls.length, { timeout: WAIT_MS_MAX }).toBeGreaterThan(before);
    expect(calls.at(-1)?.text).toContain(`Refused ${RUN}`);
    await log.getByText('Taken').nth(1).waitFor();
    expect(viktor.complaints).toEqual([]);
  });
});
