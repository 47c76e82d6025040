/** Tasks by mail and what people reply, over real servers of this machine. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { mailSource, messageIdOf, startMailServers, type MailServers } from '../support/mail-servers.ts';
import { aProcess } from '../support/process-builder.ts';
import { startApi, type ApiProduct, type Visitor } from './api-product.ts';
import { publish, START } from './work-of-people.ts';

interface Received {
  readonly id: string;
  readonly outcome: string;
  readonly reason: string | null;
}

const OUTCOMES = `<tl:outcomes variable="verdict"><tl:outcome code="yes" label="Approve"><tl:translation lang="ru" text="Согласовать" /></tl:outcome><tl:outcome code="no" label="Refuse" /></tl:outcomes>`;
const textField = (required: boolean): string =>
  `<tl:form>{"type":"default","components":[{"type":"textarea","key":"remark","label":"Remark","id":"field_remark"${required ? ',"validate":{"required":true}' : ''}}]}</tl:form>`;
const EMAIL = 'kate@demo.example';

let servers: MailServers;
let api: ApiProduct;
let admin: Visitor;
let kate: Visitor;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'throughline-task-mail-'));
  servers = await startMailServers();
  api = await startApi({ DATA_DIR: folder, PUBLIC_URL: 'https://desk.example', ...servers.environment });
  admin = await api.as('Viktor');
  kate = await api.as('Kate');
  const forKate = `<tl:assignment kind="user" value="${kate.id}" /><tl:task instruction="Look at the discount." />`;
  const process = (key: string, extensions: string) =>
    aProcess(key, START)
      .start()
      .userTask('decide', { extensions: forKate + extensions })
      .end();
  await publish(admin, process('mailed', OUTCOMES + textField(false)));
  await publish(admin, process('mailed-plain', OUTCOMES));
  await publish(admin, process('mailed-reasoned', OUTCOMES + textField(true)));
  await kate.send('PUT', '/api/task-mail', { isWanted: true });
  // The first reading leaves what lies there.
  await admin.send('POST', '/api/admin/mail/fetch');
}, 60_000);
afterAll(async () => {
  await api.stop();
  await servers.close();
  await rm(folder, { recursive: true, force: true });
});

async function until<T>(read: () => T | Promise<T>, isSo: (value: T) => boolean): Promise<T> {
  for (let attempt = 0; attempt < 300; attempt += 1) {
    const value = await read();
    if (isSo(value)) return value;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('Expected it within fifteen seconds.');
}

/** Starts one and gives the mail of its task. */
async function mailed(key: string): Promise<{ instanceId: string; taskId: string; mail: string }> {
  const before = servers.taken.length;
  const path = `/api/processes/${key}/start`;
  const started = await admin.send<{ instanceId: string }>('POST', path, { variables: {} });
  const { instanceId } = started.body;
  const { rows } = await api.pool.query<{ id: string }>(
    'select id from engine.user_task where instance_id = $1',
    [instanceId],
  );
  const taskId = rows[0]!.id;
  const taken = () => servers.taken.slice(before).find((one) => one.includes(taskId)) ?? '';
  return { instanceId, taskId, mail: await until(taken, (mail) => mail !== '') };
}

async function reply(mail: string, text: string, from = EMAIL): Promise<Received | undefined> {
  const headers = [`In-Reply-To: ${messageIdOf(mail)}`, 'Content-Transfer-Encoding: base64'];
  const encoded = Buffer.from(text).toString('base64');
  const newest = async (): Promise<Received | undefined> =>
    (await admin.get<{ items: Received[] }>('/api/admin/mail/received')).body.items[0];
  const before = await newest();
  servers.receive(mailSource({ from, headers, text: encoded, subject: 'Re: decide' }));
  await admin.send('POST', '/api/admin/mail/fetch');
  // The product fetches by itself each minute, too, and may be at it.
  return until(newest, (received) => received?.id !== before?.id);
}

const answerTo = async (text: string): Promise<string> =>
  until(
    async () => {
      await api.pool.query(
        `update app.mail_message set next_attempt_at = clock_timestamp() where next_attempt_at is not null`,
      );
      const { rows } = await api.pool.query<{ body: string }>(
        `select body from app.mail_message where effect_key like 'notice:%' and recipients = $1 order by id desc limit 1`,
        [EMAIL],
      );
      return rows[0]?.body ?? '';
    },
    (body) => body.includes(text),
  );

const stateOf = async (taskId: string) =>
  (
    await api.pool.query<{ state: string; outcome: string | null; completed_by: string | null }>(
      'select state, outcome, completed_by from engine.user_task where id = $1',
      [taskId],
    )
  ).rows[0];

const comments = async (instanceId: string) =>
  (
    await api.pool.query<{ body: string; author_id: string | null }>(
      'select body, author_id from crm.comment where record_id = $1 order by id',
      [instanceId],
    )
  ).rows;

