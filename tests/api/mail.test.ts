/** Mail in and out over real servers of this machine: IMAP by hoodiecrow, SMTP by smtp-server. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demonstrationId } from '#crm';
import {
  mailSource as source,
  messageIdOf,
  startMailServers,
  type MailServers,
} from '../support/mail-servers.ts';
import { startApi, type ApiProduct, type Visitor } from './api-product.ts';

interface Received {
  readonly outcome: string;
  readonly reason: string | null;
  readonly nature: string;
  readonly record: { entity: string; id: string; title: string } | null;
  readonly leftOut: string[];
}
interface TimelineItem {
  readonly kind: string;
  readonly verb: string;
  readonly text: string | null;
  readonly record: { entity: string; id: string } | null;
}

let servers: MailServers;
let api: ApiProduct;
let admin: Visitor;
let agent: Visitor;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'throughline-mail-'));
  servers = await startMailServers();
  api = await startApi({ DATA_DIR: folder, ...servers.environment });
  admin = await api.as('Viktor');
  agent = await api.as('Kate');
}, 60_000);
afterAll(async () => {
  await api.stop();
  await servers.close();
  await rm(folder, { recursive: true, force: true });
});

async function arrive(...messages: string[]): Promise<Received[]> {
  for (const message of messages) servers.receive(message);
  const fetched = await admin.send('POST', '/api/admin/mail/fetch');
  expect(fetched).toEqual({ status: 200, body: { fetched: messages.length } });
  const list = await admin.get<{ items: Received[] }>('/api/admin/mail/received');
  return list.body.items.slice(0, messages.length);
}

const timelineOf = async (entity: string, id: string): Promise<TimelineItem[]> =>
  (await admin.get<{ items: TimelineItem[] }>(`/api/records/${entity}/${id}/timeline?limit=50`)).body.items;

async function newTicket(): Promise<{ id: string; number: string }> {
  const contact = demonstrationId('contact', 1);
  const made = await agent.send<{ id: string; number: string }>('POST', '/api/records/ticket', {
    fields: { subject: 'Scanner', contact },
  });
  return made.body;
}

async function addressOf(contact: number): Promise<string> {
  const { rows } = await api.pool.query<{ email_norm: string }>(
    `select email_norm from crm.comm_point where party_id = $1 and kind = 'email' order by is_primary desc limit 1`,
    [demonstrationId('contact', contact)],
  );
  return rows[0]?.email_norm ?? '';
}

describe('mail that comes in', () => {
  it('leaves what lay in the folder before the first reading', async () => {
    const fetched = await admin.send('POST', '/api/admin/mail/fetch');
    expect(fetched.body).toEqual({ fetched: 0 });
  });

  it('of somebody unknown becomes a ticket with its files and cleaned text', async () => {
    const boundary = 'b1';
    const [mail] = await arrive(
      source({
        subject: '=?UTF-8?B?0J/RgNC40LLQtdGC?=',
        contentType: `multipart/mixed; boundary=${boundary}`,
        text: [
          `--${boundary}`,
          'Content-Type: text/html; charset=utf-8',
          '',
          '<p onclick="x()">Broken <b>scanner</b></p><script>alert(1)</script><img src="https://spy.example/p.gif"><a href="javascript:x()">go</a>',
          `--${boundary}`,
          'Content-Type: text/plain; name="notes.txt"',
          'Content-Disposition: attachment; filename="notes.txt"',
          '',
          'Serial 42',
          `--${boundary}`,
          'Content-Type: application/octet-stream; name="run.exe"',
          'Content-Disposition: attachment; filename="run.exe"',
          '',
          'MZ',
          `--${boundary}--`,
          '',
        ].join('\r\n'),
      }),
    );
    expect(mail).toMatchObject({ outcome: 'created', record: { entity: 'ticket', title: 'Привет' } });
    expect(mail?.leftOut).toEqual([expect.stringContaining('run.exe')]);
    const id = mail?.record?.id ?? '';
    const files = await admin.get<{ items: { name: string }[] }>(`/api/records/ticket/${id}/files`);
    expect(files.body.items.map((file) => file.name)).toEqual(['notes.txt']);
    const entry = (await timelineOf('ticket', id)).find((item) => item.kind === 'mail');
    expect(entry).toMatchObject({ verb: 'received', record: { entity: 'activity' } });
    const shown = await admin.get<{ html: string; text: string; from: string }>(
      `/api/activities/${entry?.record?.id}/mail`,
    );
    expect(shown.body.html).toContain('Broken <b>scanner</b>');
    expect(shown.body.html).not.toMatch(/script|onclick|img|javascript/);
    expect(shown.body.from).toContain('ann@stranger.example');
  });

  it('is filed once, however often it is delivered', async () => {
    const twice = source({ messageId: '<twice@elsewhere.example>', subject: 'Twice' });
    await arrive(twice);
    await arrive(twice);
    const { rows } = await api.pool.query(`select from crm.ticket where subject = 'Twice'`);
    expect(rows).toHaveLength(1);
  });

  it('is read by one of several who fetch at once', async () => {
    for (let n = 0; n < 5; n += 1) servers.receive(source({ subject: `Race ${n}` }));
    const answers = await Promise.all(
      [1, 2, 3].map(() => admin.send<{ fetched: number }>('POST', '/api/admin/mail/fetch')),
    );
    expect(answers.reduce((sum, answer) => sum + answer.body.fetched, 0)).toBe(5);
  });

  it('of a known customer stands on the contact', async () => {
    const [mail] = await arrive(source({ from: `<${(await addressOf(2)).toUpperCase()}>`, subject: 'News' }));
    expect(mail).toMatchObject({
      outcome: 'filed',
      record: { entity: 'contact', id: demonstrationId('contact', 2) },
    });
  });

  it('finds its ticket by the number in the subject, from those who have to do with it only', async () => {
    const ticket = await newTicket();
    const [own] = await arrive(
      source({ from: await addressOf(1), subject: `Re: Scanner [${ticket.number}]` }),
    );
    expect(own).toMatchObject({ outcome: 'filed', record: { entity: 'ticket', id: ticket.id } });
    const [foreign] = await arrive(source({ subject: `Re: Scanner [${ticket.number}]` }));
    expect(foreign?.record?.id).not.toBe(ticket.id);
  });

  it('becomes a lead, or nothing, when the administrator says so', async () => {
    const read = () =>
      admin
        .get<{ settings: Record<string, unknown> }>('/api/admin/mail/settings')
        .then((answer) => answer.body.settings);
    await admin.send('PUT', '/api/admin/mail/settings', { ...(await read()), unknownSender: 'lead' });
    const [lead] = await arrive(source({ from: 'Bob Buyer <bob@buyer.example>', subject: 'Offer?' }));
    expect(lead).toMatchObject({ outcome: 'created', record: { entity: 'lead', title: 'Offer?' } });
    await admin.send('PUT', '/api/admin/mail/settings', { ...(await read()), unknownSender: 'ignore' });
    const [none] = await arrive(source({ subject: 'Anybody?' }));
    expect(none).toMatchObject({ outcome: 'ignored', reason: 'unknown_sender', record: null });
    await admin.send('PUT', '/api/admin/mail/settings', { ...(await read()), unknownSender: 'ticket' });
  });

  it.each([
    ['Auto-Submitted: auto-replied'],
    ['Precedence: bulk'],
    ['X-Autoreply: yes'],
    ['List-Id: <news.elsewhere.example>'],
  ])('from a machine makes no record: %s', async (header) => {
    const [mail] = await arrive(source({ headers: [header] }));
    expect(mail).toMatchObject({ nature: 'auto_reply', outcome: 'ignored', reason: 'auto_reply' });
  });

  it('of our own address is left alone', async () => {
    const [mail] = await arrive(source({ from: 'Desk <desk@own.example>' }));
    expect(mail).toMatchObject({ outcome: 'ignored', reason: 'own' });
  });

  it('from one address stops making tickets when it floods', async () => {
    const from = 'flood@stranger.example';
    const mails = await arrive(...Array.from({ length: 22 }, () => source({ from })));
    expect(mails.filter((mail) => mail.outcome === 'created')).toHaveLength(20);
    expect(mails[0]).toMatchObject({ outcome: 'ignored', reason: 'flood' });
  });
});

describe('mail that people send', () => {
  it('goes out with template, file and number, and its answer comes back to the record', async () => {
    const ticket = await newTicket();
    const template = '01900000-0000-7000-8000-0aaa00000001';
    const saved = await admin.send('PUT', `/api/admin/mail-templates/${template}`, {
      name: 'Hello',
      entity: null,
      subject: 'About {{ record.subject }}',
      body: 'Dear {{ contact.givenName }},\n{{ sender.name }}',
      version: null,
    });
    expect(saved.status).toBe(200);
    const draft = await agent.get<{ to: string[]; subject: string; body: string }>(
      `/api/records/ticket/${ticket.id}/mail?templateId=${template}`,
    );
    expect(draft.body).toMatchObject({ to: [await addressOf(1)], subject: 'About Scanner' });
    expect(draft.body.body).toMatch(/^Dear \S+,\nKate /);
    const upload = await fetch(
      `${api.url}/api/records/ticket/${ticket.id}/files?name=a.txt&mime=text/plain`,
      {
        method: 'POST',
        headers: {
          'x-requested-with': 'throughline',
          'content-type': 'application/octet-stream',
          cookie: agent.cookie,
        },
        body: 'attached text',
      },
    );
    const [file] = ((await upload.json()) as { items: { id: string }[] }).items;
    const before = servers.taken.length;
    const sent = await agent.send<{ activityId: string }>('POST', `/api/records/ticket/${ticket.id}/mail`, {
      ...draft.body,
      fileIds: [file?.id],
    });
    expect(sent.status).toBe(200);
    const message = servers.taken[before] ?? '';
    expect(message).toContain(`Subject: About Scanner [${ticket.number}]`);
    expect(message).toContain(Buffer.from('attached text').toString('base64'));
    const shown = await agent.get(`/api/activities/${sent.body.activityId}/mail`);
    expect(shown.body).toMatchObject({ direction: 'out', state: 'sent', attachments: ['a.txt'] });

    // The number is lost on the way and a colleague of the customer answers: the Message-ID still leads back.
    const messageId = messageIdOf(message);
    const [answer] = await arrive(
      source({
        subject: 'Re: something',
        headers: [`In-Reply-To: ${messageId}`],
        messageId: '<answer@elsewhere.example>',
      }),
    );
    expect(answer).toMatchObject({ outcome: 'filed', record: { entity: 'ticket', id: ticket.id } });
    const entry = (await timelineOf('ticket', ticket.id)).find((item) => item.verb === 'received');
    const reply = await agent.get<{ to: string[]; subject: string }>(
      `/api/records/ticket/${ticket.id}/mail?answers=${entry?.record?.id}`,
    );
    expect(reply.body).toMatchObject({ to: ['ann@stranger.example'], subject: 'Re: something' });
    await agent.send('POST', `/api/records/ticket/${ticket.id}/mail`, {
      ...reply.body,
      body: 'Thanks',
      answers: entry?.record?.id,
    });
    expect(servers.taken.at(-1)).toMatch(/In-Reply-To: <answer@elsewhere\.example>/i);
  });

  it('opens a solved ticket again when the customer answers', async () => {
    const ticket = await newTicket();
    await admin.send('PATCH', `/api/records/ticket/${ticket.id}`, {
      version: 1,
      fields: { status: 'solved' },
    });
    await arrive(source({ from: await addressOf(1), subject: `[${ticket.number}] not yet` }));
    const now = await admin.get<{ fields: { status: string } }>(`/api/records/ticket/${ticket.id}`);
    expect(now.body.fields.status).toBe('in_progress');
  });

  it('that bounces marks the address, when the report is about a message of ours to it', async () => {
    const ticket = await newTicket();
    const address = await addressOf(1);
    await agent.send('POST', `/api/records/ticket/${ticket.id}/mail`, {
      to: [address],
      subject: 'Hi',
      body: 'Hi',
    });
    const messageId = messageIdOf(servers.taken.at(-1));
    const report = (recipient: string) =>
      source({
        from: 'MAILER-DAEMON@elsewhere.example',
        contentType: 'multipart/report; report-type=delivery-status; boundary=r',
        text: [
          '--r',
          'Content-Type: text/plain',
          '',
          'It could not be delivered.',
          '--r',
          'Content-Type: message/delivery-status',
          '',
          'Reporting-MTA: dns; elsewhere.example',
          '',
          `Final-Recipient: rfc822; ${recipient}`,
          'Action: failed',
          'Status: 5.1.1',
          'Diagnostic-Code: smtp; 550 No such user',
          '--r',
          'Content-Type: text/rfc822-headers',
          '',
          `Message-ID: ${messageId}`,
          '--r--',
          '',
        ].join('\r\n'),
      });
    const [forged] = await arrive(report(await addressOf(3)));
    expect(forged).toMatchObject({ nature: 'bounce', outcome: 'ignored', reason: 'bounce_unknown' });
    const [bounce] = await arrive(report(address));
    expect(bounce).toMatchObject({ outcome: 'bounced', record: { id: ticket.id } });
    const { rows } = await api.pool.query<{ status: string }>(
      'select distinct status from crm.comm_point where email_norm = $1',
      [address],
    );
    expect(rows).toEqual([{ status: 'bounced' }]);
    const entry = (await timelineOf('ticket', ticket.id)).find((item) => item.verb === 'bounced');
    expect(entry?.text).toContain('550 No such user');
  });

  it('stays due when the server does not take it', async () => {
    const ticket = await newTicket();
    servers.refuse(true);
    const sent = await agent.send<{ activityId: string }>('POST', `/api/records/ticket/${ticket.id}/mail`, {
      to: ['late@elsewhere.example'],
      subject: 'Late',
      body: 'Late',
    });
    const shown = await agent.get(`/api/activities/${sent.body.activityId}/mail`);
    expect(shown.body).toMatchObject({ state: 'failed' });
    const { rows } = await api.pool.query<{ due: boolean; attempts: number }>(
      'select next_attempt_at > clock_timestamp() as due, attempts from app.mail_message where activity_id = $1',
      [sent.body.activityId],
    );
    expect(rows).toEqual([{ due: true, attempts: 1 }]);
    servers.refuse(false);
  });

  it('is refused without rights or with a broken address, and nothing is written', async () => {
    const ticket = await newTicket();
    const before = await api.fingerprint();
    const path = `/api/records/ticket/${ticket.id}/mail`;
    const body = { to: ['a@b.example'], subject: 'x', body: 'x' };
    expect((await api.stranger.send('POST', path, body)).status).toBe(401);
    expect(
      (await agent.send('POST', path, { ...body, to: ['a@b.example\r\nBcc: x@y.example'] })).status,
    ).toBe(422);
    expect((await agent.send('POST', path, { ...body, subject: 'x\r\nBcc: x@y.example' })).status).toBe(422);
    const template = { name: 'Bad', entity: null, subject: '{{ x', body: 'x', version: null };
    expect((await admin.send('PUT', `/api/admin/mail-templates/${ticket.id}`, template)).status).toBe(422);
    expect(await api.fingerprint()).toBe(before);
  });
});

describe('an answer to the mail of a task', () => {
  it('becomes a comment on the process, in the name of who was asked', async () => {
    const instanceId = '01900000-0000-7000-8000-0bbb00000001';
    const { rows } = await api.pool.query<{ email: string }>('select email from crm."user" where id = $1', [
      agent.id,
    ]);
    const email = rows[0]?.email ?? '';
    await api.pool.query(
      `insert into app.mail_message (id, effect_key, message_id, sender, recipients, subject, body, state, instance_id,
         element_id, created_at, sent_at)
       values ($1, 'k', '<task@throughline>', 'd', $2, 's', 'b', 'sent', $1, 'ask', now(), now())`,
      [instanceId, email],
    );
    const headers = ['In-Reply-To: <task@throughline>'];
    const text = 'Done, go on.\r\n\r\nOn Monday Desk wrote:\r\n> Is it done?';
    const [own, foreign] = (
      await arrive(
        source({ from: email, headers, text }),
        source({ from: 'ann@stranger.example', headers, text: 'Me too' }),
      )
    ).toReversed();
    expect(own).toMatchObject({ outcome: 'commented' });
    expect(foreign).toMatchObject({ outcome: 'commented' });
    const comments = await api.pool.query<{ body: string; author_id: string | null; element_id: string }>(
      'select body, author_id, element_id from crm.comment where record_id = $1 order by id',
      [instanceId],
    );
    expect(comments.rows).toEqual([
      { body: 'Done, go on.', author_id: agent.id, element_id: 'ask' },
      { body: expect.stringMatching(/ann@stranger\.example\n\nMe too/), author_id: null, element_id: 'ask' },
    ]);
  });
});
