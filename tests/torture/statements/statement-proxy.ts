/**
 * A proxy before PostgreSQL that reads the wire protocol (version 3, without TLS), counts the statements and lets the
 * k-th one fail: cut before it reaches the server, cut after it took effect but before anybody is told, or refused
 * with a code that asks to try again. COMMIT is a statement like any other.
 */
import net from 'node:net';

export const FAULTS = ['before', 'after', '40001', '40P01'] as const;
export type Fault = (typeof FAULTS)[number];

export interface StatementProxy {
  readonly url: string;
  /** From now on statements are counted anew, over all connections; the k-th, from 1, meets the fault. */
  arm(k: number, fault: Fault): void;
  /** Like `arm`, but with it everything ends: all connections are lost, and no new one is taken. */
  armDeath(k: number, fault: 'before' | 'after'): void;
  /** Resolves when the death that was armed has come. */
  readonly dead: Promise<void>;
  /** Counts only. */
  count(): void;
  /** How many statements there were, and whether the fault was met. */
  disarm(): { readonly seen: number; readonly isMet: boolean };
  close(): Promise<void>;
}

interface Armed {
  readonly k: number;
  readonly fault: Fault | null;
  readonly isDeath?: boolean;
  seen: number;
  isMet: boolean;
}

export async function startStatementProxy(target: string): Promise<StatementProxy> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<net.Socket>();
  let armed: Armed | null = null;

  const server = net.createServer((client) => {
    const upstream = net.connect(Number(port), hostname);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => undefined);
      socket.on('close', () => sockets.delete(socket));
    }
    const connection = new Connection(client, upstream, {
      armed: () => armed,
      onCut: () => armed?.isDeath && die(),
    });
    client.on('data', (data) => connection.fromClient(data));
    upstream.on('data', (data) => connection.fromServer(data));
    client.on('close', () => connection.clientIsGone());
    upstream.on('close', () => client.destroy());
  });
  let tellDead: () => void = () => undefined;
  const dead = new Promise<void>((resolve) => (tellDead = resolve));
  function die(): void {
    tellDead();
    for (const socket of sockets) socket.destroy();
    server.close();
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = new URL(target);
  url.hostname = '127.0.0.1';
  url.port = String((server.address() as net.AddressInfo).port);
  return {
    url: url.href,
    dead,
    arm(k, fault) {
      armed = { k, fault, seen: 0, isMet: false };
    },
    armDeath(k, fault) {
      armed = { k, fault, isDeath: true, seen: 0, isMet: false };
    },
    count() {
      armed = { k: 0, fault: null, seen: 0, isMet: false };
    },
    disarm() {
      const { seen = 0, isMet = false } = armed ?? {};
      armed = null;
      return { seen, isMet };
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      if (server.listening) await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The messages of one statement end with Query or Sync; the server answers each with ReadyForQuery. */
const QUERY = 0x51;
const SYNC = 0x53;
const READY = 0x5a;
const HEADER_BYTES = 5;

class Connection {
  private readonly client: net.Socket;
  private readonly upstream: net.Socket;
  private readonly hub: { armed(): Armed | null; onCut(): void };
  private fromClientLeft = Buffer.alloc(0);
  private fromServerLeft = Buffer.alloc(0);
  private hasBegun = false;
  /** Messages of the statement that is being sent. */
  private pending: Buffer[] = [];
  /** I, T or E: outside, inside, or in a failed transaction. */
  private status = 'I';
  /** The answer to the last statement is swallowed. */
  private isDeaf = false;

  constructor(client: net.Socket, upstream: net.Socket, hub: { armed(): Armed | null; onCut(): void }) {
    this.client = client;
    this.upstream = upstream;
    this.hub = hub;
  }

  fromClient(data: Buffer): void {
    this.fromClientLeft = Buffer.concat([this.fromClientLeft, data]);
    for (let message = this.nextFromClient(); message; message = this.nextFromClient()) this.take(message);
  }

  fromServer(data: Buffer): void {
    if (!this.isDeaf) this.client.write(data);
    this.fromServerLeft = Buffer.concat([this.fromServerLeft, data]);
    for (;;) {
      const length = lengthOf(this.fromServerLeft);
      if (length === null) return;
      const message = this.fromServerLeft.subarray(0, length);
      this.fromServerLeft = this.fromServerLeft.subarray(length);
      if (message[0] !== READY) continue;
      this.status = String.fromCharCode(message[HEADER_BYTES]!);
      // The statement took effect; nobody is told.
      if (this.isDeaf) this.cut();
    }
  }

  clientIsGone(): void {
    if (!this.isDeaf) this.upstream.destroy();
  }

  /** The first message of a connection has no type byte. */
  private nextFromClient(): Buffer | null {
    const left = this.fromClientLeft;
    const length = this.hasBegun ? lengthOf(left) : left.length >= 4 ? left.readInt32BE(0) : null;
    if (length === null || left.length < length) return null;
    this.fromClientLeft = left.subarray(length);
    return left.subarray(0, length);
  }

  private take(message: Buffer): void {
    const [type] = message;
    if (!this.hasBegun) {
      this.hasBegun = true;
      this.upstream.write(message);
      return;
    }
    this.pending.push(message);
    if (type === 0x50 || type === 0x42 || type === 0x44 || type === 0x45) return;
    const statement = Buffer.concat(this.pending);
    this.pending = [];
    if (type !== QUERY && type !== SYNC) this.upstream.write(statement);
    else this.send(statement);
  }

  private send(statement: Buffer): void {
    const armed = this.hub.armed();
    if (armed) armed.seen += 1;
    const isIt = armed !== null && !armed.isMet && armed.seen === armed.k;
    if (!isIt) return void this.upstream.write(statement);
    armed.isMet = true;
    if (armed.fault === 'before') return this.cut();
    if (armed.fault === 'after') {
      this.isDeaf = true;
      this.upstream.write(statement);
      return;
    }
    this.client.write(refusal(armed.fault!, this.status));
  }

  private cut(): void {
    this.client.destroy();
    this.upstream.destroy();
    this.hub.onCut();
  }
}

/** The length of the first message with its type byte; null when it is not there yet. */
function lengthOf(left: Buffer): number | null {
  if (left.length < HEADER_BYTES) return null;
  const length = left.readInt32BE(1) + 1;
  return left.length < length ? null : length;
}

/** What the server says when it could not do the statement: an error, and that it is ready again. */
function refusal(code: string, status: string): Buffer {
  const fields = Buffer.from(`SERROR\0VERROR\0C${code}\0Mrefused by the test\0\0`);
  const error = Buffer.alloc(HEADER_BYTES);
  error.write('E');
  error.writeInt32BE(fields.length + 4, 1);
  const ready = Buffer.from([READY, 0, 0, 0, 5, (status === 'I' ? 'I' : 'E').charCodeAt(0)]);
  return Buffer.concat([error, fields, ready]);
}
