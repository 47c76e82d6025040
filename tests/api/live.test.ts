/** The live stream of the whole product: who may listen where, and what is heard there. */
import { readFile } from 'node:fs/promises';
import { once } from 'node:events';
import type { Socket } from 'socket.io-client';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { SOCKET_EVENTS, type LiveMessage, type Presence, type Room } from '#contract';
import { compose } from '../../api/compose.ts';
import { readConfig } from '../../api/config.ts';
import { runProduct } from '../../api/run.ts';
import { connectLive } from '../support/live-client.ts';
import { startApi, type ApiProduct } from './api-product.ts';

let api: ApiProduct;
let ticketId = '';
let instanceId = '';
const open: Socket[] = [];

beforeAll(async () => {
  api = await startApi();
  await draw('ticket-handling');
  await publish('ticket-handling', 1);
  const agent = await api.as('Kate');
  const created = await agent.send<{ id: string }>('POST', '/api/records/ticket', {
    fields: { subject: 'Scanner' },
  });
  ticketId = created.body.id;
  for (let attempt = 0; instanceId === '' && attempt < 100; attempt += 1) {
    const strip = await agent.get<{ items: { instanceId: string }[] }>(
      `/api/records/ticket/${ticketId}/processes`,
    );
    instanceId = strip.body.items[0]?.instanceId ?? '';
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}, 60_000);
afterEach(() => {
  for (const socket of open.splice(0)) socket.disconnect();
});
afterAll(() => api.stop());

async function draw(key: string): Promise<void> {
  const xml = await readFile(`processes/${key}/${key}.bpmn`, 'utf8');
  await (await api.as('Olga')).send('POST', '/api/processes', { name: key, xml });
}

async function publish(key: string, revision: number): Promise<number> {
  const answer = await (
    await api.as('Olga')
  ).send<{ version: number }>('POST', `/api/processes/${key}/publish`, { revision });
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return answer.body.version;
}

async function listen(firstName: string, url = api.url): Promise<Socket> {
  const { cookie } = await api.as(firstName);
  const socket = await connectLive(url, cookie);
  open.push(socket);
  return socket;
}

async function join(socket: Socket, room: Room): Promise<boolean> {
  const answer = (await socket.emitWithAck(SOCKET_EVENTS.subscribe, room)) as { ok: boolean };
  return answer.ok;
}

const rooms = (): Room[] => [
  { kind: 'instance', id: instanceId },
  { kind: 'record', entity: 'ticket', id: ticketId },
  { kind: 'list', entity: 'ticket' },
];

it('denies the rooms of an instance, a record and a list to who may not see them', async () => {
  const nina = await listen('Nina');
  const dmitry = await listen('Dmitry');
  for (const room of rooms()) {
    expect(await join(nina, room), `Nina in ${room.kind}`).toBe(false);
    expect(await join(dmitry, room), `Dmitry in ${room.kind}`).toBe(true);
  }
  const heard: LiveMessage[] = [];
  nina.on(SOCKET_EVENTS.changed, (message: LiveMessage) => heard.push(message));
  const told = once(dmitry as unknown as NodeJS.EventEmitter, SOCKET_EVENTS.changed);
  await (
    await api.as('Kate')
  ).send('PATCH', `/api/records/ticket/${ticketId}`, { version: 1, fields: { subject: 'Scanner, green' } });
  await told;
  expect(heard).toEqual([]);
});

it('tells library, monitor and open cards of a new version, which is the latest at once', async () => {
  const olga = await api.as('Olga');
  const socket = await listen('Dmitry');
  const watched: Room[] = [
    { kind: 'processes' },
    { kind: 'instances' },
    { kind: 'instance', id: instanceId },
  ];
  for (const room of watched) expect(await join(socket, room)).toBe(true);
  const heard = new Set<string>();
  const all = new Promise<void>((resolve) =>
    socket.on(SOCKET_EVENTS.changed, ({ room, kind }: LiveMessage) => {
      if (kind === 'process') heard.add(room.kind);
      if (heard.size === watched.length) resolve();
    }),
  );
  const path = '/api/processes/ticket-handling/draft';
  const draft = await olga.get<{ xml: string }>(path);
  const saved = await olga.send<{ revision: number }>('PUT', path, { xml: draft.body.xml, revision: 0 });
  expect(await publish('ticket-handling', saved.body.revision)).toBe(2);
  const card = await (
    await api.as('Dmitry')
  ).get<{ version: number; latestVersion: number }>(`/api/instances/${instanceId}`);
  expect(card.body).toMatchObject({ version: 1, latestVersion: 2 });
  const library = await olga.get<{ items: { latest: { version: number }; draft: unknown }[] }>(
    '/api/processes',
  );
  expect(library.body.items).toMatchObject([{ latest: { version: 2 }, draft: null }]);
  await all;
});

it('tells the asked person of a question and of its answer, and nobody else', async () => {
  const nina = await listen('Nina');
  const kate = await listen('Kate');
  for (const socket of [nina, kate]) expect(await join(socket, { kind: 'tasks' })).toBe(true);
  const overheard: LiveMessage[] = [];
  kate.on(SOCKET_EVENTS.changed, (message: LiveMessage) => overheard.push(message));
  const asked = await api.as('Nina');
  const told = once(nina as unknown as NodeJS.EventEmitter, SOCKET_EVENTS.changed);
  await (
    await api.as('Dmitry')
  ).send('POST', `/api/instances/${instanceId}/comments`, {
    body: 'What does the scanner say?',
    isQuestion: true,
    askedOf: asked.id,
  });
  // She may not see the instance, so the message carries no id of it.
  expect(await told).toEqual([{ room: { kind: 'tasks' }, kind: 'comment', ids: [], revision: null }]);
  const questions = await asked.get<{ items: { id: string }[] }>('/api/questions');
  expect(questions.body.items).toHaveLength(1);
  const gone = once(nina as unknown as NodeJS.EventEmitter, SOCKET_EVENTS.changed);
  await asked.send('POST', `/api/comments/${questions.body.items[0]!.id}/answer`, { body: 'Nothing.' });
  expect(await gone).toMatchObject([{ room: { kind: 'tasks' }, kind: 'comment' }]);
  expect(overheard).toEqual([]);
});

it('tells whom a comment on a record mentions', async () => {
  const sergey = await listen('Sergey');
  expect(await join(sergey, { kind: 'tasks' })).toBe(true);
  const told = once(sergey as unknown as NodeJS.EventEmitter, SOCKET_EVENTS.changed);
  const sent = await (
    await api.as('Kate')
  ).send('POST', `/api/records/ticket/${ticketId}/comments`, {
    body: 'Do you know this scanner?',
    mentions: [(await api.as('Sergey')).id],
  });
  expect(sent.status, JSON.stringify(sent.body)).toBe(200);
  expect(await told).toMatchObject([{ room: { kind: 'tasks' }, ids: [] }]);
});

const nextPresence = async (socket: Socket): Promise<Presence['people']> =>
  ((await once(socket as unknown as NodeJS.EventEmitter, SOCKET_EVENTS.present)) as [Presence])[0].people;

it('tells whoever may see a record who has it open and who is changing it, and nobody else', async () => {
  const room: Room = { kind: 'record', entity: 'ticket', id: ticketId };
  const [kate, dmitry, nina] = [await listen('Kate'), await listen('Dmitry'), await listen('Nina')];
  let overheard = 0;
  nina.on(SOCKET_EVENTS.present, () => (overheard += 1));
  expect([await join(kate, room), await join(nina, room)]).toEqual([true, false]);
  await nextPresence(kate);
  nina.emit(SOCKET_EVENTS.editing, { room, isEditing: true });
  const both = nextPresence(kate);
  expect(await join(dmitry, room)).toBe(true);
  expect((await both).map(({ name, isEditing }) => [name.split(' ')[0], isEditing])).toEqual([
    ['Kate', false],
    ['Dmitry', false],
  ]);
  const edited = nextPresence(kate);
  dmitry.emit(SOCKET_EVENTS.editing, { room, isEditing: true });
  expect((await edited).find((person) => person.name.startsWith('Dmitry'))?.isEditing).toBe(true);
  const left = nextPresence(kate);
  dmitry.disconnect();
  expect((await left).map((person) => person.name.split(' ')[0])).toEqual(['Kate']);
  expect(overheard).toBe(0);
});

it('tells those who are connected to another node, and asks them to look again after a gap', async () => {
  const other = await runProduct(
    readConfig({
      PORT: '0',
      LOG_LEVEL: 'silent',
      UNSAFE_DATABASE: '1',
      DEMO: '1',
      DRAIN_SECONDS: '1',
      DATABASE_URL: api.databaseUrl,
    }),
    compose,
  );
  try {
    const there = await listen('Dmitry', other.url);
    const room: Room = { kind: 'record', entity: 'ticket', id: ticketId };
    expect(await join(there, room)).toBe(true);
    const here = await listen('Kate');
    const across = nextPresence(here);
    expect(await join(here, room)).toBe(true);
    await across;
    here.emit(SOCKET_EVENTS.editing, { room, isEditing: true });
    await expect
      .poll(async () => (await nextPresence(there)).find((person) => person.name.startsWith('Kate')), {
        timeout: 10_000,
      })
      .toMatchObject({ isEditing: true });
    expect(await join(there, { kind: 'processes' })).toBe(true);
    const heard: LiveMessage[] = [];
    there.on(SOCKET_EVENTS.changed, (messages: LiveMessage[]) => heard.push(...[messages].flat()));

    const agent = await api.as('Kate');
    const { body } = await agent.get<{ version: number }>(`/api/records/ticket/${ticketId}`);
    const fields = { subject: 'Scanner, blue' };
    await agent.send('PATCH', `/api/records/ticket/${ticketId}`, { version: body.version, fields });
    await expect
      .poll(() => heard.find((message) => message.room.kind === 'record'), { timeout: 5_000 })
      .toMatchObject({ room, ids: [ticketId], revision: body.version + 1 });

    await api.pool.query(`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database()
      and (query like 'listen "throughline_live"%' or query like '%pg_notify%') and pid <> pg_backend_pid()`);
    await expect.poll(() => heard.some((message) => message.kind === 'clock'), { timeout: 5_000 }).toBe(true);
  } finally {
    for (const socket of open.splice(0)) socket.disconnect();
    await other.stop();
  }
}, 60_000);
