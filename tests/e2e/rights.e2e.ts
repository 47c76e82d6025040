/** Who lacks the right sees and changes nothing: not on the pages, not through the API, not in the live stream. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStage, type Stage, type Visitor } from './support/stage.ts';
import { closeTicket, instanceOn, newTicket, type Ticket } from './support/tickets.ts';

let stage: Stage;
/** Has nothing but the role of everybody. */
let nina: Visitor;
let dmitry: Visitor;
let ticket: Ticket;
let instanceId: string;
let taskId: string;

beforeAll(async () => {
  stage = await openStage();
  nina = await stage.enter('Nina');
  dmitry = await stage.enter('Dmitry');
  const [kate, anna] = await Promise.all([stage.enter('Kate'), stage.enter('Anna')]);
  ticket = await newTicket(kate, anna, `Secret ${Date.now()}`);
  await closeTicket(kate, ticket);
  instanceId = await instanceOn(dmitry, ticket);
  const card = await dmitry.get<{ tasks: readonly { id: string }[] }>(`/api/instances/${instanceId}`);
  taskId = card.body.tasks[0]?.id ?? '';
  expect((await nina.send('PUT', '/api/session/locale', { locale: 'en' })).status).toBe(200);
});
afterAll(() => stage?.close());

describe('somebody without rights', () => {
  it('finds no way to customers and processes in the navigation', async () => {
    await nina.open('/inbox');
    const navigation = nina.page.getByRole('navigation', { name: 'Main navigation' });
    await navigation.getByRole('link', { name: 'Inbox' }).waitFor();
    for (const name of ['Accounts', 'Contacts', 'Tickets', 'Organisation', 'Outbox'])
      expect(await navigation.getByRole('link', { name }).count(), name).toBe(0);
  });

  it('is shown nothing of an instance, a task, a record or a drawing', async () => {
    const secrets = [ticket.subject, ticket.customer, ticket.contact];
    for (const path of [
      `/instances/${instanceId}`,
      `/tasks/${taskId}`,
      `/records/ticket/${ticket.id}`,
      '/records/ticket',
      '/instances',
      '/inbox?tab=upcoming',
      '/processes',
      '/processes/follow-up-call/design',
      '/admin/mail',
    ]) {
      const settled = nina.page.waitForLoadState('networkidle');
      await nina.open(path);
      await settled;
      await expect.poll(() => nina.page.getByRole('main').innerText(), { timeout: 20_000 }).not.toBe('');
      const text = await nina.page.getByRole('main').innerText();
      for (const secret of secrets) expect(text, `${path} tells of '${secret}'`).not.toContain(secret);
    }
  });

  it('is refused by the API, with reading and with writing', async () => {
    const instance = `/api/instances/${instanceId}`;
    const before = await dmitry.get(instance);
    const refused = [403, 404];
    const reading = [
      instance,
      `${instance}/map`,
      `${instance}/history`,
      `${instance}/comments`,
      `/api/tasks/${taskId}`,
      `/api/records/ticket/${ticket.id}`,
      '/api/processes/follow-up-call/draft',
      '/api/admin/mail',
    ];
    for (const path of reading) expect(refused, path).toContain((await nina.get(path)).status);
    const writing: readonly (readonly [string, string, unknown])[] = [
      ['PATCH', `${instance}/parameters`, { values: { urgency: 'high' }, reason: 'no' }],
      ['POST', `${instance}/stop`, { reason: 'no' }],
      ['POST', `${instance}/comments`, { body: 'no', isQuestion: false }],
      ['POST', `/api/tasks/${taskId}/complete`, { outcome: 'good' }],
      ['POST', `/api/tasks/${taskId}/assign`, { userId: nina.id }],
      ['PATCH', `/api/records/ticket/${ticket.id}`, { version: 1, fields: { subject: 'no' } }],
      ['POST', '/api/processes/follow-up-call/publish', { revision: 0 }],
      ['POST', '/api/demo/clock', { duration: 'P1D' }],
    ];
    for (const [method, path, data] of writing)
      expect(refused, `${method} ${path}`).toContain((await nina.send(method, path, data)).status);
    expect((await dmitry.get(instance)).body).toEqual(before.body);
  });

  it('is refused by the live stream', async () => {
    const rooms = [
      { kind: 'instance', id: instanceId },
      { kind: 'record', entity: 'ticket', id: ticket.id },
    ];
    for (const room of rooms) {
      expect(await join(dmitry, room), `Dmitry joins ${room.kind}`).toBe(true);
      expect(await join(nina, room), `Nina joins ${room.kind}`).toBe(false);
    }
  });
});

/** Subscribes with the session of a visitor, and says what the server answered. */
async function join(visitor: Visitor, room: object): Promise<boolean> {
  const cookies = await visitor.context.cookies();
  const { io } = await import('socket.io-client');
  const socket = io(stage.url, {
    path: '/api/socket',
    transports: ['websocket'],
    reconnection: false,
    extraHeaders: { cookie: cookies.map(({ name, value }) => `${name}=${value}`).join('; ') },
  });
  try {
    const answer = (await socket.timeout(20_000).emitWithAck('subscribe', room)) as { readonly ok: boolean };
    return answer.ok;
  } finally {
    socket.disconnect();
  }
}
