/** A client of the live stream, connected as whoever the cookie says. */
import { once } from 'node:events';
import { io, type Socket } from 'socket.io-client';
import { SOCKET_PATH } from '#contract';

export async function connectLive(url: string, cookie: string): Promise<Socket> {
  const socket = io(url, {
    path: SOCKET_PATH,
    transports: ['websocket'],
    extraHeaders: { cookie },
    reconnection: false,
  });
  await once(socket as unknown as NodeJS.EventEmitter, 'connect');
  return socket;
}
