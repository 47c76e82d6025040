import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isReservedAddress, sendOutside } from '../../api/adapters/handlers/egress.ts';
import { httpRequestHandler } from '../../api/adapters/handlers/http-request.ts';
import type { HandlerContext } from '#engine';

let server: Server;
let host = '';
const asked: { url: string; effectKey: string | undefined; body: string }[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      asked.push({
        url: request.url ?? '',
        effectKey: request.headers['effect-key'] as string | undefined,
        body,
      });
      if (request.url === '/moved') response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end();
      else if (request.url === '/large') response.end(Buffer.alloc(6 * 1024 * 1024));
      else if (request.url === '/down') response.writeHead(503).end();
      else response.setHeader('content-type', 'application/json').end('{"ok":true}');
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

const signal = new AbortController().signal;
const get = (url: string, allowedHosts: string[] = []) =>
  sendOutside({ method: 'GET', url, headers: {}, body: null, signal }, { allowedHosts });

describe('calls to other systems', () => {
  it.each([
    'http://127.0.0.1/',
    'http://localhost/',
    'http://[::1]/',
    'http://[::ffff:127.0.0.1]/',
    'http://10.1.2.3/',
    'http://169.254.169.254/latest/meta-data/',
    'http://0.0.0.0/',
    'http://2130706433/',
    'http://0x7f.1/',
    'ftp://example.com/',
    'file:///etc/passwd',
    'http://user:secret@example.com/',
    'not an address',
  ])('are refused to %s', async (url) => {
    await expect(get(url)).rejects.toThrow(/./);
    await expect(get(url)).rejects.toMatchObject({ name: 'EgressRefusal' });
  });

  it.each(['8.8.8.8', '2606:4700:4700::1111'])('know %s as public', (address) => {
    expect(isReservedAddress(address)).toBe(false);
  });

  it('reach an allowed host, follow no redirect and stop at 5 MB', async () => {
    expect(await get(`http://${host}/`, [host])).toMatchObject({ status: 200, body: '{"ok":true}' });
    expect(await get(`http://${host}/moved`, [host])).toMatchObject({ status: 302 });
    await expect(get(`http://${host}/large`, [host])).rejects.toMatchObject({ name: 'EgressRefusal' });
  });

  it('carry the effect key, and are retried on 5xx', async () => {
    const handler = httpRequestHandler({ allowedHosts: [host] });
    const context = {
      effectKey: 'effect-1',
      access: { reads: [], writes: [], outbound: ['http'] },
    } as unknown as HandlerContext;
    const result = await handler.run(
      { method: 'POST', url: `http://${host}/`, body: { a: 1 } },
      context,
      signal,
    );
    expect(result).toEqual({ kind: 'ok', output: { status: 200, body: { ok: true } } });
    expect(asked.at(-1)).toMatchObject({ effectKey: 'effect-1', body: '{"a":1}' });
    await expect(handler.run({ url: `http://${host}/down` }, context, signal)).rejects.toThrow('503');
    const undeclared = { ...context, access: { reads: [], writes: [], outbound: [] } };
    await expect(handler.run({ url: `http://${host}/` }, undeclared, signal)).rejects.toThrow(
      'does not declare',
    );
  });
});