it('writes to nobody who did not ask, and names what may be replied', async () => {
  const { mail } = await mailed('mailed');
  expect(mail).toContain(`To: ${EMAIL}`);
  expect(mail).toMatch(/Message-ID: <task\.[0-9a-f]{36}@throughline>/i);
  expect(mail).toMatch(/Auto-Submitted: auto-generated/i);
  for (const words of ['Look at the discount.', 'Approve, Refuse', 'Remark', 'https://desk.example/tasks/'])
    expect(mail.replaceAll(/=\r?\n/g, '')).toContain(words);
  const toOthers = await api.pool.query(
    `select from app.mail_message where task_id is not null and task_user_id <> $1`,
    [kate.id],
  );
  expect(toOthers.rowCount).toBe(0);
});

it('completes the task by an outcome in the first line, in her name, with what is written below', async () => {
  const { mail, taskId, instanceId } = await mailed('mailed');
  const received = await reply(mail, 'Согласовать.\r\nLooks right.\r\n\r\nOn Monday Desk wrote:\r\n> Decide');
  expect(received).toMatchObject({ outcome: 'completed' });
  expect(await stateOf(taskId)).toMatchObject({ state: 'completed', outcome: 'yes', completed_by: kate.id });
  const { rows } = await api.pool.query<{ variables: Record<string, unknown> }>(
    `select data->'variables' as variables from engine.history_event
     where root_instance_id = $1 and data::text like '%Looks right.%' limit 1`,
    [instanceId],
  );
  expect(rows).toHaveLength(1);
  expect(await comments(instanceId)).toEqual([]);
  await answerTo('It is completed');

  const late = await reply(mail, 'Refuse');
  expect(late).toMatchObject({ outcome: 'commented' });
  expect(await stateOf(taskId)).toMatchObject({ outcome: 'yes' });
  await answerTo('Nothing was changed');
});

it('keeps any other reply as her comment, and says how to complete', async () => {
  const { mail, taskId, instanceId } = await mailed('mailed-plain');
  expect(await reply(mail, 'I approve of the colour')).toMatchObject({ outcome: 'commented' });
  expect(await stateOf(taskId)).toMatchObject({ state: 'ready' });
  await answerTo('still open');
  expect(await reply(mail, 'refuse\r\n\r\nToo dear.')).toMatchObject({ outcome: 'completed' });
  expect(await stateOf(taskId)).toMatchObject({ state: 'completed', outcome: 'no' });
  expect(await comments(instanceId)).toEqual([
    { body: 'I approve of the colour', author_id: kate.id },
    { body: 'Too dear.', author_id: kate.id },
  ]);
});

it('asks for the text that the form needs', async () => {
  const { mail, taskId } = await mailed('mailed-reasoned');
  expect(await reply(mail, 'Refuse')).toMatchObject({ outcome: 'ignored', reason: 'task' });
  expect(await stateOf(taskId)).toMatchObject({ state: 'ready' });
  await answerTo('please write “Remark”');
  expect(await reply(mail, 'Refuse\r\nToo dear.')).toMatchObject({ outcome: 'completed' });
});

it('does nothing for others who have the message, for machines, and for who has the task no more', async () => {
  const { mail, taskId, instanceId } = await mailed('mailed');
  expect(await reply(mail, 'Approve', 'ann@stranger.example')).toMatchObject({ outcome: 'commented' });
  expect(await reply(mail, 'Approve', 'dmitry@demo.example')).toMatchObject({ outcome: 'commented' });
  expect((await comments(instanceId)).map(({ author_id }) => author_id)).toEqual([null, null]);
  const headers = [`In-Reply-To: ${messageIdOf(mail)}`, 'Auto-Submitted: auto-replied'];
  servers.receive(mailSource({ from: EMAIL, headers, text: 'Approve' }));
  await admin.send('POST', '/api/admin/mail/fetch');
  expect(await stateOf(taskId)).toMatchObject({ state: 'ready' });

  const { id: userId } = await api.as('Nina');
  const handed = await admin.send('POST', `/api/tasks/${taskId}/assign`, { userId });
  expect(handed.status).toBe(200);
  expect((await reply(mail, 'Approve'))?.outcome).not.toBe('completed');
  expect(await stateOf(taskId)).toMatchObject({ state: 'ready' });
  await answerTo('not yours to do any more');
});

it('stops when it is not wanted any more', async () => {
  expect((await kate.send('PUT', '/api/task-mail', { isWanted: false })).body).toEqual({
    ...{ isWanted: false, address: EMAIL, canReply: true },
  });
  await admin.send('POST', '/api/processes/mailed/start', { variables: {} });
  await new Promise((resolve) => setTimeout(resolve, 2_500));
  const { rows } = await api.pool.query<{ without: number }>(
    `select count(*)::int as without from engine.user_task t where t.state = 'ready'
     and not exists (select from app.mail_message m where m.task_id = t.id::uuid)`,
  );
  expect(rows[0]?.without).toBe(1);
});
