import { once } from 'node:events';
import { io, type Socket } from 'socket.io-client';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { SOCKET_EVENTS, SOCKET_PATH, type LiveMessage, type Room } from '#contract';
import type { RequestUser } from '#crm';
import { testDatabase, type TestDatabase } from '../support/database.ts';
import { setPassword, startBareProduct, type BareProduct } from './bare-product.ts';

const PASSWORD = 'a long enough password';
const INSTANCE: Room = { kind: 'instance', id: '018f2f4e-0000-7000-8000-000000000001' };

describe('the live stream', () => {
  let database: TestDatabase;
  let product: BareProduct;
  let anna: RequestUser;
  let blind: RequestUser;
  const open: Socket[] = [];

  beforeAll(async () => {
    database = await testDatabase();
    product = await startBareProduct({ DATABASE_URL: database.url }, (user) => user.name !== 'Blind');
    anna = product.people.add('Anna', { positionId: 'sales' });
    blind = product.people.add('Blind');
    for (const user of [anna, blind]) await setPassword(database.url, user.id, PASSWORD);
  });
  afterEach(() => {
    for (const socket of open.splice(0)) socket.disconnect();
  });
  afterAll(async () => {
    await product.stop();
    await database.drop();
  });

  function connect(headers: Readonly<Record<string, string>>): Socket {
    const socket = io(product.url, {
      path: SOCKET_PATH,
      transports: ['websocket'],
      extraHeaders: { ...headers },
      reconnection: false,
    });
    open.push(socket);
    return socket;
  }

  async function join(socket: Socket, room: Room): Promise<boolean> {
    const answer = (await socket.emitWithAck(SOCKET_EVENTS.subscribe, room)) as { ok: boolean };
    return answer.ok;
  }

  async function nextMessage(socket: Socket): Promise<LiveMessage> {
    const [message] = (await once(socket as unknown as NodeJS.EventEmitter, SOCKET_EVENTS.changed)) as [
      LiveMessage,
    ];
    return message;
  }

  it('refuses strangers', async () => {
    const [error] = (await once(connect({}) as unknown as NodeJS.EventEmitter, 'connect_error')) as [Error];
    expect(error.message).toBe('API_NOT_SIGNED_IN');
  });

  it('refuses a page of another site', async () => {
    const cookie = await product.signIn(anna.email, PASSWORD);
    const socket = connect({ cookie, origin: 'https://elsewhere.example' });
    await once(socket as unknown as NodeJS.EventEmitter, 'connect_error');
    expect(socket.connected).toBe(false);
  });

  it('brings what happens in a room that one may see', async () => {
    const socket = connect({ cookie: await product.signIn(anna.email, PASSWORD) });
    expect(await join(socket, INSTANCE)).toBe(true);
    const message = { room: INSTANCE, kind: 'instance', ids: ['x'], revision: 3 };
    const arrived = nextMessage(socket);
    product.sockets.publish(message);
    expect(await arrived).toEqual(message);
  });

  it('refuses a room that one may not see, and nonsense', async () => {
    const socket = connect({ cookie: await product.signIn(blind.email, PASSWORD) });
    expect(await join(socket, INSTANCE)).toBe(false);
    expect(await socket.emitWithAck(SOCKET_EVENTS.subscribe, { kind: 'everything' })).toEqual({ ok: false });
  });

  it('brings the own task list what concerns the own position', async () => {
    const socket = connect({ cookie: await product.signIn(anna.email, PASSWORD) });
    expect(await join(socket, { kind: 'tasks' })).toBe(true);
    const arrived = nextMessage(socket);
    const message = { room: { kind: 'tasks' }, kind: 'task', revision: null } as const;
    product.sockets.publishTo(['position:other'], { ...message, ids: ['not mine'] });
    product.sockets.publishTo(['position:sales', anna.id], { ...message, ids: ['mine'] });
    expect((await arrived).ids).toEqual(['mine']);
  });

  it('ends with the session', async () => {
    const cookie = await product.signIn(anna.email, PASSWORD);
    const socket = connect({ cookie });
    await join(socket, INSTANCE);
    const ended = once(socket as unknown as NodeJS.EventEmitter, 'disconnect');
    await product.request('DELETE', '/api/session', { cookie });
    await ended;
  });
});
