/**
 * A proxy before PostgreSQL that reads the wire protocol (version 3, without TLS), counts the statements and lets the
 * k-th one fail. F1: the connection is cut before it reaches the server. F2: it takes effect, but its answer is
 * swallowed. F3: it has done its work, but the connection is cut before that is committed. F4: it is committed, but
 * nobody is told. F5: from then on nothing comes or goes, and neither side is told. F6: it goes late, and its answer
 * comes byte by byte. A code (F7): the server refuses it, undone; with 57P01 it also ends the session.
 */
import net from 'node:net';

export const FAULTS = ['F1', 'F2', 'F3', 'F4', '40001', '40P01', '57P01'] as const;
export type Fault = (typeof FAULTS)[number];
/** Nothing is cut or refused: the caller waits, with F5 for an answer that does not come. */
export type Stall = 'F5' | 'F6';
/** After which the caller cannot go on over the same connection. */
export type DeadlyFault = 'F1' | 'F2' | 'F3' | 'F4';

/** `inside` a transaction; its `commit`; or `alone`, committed by itself. */
export type StatementKind = 'inside' | 'commit' | 'alone';

/** What can happen to a statement. Around COMMIT F1 is F3 and F2 is F4; inside a transaction nothing is committed. */
export function faultsOf(kind: StatementKind): readonly Fault[] {
  const left = { inside: ['F3', 'F4'], commit: ['F1', 'F2'], alone: ['F2'] }[kind];
  return FAULTS.filter((fault) => !left.includes(fault));
}

export interface StatementProxy {
  readonly url: string;
  /** From now on statements are counted anew, over all connections; the k-th, from 1, meets the fault. */
  arm(k: number, fault: Fault | Stall): void;
  /** Like `arm`, but with it everything ends: all connections are lost, and no new one is taken. */
  armDeath(k: number, fault: DeadlyFault): void;
  /** Resolves when the death that was armed has come. */
  readonly dead: Promise<void>;
  /** Counts only. */
  count(): void;
  /** Which statements there were, and whether the fault was met. */
  disarm(): { readonly seen: readonly StatementKind[]; readonly isMet: boolean };
  close(): Promise<void>;
}

interface Armed {
  readonly k: number;
  readonly fault: Fault | Stall | null;
  readonly isDeath?: boolean;
  readonly seen: StatementKind[];
  isMet: boolean;
}

