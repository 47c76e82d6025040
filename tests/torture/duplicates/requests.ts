/**
 * T07 over HTTP, on two nodes of the product: each request is sent several times at once under one key, and some of those
 * who ask hang up before they are answered. Whoever asks again gets the answer of the one effect. A request that is
 * refused (400, 403, 404, 409, 422) leaves nothing behind, and its key is still free for the request that is right.
 */
import { aProcess } from '../../support/process-builder.ts';
import { signIn, type Answer, type Visitor } from '../../support/visitors.ts';
import type { Random } from '../random.ts';
import { startCutProduct, type CutProduct } from '../statements/cut-product.ts';
import { countRows, differenceOf } from '../statements/outcome.ts';

const HANG_UP_SHARE = 0.3;
const HANG_UP_MS_MAX = 40;
const OTHER_BODY_SHARE = 0.2;
const ADMIN = 'Viktor';
const KEY = 'duplicates';
const PROCESS = aProcess(KEY, '<tl:process manualStart="true" />')
  .start()
  .userTask('first', { extensions: '<tl:assignment kind="initiator" />' })
  .userTask('second', { extensions: '<tl:assignment kind="initiator" />' })
  .end();

export interface Doors {
  readonly product: CutProduct;
  /** The same person at each node. */
  readonly visitors: readonly Visitor[];
  readonly urls: readonly string[];
  close(): Promise<void>;
}

interface Sent {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
}

export async function openDoors(databaseUrl: string): Promise<Doors> {
  const product = await startCutProduct(databaseUrl, databaseUrl);
  const other = await startCutProduct(databaseUrl, databaseUrl, { isSeeded: true });
  await product.write('POST', '/api/processes', { name: KEY, xml: PROCESS.xml() });
  await product.write('POST', `/api/processes/${KEY}/publish`, { revision: 1 });
  return {
    product,
    visitors: [product.admin, await signIn(other, ADMIN)],
    urls: [product.url, other.url],
    async close() {
      await other.stop();
      await product.stop();
    },
  };
}

/** Sends it 2 to 10 times at once, in turn to the nodes; the answers of those who waited for one. */
async function sendAtOnce(
  { visitors, urls }: Doors,
  random: Random,
  key: string,
  bodyOf: (copy: number) => Sent,
): Promise<readonly (Answer & { readonly copy: number })[]> {
  const copies = Array.from({ length: random.between(2, 10) }, (_, copy) => ({
    copy,
    hangsUpAfter: random.next() < HANG_UP_SHARE ? random.between(0, HANG_UP_MS_MAX) : null,
  }));
  const answers = await Promise.all(
    copies.map(async ({ copy, hangsUpAfter }) => {
      const node = copy % urls.length;
      const sent = bodyOf(copy);
      if (hangsUpAfter === null)
        return { copy, ...(await visitors[node]!.send(sent.method, sent.path, sent.body, key)) };
      await hangUp(urls[node]!, visitors[node]!.cookie, { ...sent, key, after: hangsUpAfter });
      return null;
    }),
  );
  return answers.filter((answer) => answer !== null);
}

async function hangUp(
  url: string,
  cookie: string,
  { method, path, body, key, after }: Sent & { readonly key: string; readonly after: number },
): Promise<void> {
  const headers = {
    ...{ cookie, 'content-type': 'application/json', 'x-requested-with': 'throughline' },
    'idempotency-key': key,
  };
  const signal = AbortSignal.timeout(after);
  await fetch(url + path, { method, headers, body: JSON.stringify(body), signal })
    .then(
      (answer) => answer.arrayBuffer(),
      () => undefined,
    )
    .catch(() => undefined);
}

interface RequestKind {
  /** What must be there once; made for each group. */
  prepare(
    doors: Doors,
    unique: string,
  ): Promise<{
    readonly sent: Sent;
    /** The same key, asking for something else. */
    readonly other: Sent;
    /** `isOther`: the effects of the other one count, and must be there. */
    effects(isOther: boolean): Promise<number>;
  }>;
}

const ticketCalled = (subject: string): Sent => ({
  method: 'POST',
  path: '/api/records/ticket',
  body: { fields: { subject } },
});
const startWith = (unique: string): Sent => ({
  method: 'POST',
  path: `/api/processes/${KEY}/start`,
  body: { variables: { mark: unique } },
});

