/** People of the demonstration who are signed in over HTTP. */
import type pg from 'pg';
import { v7 as uuid } from 'uuid';
import { createCrm, demonstrationPeople } from '#crm';
import { Credentials } from '../../api/auth/credentials.ts';

export interface Answer<T = unknown> {
  readonly status: number;
  readonly body: T;
}

export interface Visitor {
  readonly id: string;
  /** Empty for a stranger. */
  readonly cookie: string;
  get<T>(path: string): Promise<Answer<T>>;
  send<T>(method: string, path: string, body?: unknown, key?: string): Promise<Answer<T>>;
}

const PASSWORD = 'demonstration';
const NULL_LOGGER = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/** The demonstration's people and customers, without a history; who is to sign in is by first name, or all of them. */
export async function seedPeople(pool: pg.Pool, firstName = ''): Promise<void> {
  const crm = createCrm({
    pool,
    clock: { now: () => new Date() },
    ids: { next: () => uuid() },
    logger: NULL_LOGGER,
  });
  await crm.seedDemonstration(new Date());
  const credentials = new Credentials(pool);
  const visitors = demonstrationPeople.filter((person) => person.name.startsWith(firstName));
  await Promise.all(visitors.map((person) => credentials.set(person.id, PASSWORD)));
  // Tests say themselves who is away.
  await pool.query('delete from crm.substitution');
}

/** By first name. */
export async function signIn(running: { readonly url: string }, firstName: string): Promise<Visitor> {
  const person = demonstrationPeople.find((candidate) => candidate.name.startsWith(`${firstName} `));
  if (!person) throw new Error(`Expected '${firstName}' among the people of the demonstration.`);
  const answer = await fetch(`${running.url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-requested-with': 'throughline' },
    body: JSON.stringify({ email: person.email, password: PASSWORD }),
  });
  if (answer.status !== 200) throw new Error(`Expected to sign in, but got ${answer.status}.`);
  const cookie = (answer.headers.getSetCookie()[0] ?? '').split(';')[0] ?? '';
  return visitor(running.url, { id: person.id, cookie });
}

/** Without a cookie: a stranger. */
export function visitor(url: string, who: { readonly id: string; readonly cookie: string | null }): Visitor {
  const call = async <T>(method: string, path: string, body?: unknown, key?: string): Promise<Answer<T>> => {
    const answer = await fetch(`${url}${path}`, {
      method,
      headers: {
        'x-requested-with': 'throughline',
        ...(who.cookie ? { cookie: who.cookie } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(key ? { 'idempotency-key': key } : {}),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: answer.status, body: (await contentOf(answer)) as T };
  };
  return { id: who.id, cookie: who.cookie ?? '', get: (path) => call('GET', path), send: call };
}

/** Files come as their bytes. */
function contentOf(answer: Response): Promise<unknown> {
  const isJson = answer.headers.get('content-type')?.includes('json') ?? false;
  return isJson ? answer.json() : answer.arrayBuffer();
}