/** Statements that `isIgnored` are none of the operation's: they are neither counted nor hit. */
export async function startStatementProxy(
  target: string,
  isIgnored: (statement: string) => boolean = () => false,
): Promise<StatementProxy> {
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
      armed: (statement) => (armed && !isIgnored(statement.toString('latin1')) ? armed : null),
      onCut: () => armed?.isDeath && die(),
    });
    client.on('data', (data) => connection.fromClient(data));
    upstream.on('data', (data) => connection.fromServer(data));
    client.on('close', () => connection.clientIsGone());
    upstream.on('close', () => connection.serverIsGone());
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
      armed = { k, fault, seen: [], isMet: false };
    },
    armDeath(k, fault) {
      armed = { k, fault, isDeath: true, seen: [], isMet: false };
    },
    count() {
      armed = { k: 0, fault: null, seen: [], isMet: false };
    },
    disarm() {
      const { seen = [], isMet = false } = armed ?? {};
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
const LATE_MS = 100;
/** Of each message of a slow answer. */
const SLOW_BYTES_MAX = 64;
/** Parse, Bind, Describe and Execute belong to the Sync that follows. */
const PARTS = new Set([0x50, 0x42, 0x44, 0x45]);

interface Hub {
  /** What the statement is to meet or to be counted by; null when it is none of the operation's. */
  armed(statement: Buffer): Armed | null;
  onCut(): void;
}

class Connection {
  private readonly client: net.Socket;
  private readonly upstream: net.Socket;
  private readonly hub: Hub;
  private fromClientLeft = Buffer.alloc(0);
  private fromServerLeft = Buffer.alloc(0);
  private hasBegun = false;
  /** Messages of the statement that is being sent. */
  private pending: Buffer[] = [];
  /** I, T or E: outside, inside, or in a failed transaction. */
  private status = 'I';
  /** So many answers are not told. */
  private swallowed = 0;
  /** With the last answer that is swallowed the connection is cut. */
  private isDoomed = false;
  private isStuck = false;
  /** What is told byte by byte; null when nothing is. */
  private trickle: Promise<void> | null = null;

  constructor(client: net.Socket, upstream: net.Socket, hub: Hub) {
    this.client = client;
    this.upstream = upstream;
    this.hub = hub;
  }

  fromClient(data: Buffer): void {
    if (this.isStuck) return;
    this.fromClientLeft = Buffer.concat([this.fromClientLeft, data]);
    for (let message = this.nextFromClient(); message; message = this.nextFromClient()) this.take(message);
  }

  fromServer(data: Buffer): void {
    if (this.isStuck) return;
    this.fromServerLeft = Buffer.concat([this.fromServerLeft, data]);
    for (;;) {
      const length = lengthOf(this.fromServerLeft);
      if (length === null) return;
      const message = this.fromServerLeft.subarray(0, length);
      this.fromServerLeft = this.fromServerLeft.subarray(length);
      if (this.swallowed === 0) this.tell(message);
      if (message[0] !== READY) continue;
      this.trickle = null;
      this.status = String.fromCharCode(message[HEADER_BYTES]!);
      if (this.swallowed === 0) continue;
      this.swallowed -= 1;
      if (this.isDoomed && this.swallowed === 0) this.cut();
    }
  }

  clientIsGone(): void {
    if (!this.isDoomed && !this.isStuck) this.upstream.destroy();
  }

  serverIsGone(): void {
    if (!this.isStuck) this.client.destroy();
  }

  private tell(message: Buffer): void {
    if (!this.trickle) return void this.client.write(message);
    this.trickle = this.trickle.then(() => inBytes(message, this.client));
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
    if (PARTS.has(type!)) return;
    const statement = Buffer.concat(this.pending);
    this.pending = [];
    if (type !== QUERY && type !== SYNC) this.upstream.write(statement);
    else this.send(statement);
  }

  private send(statement: Buffer): void {
    const armed = this.hub.armed(statement);
    const kind = kindOf(statement, this.status);
    armed?.seen.push(kind);
    const isIt = armed !== null && !armed.isMet && armed.seen.length === armed.k;
    if (!isIt) return void this.upstream.write(statement);
    armed.isMet = true;
    this.fail(statement, kind, armed.fault!);
  }

  private fail(statement: Buffer, kind: StatementKind, fault: Fault | Stall): void {
    switch (fault) {
      case 'F1':
        return this.cut();
      case 'F2':
      case 'F4':
        return this.swallow([statement], true);
      case 'F3':
        return kind === 'alone' ? this.swallow([query('begin'), statement], true) : this.cut();
      case 'F5':
        this.isStuck = true;
        return;
      case 'F6':
        this.trickle = Promise.resolve();
        setTimeout(() => this.upstream.write(statement), LATE_MS);
        return;
      case '57P01':
        this.client.end(refusal(fault, 'FATAL'));
        this.upstream.destroy();
        return this.hub.onCut();
      default:
        this.refuse(kind, fault);
    }
  }

  /** The server is brought to where its own refusal would have brought it. */
  private refuse(kind: StatementKind, code: string): void {
    if (kind === 'commit') this.swallow([query('rollback')], false);
    if (kind === 'inside' && this.status === 'T') this.swallow([query('select 1/0')], false);
    const status = kind === 'inside' && this.status !== 'I' ? 'E' : 'I';
    this.client.write(Buffer.concat([refusal(code, 'ERROR'), ready(status)]));
  }

  private swallow(statements: readonly Buffer[], isDoomed: boolean): void {
    this.swallowed = statements.length;
    this.isDoomed = isDoomed;
    this.upstream.write(Buffer.concat(statements));
  }

  private cut(): void {
    this.client.destroy();
    this.upstream.destroy();
    this.hub.onCut();
  }
}

async function inBytes(message: Buffer, client: net.Socket): Promise<void> {
  const slowly = Math.min(message.length, SLOW_BYTES_MAX);
  for (let at = 0; at < slowly; at++) {
    client.write(message.subarray(at, at + 1));
    await new Promise(setImmediate);
  }
  if (slowly < message.length) client.write(message.subarray(slowly));
}

/** The length of the first message with its type byte; null when it is not there yet. */
function lengthOf(left: Buffer): number | null {
  if (left.length < HEADER_BYTES) return null;
  const length = left.readInt32BE(1) + 1;
  return left.length < length ? null : length;
}

/** A text of several statements ends its transaction with its last one. */
function kindOf(statement: Buffer, status: string): StatementKind {
  const words = statement.toString('latin1', HEADER_BYTES).replaceAll('\0', ' ').trim();
  if (statement[0] === QUERY && /(^|;)\s*(commit|end)\s*;?$/i.test(words)) return 'commit';
  const isAlone = status === 'I' && !/^(begin|start transaction|rollback)\b/i.test(words);
  return isAlone ? 'alone' : 'inside';
}

function query(text: string): Buffer {
  return framed('Q', Buffer.from(`${text}\0`));
}

/** What the server says when it could not do the statement. */
function refusal(code: string, severity: 'ERROR' | 'FATAL'): Buffer {
  return framed('E', Buffer.from(`S${severity}\0V${severity}\0C${code}\0Mrefused by the test\0\0`));
}

function ready(status: 'I' | 'E'): Buffer {
  return framed('Z', Buffer.from(status));
}

function framed(type: string, body: Buffer): Buffer {
  const head = Buffer.alloc(HEADER_BYTES);
  head.write(type);
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}