async function counted({ product }: Doors, sql: string, value: string): Promise<number> {
  const { rows } = await product.pool.query<{ count: number }>(`select count(*)::int as count from ${sql}`, [
    value,
  ]);
  return rows[0]!.count;
}

const ticketsCalled = (doors: Doors, subject: string): Promise<number> =>
  counted(doors, 'crm.ticket where subject = $1', subject);

const completionsIn = (doors: Doors, instanceId: string): Promise<number> =>
  counted(
    doors,
    `engine.history_event where root_instance_id = $1 and kind = 'UserTaskCompleted'`,
    instanceId,
  );

/** A started instance, and its first task. */
async function started({ product }: Doors, unique: string): Promise<{ instanceId: string; taskId: string }> {
  const { path, body } = startWith(unique);
  const { instanceId } = await product.write<{ instanceId: string }>('POST', path, body);
  const card = await product.admin.get<{ tasks: { id: string }[] }>(`/api/instances/${instanceId}`);
  return { instanceId, taskId: card.body.tasks[0]!.id };
}

const REQUEST_KINDS: Readonly<Record<string, RequestKind>> = {
  'a new record': {
    prepare: async (doors, unique) => ({
      sent: ticketCalled(unique),
      other: ticketCalled(`another ${unique}`),
      effects: async () =>
        (await ticketsCalled(doors, unique)) + (await ticketsCalled(doors, `another ${unique}`)),
    }),
  },
  'a new instance': {
    prepare: async (doors, unique) => ({
      sent: startWith(unique),
      other: startWith(`another ${unique}`),
      effects: () =>
        counted(
          doors,
          `engine.process_instance where variables ->> 'mark' in ($1::text, 'another ' || $1::text)`,
          unique,
        ),
    }),
  },
  'a completed task': {
    async prepare(doors, unique) {
      const { instanceId, taskId } = await started(doors, unique);
      const sent = { method: 'POST', path: `/api/tasks/${taskId}/complete` };
      return {
        sent: { ...sent, body: {} },
        // What is written beside the completion belongs to the request, too.
        other: { ...sent, body: { note: `Note ${unique}` } },
        async effects(isOther) {
          const notes = await counted(doors, 'crm.activity where body = $1', `Note ${unique}`);
          return (await completionsIn(doors, instanceId)) + Math.abs(notes - (isOther ? 1 : 0));
        },
      };
    },
  },
};

/** The kinds take turns. Null: as it should be. */
export async function tryRequest(doors: Doors, random: Random, index: number): Promise<string | null> {
  const kinds = Object.keys(REQUEST_KINDS);
  const kind = kinds[index % kinds.length]!;
  const problem = await tryKind(doors, random, { kind, unique: `r${index}` });
  return problem && `${kind} over HTTP: ${problem}`;
}

/** One group of requests under one key. */
async function tryKind(
  doors: Doors,
  random: Random,
  { kind, unique }: { readonly kind: string; readonly unique: string },
): Promise<string | null> {
  const { sent, other, effects } = await REQUEST_KINDS[kind]!.prepare(doors, unique);
  const key = `request-${unique}`;
  const hasOther = random.next() < OTHER_BODY_SHARE;
  const isOther = (copy: number): boolean => hasOther && copy % 2 === 1;
  const answers = await sendAtOnce(doors, random, key, (copy) => (isOther(copy) ? other : sent));
  // Those who hung up may have been first, with the one body or with the other.
  const again = await Promise.all(
    [sent, other].map(({ method, path, body }) => doors.visitors[0]!.send(method, path, body, key)),
  );
  const won = again.findIndex(({ status }) => status === 200);
  const [lost] = again.filter((_, rank) => rank !== won);
  const count = await effects(won === 1);
  const told = (): string => JSON.stringify({ answers, again });
  if (won < 0 || count !== 1) return `expected one effect, but there were ${count}: ${told()}`;
  if (lost!.status !== 422 && lost!.status !== 409) return `expected the other body to be refused: ${told()}`;
  const right = JSON.stringify(sorted(again[won]!.body));
  const wrong = answers.filter(({ copy, status, body }) =>
    isOther(copy) === (won === 1)
      ? status !== 200 || JSON.stringify(sorted(body)) !== right
      : status !== lost!.status,
  );
  return wrong.length === 0 ? null : `expected the answer of the one effect for all: ${told()}`;
}

