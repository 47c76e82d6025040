/** A job that meets a bug or a refusal never stops silently: an incident, or a failed start that can be tried again. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testDatabase } from '../../support/database.ts';
import type { TestDatabase } from '../../support/database.ts';
import { anEngine } from '../../support/engine.ts';
import { aProcess } from '../../support/process-builder.ts';
import { ANNA, createNode } from '../store/host.ts';
import type { Node } from '../store/host.ts';

let database: TestDatabase;
let node: Node;
let isBroken = true;

/** Not an EngineFailure: the host's code has a bug. */
const records = {
  async read(refs: readonly unknown[]) {
    if (isBroken) throw new TypeError('Cannot read properties of undefined');
    return refs.map(() => ({ type: 'question' }));
  },
};

beforeAll(async () => {
  database = await testDatabase();
  node = createNode(database.url, {}, { records });
});
beforeEach(() => {
  isBroken = true;
});
afterAll(async () => {
  await node.close();
  await database.drop();
});

const RECORD_START = `<conditionalEventDefinition><extensionElements><tl:recordEvent entity="ticket" change="changed" field="status" to="closed" filter="= ticket.type != &quot;spam&quot;"/></extensionElements><condition xsi:type="tFormalExpression">true</condition></conditionalEventDefinition>`;

const waiting = aProcess('waiting')
  .start()
  .catchTimer('pause', { duration: 'PT1H' })
  .exclusive('x')
  .flow({ condition: '= ticket.type = "question"' })
  .end('yes')
  .from('x')
  .flow({ isDefault: true })
  .end('no');

describe.each(['memory', 'postgres'] as const)('a timer that meets a bug, on %s', (store) => {
  it('becomes an incident at its element, which goes on when it is retried', async () => {
    const engine = await anEngine({ store, databaseUrl: database.url, records });
    await engine.deploy([waiting.file()]);
    await engine.start('waiting', { variables: { ticket: { $record: 'ticket', id: 't1' } } });
    await engine.advance('PT1H');
    expect((await engine.snapshot()).incidents).toEqual([]);
    await engine.advance('PT1H');
    expect((await engine.snapshot()).incidents).toEqual([{ element: 'pause', code: 'ENG_JOB_FAILED' }]);
    isBroken = false;
    await engine.resolveIncident('pause');
    await engine.runDueJobs();
    expect(await engine.snapshot()).toMatchObject({ ended: true, incidents: [] });
  });
});

describe('a start that does not come about', () => {
  const ticket = (id: string) =>
    ({
      id,
      entity: 'ticket',
      recordId: 't1',
      change: 'changed',
      actor: ANNA,
      fields: { status: { from: 'open', to: 'closed' } },
    }) as const;

  async function deploy(...processes: ReturnType<typeof aProcess>[]): Promise<void> {
    await node.engine.deploy({ files: processes.map((process) => process.file()) }, { actor: ANNA });
  }
  const started = async (processKey: string) =>
    (await node.engine.views.instances({ visibleKeys: 'all', involving: null, processKey, limit: 10 })).items
      .length;
  const endPauses = () => node.pool.query('update engine.job set lease_until = null');

  it('after a bug is tried again, then kept as failed, and a retry starts what is missing', async () => {
    const filtered = aProcess('filtered').start('closed', { content: RECORD_START }).userTask('call').end();
    const plain = RECORD_START.replace(/ filter="[^"]*"/, '');
    const healthy = aProcess('healthy').start('closed', { content: plain }).userTask('call').end();
    await deploy(filtered, healthy);
    await node.engine.enqueueRecordEvent(ticket('change 1'), { client: null });
    for (let tries = 0; tries < 3; tries++) {
      expect(await node.engine.views.failedJobs()).toEqual([]);
      expect(await node.engine.runDueJobs()).toBe(1);
      expect(await node.engine.runDueJobs()).toBe(0);
      await endPauses();
    }
    expect(await node.engine.runDueJobs()).toBe(0);
    expect([await started('filtered'), await started('healthy')]).toEqual([0, 1]);
    const [job, ...others] = await node.engine.views.failedJobs();
    expect(others).toEqual([]);
    expect(job).toMatchObject({
      kind: 'record-event',
      tries: 3,
      record: { entity: 'ticket', recordId: 't1', change: 'changed' },
      failures: [
        { processKey: 'filtered', elementId: 'closed', message: 'Cannot read properties of undefined' },
      ],
    });
    isBroken = false;
    await node.engine.retryFailedJob({ jobId: job!.id }, { actor: ANNA });
    await node.engine.runDueJobs();
    expect([await started('filtered'), await started('healthy')]).toEqual([1, 1]);
    expect(await node.engine.views.failedJobs()).toEqual([]);
    await expect(node.engine.retryFailedJob({ jobId: job!.id }, { actor: ANNA })).rejects.toMatchObject({
      code: 'ENG_INCIDENT_NOT_FOUND',
    });
  });

  it('of all that was collected is a kind of its own', async () => {
    const both = aProcess('both')
      .startOn('all', [{ message: 'one' }, { message: 'two' }], true, {
        attributes: 'parallelMultiple="true"',
      })
      .userTask('call')
      .end();
    await deploy(both);
    for (const name of ['one', 'two']) await node.engine.correlateMessage({ name }, { actor: ANNA });
    await node.pool.query(`update engine.job set element_id = 'gone' where kind = 'start'`);
    for (let tries = 0; tries < 3; tries++) {
      await node.engine.runDueJobs();
      await node.pool.query(`update engine.job set due_at = now() where kind = 'start'`);
    }
    const [job] = await node.engine.views.failedJobs();
    expect(job).toMatchObject({ kind: 'start', record: null, failures: [{ processKey: 'both' }] });
    await node.pool.query(`update engine.job set element_id = 'all' where kind = 'start'`);
    await node.engine.retryFailedJob({ jobId: job!.id }, { actor: ANNA });
    await node.engine.runDueJobs();
    expect(await started('both')).toBe(1);
    expect(await node.engine.views.failedJobs()).toEqual([]);
  });

  it('does not end the cycle of a start timer, and what it missed can be made up for', async () => {
    const key = '<tl:process businessKey="= ticket.type"/>';
    const nightly = aProcess('nightly', key).startTimer('night', { cycle: 'R/P1D' }).userTask('call').end();
    await deploy(nightly);
    // The version loses its start element, as no deployment would let it: each start is refused.
    await node.pool.query(`update engine.job set element_id = 'gone', due_at = now() - interval '1 minute'
      where kind = 'timer-start'`);
    expect(await node.engine.runDueJobs()).toBe(1);
    const [missed] = await node.engine.views.failedJobs();
    expect(missed).toMatchObject({
      kind: 'timer-start',
      record: null,
      failures: [{ processKey: 'nightly', elementId: 'gone' }],
    });
    const { rows } = await node.pool.query(
      `select state, due_at > now() as later from engine.job where kind = 'timer-start' order by state`,
    );
    expect(rows).toEqual([
      { state: 'failed', later: false },
      { state: 'ready', later: true },
    ]);
    await node.pool.query(`update engine.job set element_id = 'night' where state = 'failed'`);
    await node.engine.retryFailedJob({ jobId: missed!.id }, { actor: ANNA });
    await node.engine.runDueJobs();
    expect(await started('nightly')).toBe(1);
    expect(await node.engine.views.failedJobs()).toEqual([]);
  });
});
