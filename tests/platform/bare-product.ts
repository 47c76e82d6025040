/** The product without engine and CRM: what the platform alone promises, over real HTTP on a real database. */
import { Router } from 'express';
import pg from 'pg';
import { v7 as uuid } from 'uuid';
import { Credentials } from '../../api/auth/credentials.ts';
import type { RequestUser, SecurityEvent } from '#crm';
import type { People } from '../../api/auth/people.ts';
import { composeSignIn } from '../../api/auth/sign-in.ts';
import { readConfig } from '../../api/config.ts';
import { runProduct, type Compose, type RunningProduct } from '../../api/run.ts';
import { createLiveSockets, type LiveSockets } from '../../api/sockets/live-sockets.ts';

export interface BareProduct extends RunningProduct {
  readonly people: TestPeople;
  /** Signs in and returns the Cookie header. */
  signIn(email: string, password: string): Promise<string>;
  request(method: string, path: string, options?: RequestOptions): Promise<Response>;
  readonly sockets: LiveSockets;
}

export interface RequestOptions {
  readonly body?: unknown;
  readonly cookie?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Users in memory, behind the port that the composition fills from the CRM. */
export class TestPeople implements People {
  readonly users = new Map<string, RequestUser>();

  add(name: string, facts: Partial<RequestUser> = {}): RequestUser {
    const user: RequestUser = {
      id: uuid(),
      email: `${name.toLowerCase()}@example.com`,
      name,
      locale: 'en',
      timeZone: 'Europe/Berlin',
      roles: [],
      isAdmin: false,
      positionId: null,
      positionTitle: null,
      departmentId: null,
      departmentName: null,
      departmentsBelow: [],
      departmentsAbove: [],
      teamIds: [],
      standsInFor: [],
      ...facts,
    };
    this.users.set(user.id, user);
    return user;
  }

  load(userId: string): Promise<RequestUser | null> {
    return Promise.resolve(this.users.get(userId) ?? null);
  }

  findIdByEmail(email: string): Promise<string | null> {
    return Promise.resolve(
      [...this.users.values()].find((user) => user.email === email.toLowerCase())?.id ?? null,
    );
  }

  hasUsers(): Promise<boolean> {
    return Promise.resolve(this.users.size > 0);
  }

  createFirstAdmin(request: { readonly name: string; readonly email: string }): Promise<string> {
    return Promise.resolve(this.add(request.name, { email: request.email, isAdmin: true }).id);
  }

  readonly notes: SecurityEvent[] = [];

  provision({ name, email }: { readonly name: string; readonly email: string }): Promise<string | null> {
    return Promise.resolve(this.add(name, { email }).id);
  }

  note(event: SecurityEvent): Promise<void> {
    this.notes.push(event);
    return Promise.resolve();
  }

  setLocale(userId: string, locale: RequestUser['locale']): Promise<void> {
    const user = this.users.get(userId);
    if (user !== undefined) this.users.set(userId, { ...user, locale });
    return Promise.resolve();
  }
}

export async function startBareProduct(
  environment: Readonly<Record<string, string>>,
  canJoin: (user: RequestUser) => boolean = () => true,
): Promise<BareProduct> {
  const people = new TestPeople();
  let sockets: LiveSockets | undefined;
  const compose: Compose = (foundation) => {
    const router = Router();
    const signIn = composeSignIn(router, foundation, {
      people,
      demonstrationLogins: () => Promise.resolve([]),
    });
    sockets = createLiveSockets({
      server: foundation.server,
      identify: signIn.identify,
      canJoin: (user) => Promise.resolve(canJoin(user)),
      onSessionEnd: (listener) => foundation.sessions.onEnd(listener),
      logger: foundation.logger,
    });
    return Promise.resolve({
      api: { router, isSignedIn: signIn.isSignedIn, problemMappers: [] },
      start: () => Promise.resolve(),
      stop: () => sockets?.stop() ?? Promise.resolve(),
    });
  };
  const config = readConfig({ PORT: '0', LOG_LEVEL: 'silent', UNSAFE_DATABASE: '1', ...environment });
  const running = await runProduct(config, compose);
  if (sockets === undefined) throw new Error('Expected the product to have been composed, but it was not.');
  return bareProduct(running, people, sockets);
}

function bareProduct(running: RunningProduct, people: TestPeople, sockets: LiveSockets): BareProduct {
  const request: BareProduct['request'] = (method, path, options = {}) =>
    fetch(`${running.url}${path}`, {
      method,
      headers: {
        'x-requested-with': 'throughline',
        ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(options.cookie === undefined ? {} : { cookie: options.cookie }),
        ...options.headers,
      },
      ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
    });
  return {
    url: running.url,
    stop: () => running.stop(),
    people,
    sockets,
    request,
    signIn: async (email, password) => {
      const answer = await request('POST', '/api/session', { body: { email, password } });
      if (answer.status !== 200) throw new Error(`Expected to sign in, but got ${answer.status}.`);
      return cookieOf(answer);
    },
  };
}

export function cookieOf(answer: Response): string {
  return (answer.headers.getSetCookie()[0] ?? '').split(';')[0] ?? '';
}

export async function setPassword(databaseUrl: string, userId: string, password: string): Promise<void> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 1 });
  await new Credentials(pool).set(userId, password);
  await pool.end();
}