/** What is stored comes back with its names in another order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).map(([name, inner]) => [name, sorted(inner)] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

interface Refused {
  readonly status: number;
  readonly wrong: Sent;
  /** What the same key may be used for afterwards. */
  readonly right: Sent;
  effects(): Promise<number>;
}

/** What is refused, and by which status. */
const REFUSALS: Readonly<Record<string, (doors: Doors, unique: string) => Promise<Refused>>> = {
  'a field that is not there': async (doors, unique) => ({
    status: 422,
    wrong: {
      ...ticketCalled(unique),
      body: { fields: { subject: unique, noSuchField: 1 } },
    },
    right: ticketCalled(unique),
    effects: () => ticketsCalled(doors, unique),
  }),
  'a version that is not the latest': async (doors, unique) => {
    const made = ticketCalled(unique);
    const { id, version } = await doors.product.write<{ id: string; version: number }>(
      made.method,
      made.path,
      made.body,
    );
    const change = (of: number): Sent => ({
      method: 'PATCH',
      path: `/api/records/ticket/${id}`,
      body: { version: of, fields: { priority: 'high' } },
    });
    return {
      status: 409,
      wrong: change(version + 7),
      right: change(version),
      effects: () => counted(doors, `crm.ticket where id = $1 and priority = 'high'`, id),
    };
  },
  'a task that is not open': async (doors, unique) => {
    const { instanceId, taskId } = await started(doors, unique);
    const complete = (id: string): Sent => ({
      method: 'POST',
      path: `/api/tasks/${id}/complete`,
      body: {},
    });
    await doors.product.write('POST', complete(taskId).path, {});
    const card = await doors.product.admin.get<{ tasks: { id: string; elementId: string }[] }>(
      `/api/instances/${instanceId}`,
    );
    const open = card.body.tasks.find(({ elementId }) => elementId === 'second')!.id;
    return {
      status: 409,
      wrong: complete(taskId),
      right: complete(open),
      effects: async () => (await completionsIn(doors, instanceId)) - 1,
    };
  },
  'variables that are none': async (doors, unique) => ({
    status: 422,
    wrong: { ...startWith(unique), body: { variables: [unique] } },
    right: startWith(unique),
    effects: () => counted(doors, `engine.process_instance where variables ->> 'mark' = $1`, unique),
  }),
  'an instance that is not there': async (doors, unique) => ({
    status: 404,
    wrong: { method: 'POST', path: '/api/processes/no_such_process/start', body: {} },
    right: startWith(unique),
    effects: () => counted(doors, `engine.process_instance where variables ->> 'mark' = $1`, unique),
  }),
};

const KEYS = `(select key from engine.idempotency union all select key from app.idempotency) k where key like '%' || $1`;

/** One after the other: nothing else may happen while rows are counted. */
export async function tryRefusals(doors: Doors, seed: number): Promise<readonly string[]> {
  const problems: string[] = [];
  for (const [name, draw] of Object.entries(REFUSALS)) {
    const unique = `refused-${seed}-${name.replaceAll(' ', '-')}`;
    const { status, wrong, right, effects } = await draw(doors, unique);
    const send = ({ method, path, body }: Sent): Promise<Answer> =>
      doors.visitors[1]!.send(method, path, body, unique);
    const before = await countRows(doors.product.pool);
    const refused = [await send(wrong), await send(wrong)];
    const left = differenceOf(before, await countRows(doors.product.pool));
    const kept = await counted(doors, KEYS, unique);
    const answer = await send(right);
    const count = await effects();
    const isRight = refused.every((one) => one.status === status) && Object.keys(left).length === 0;
    if (!isRight || kept > 0 || answer.status !== 200 || count !== 1)
      problems.push(
        `${name}: expected ${status} twice and no trace, then one effect under the same key, but got ` +
          JSON.stringify({ refused, left, kept, answer, count }),
      );
  }
  const malformed = await doors.visitors[0]!.send('POST', '/api/records/ticket', ticketCalled('x').body, '?');
  if (malformed.status !== 400) problems.push(`expected a malformed key to be 400, got ${malformed.status}`);
  return problems;
}
