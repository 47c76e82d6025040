/** What is left of an ended instance at each level of history: the value that was planted everywhere is nowhere. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { aProcess, forEach, io } from '../../support/process-builder.ts';
import { ANNA, createNode, openTasks, type Node } from '../store/host.ts';

let database: TestDatabase;
let node: Node;
const PLANTED = 'plum-tree-8412';
const BY = { actor: ANNA };
const CALL = `<tl:call subject="{{ secret }}" offset="P0D"/><tl:outcomes variable="said"><tl:outcome code="good" label="Good"/><tl:outcome code="later" label="Later" effect="reschedule"/></tl:outcomes>`;
const DECISION = `<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="urn:d">
<decision id="taste" name="Taste"><decisionTable id="t" hitPolicy="UNIQUE"><input id="i"><inputExpression id="e" typeRef="string"><text>secret</text></inputExpression></input>
<output id="o" name="taste" typeRef="string"/><rule id="only"><inputEntry id="ie"><text>-</text></inputEntry><outputEntry id="oe"><text>secret</text></outputEntry></rule></decisionTable></decision></definitions>`;

beforeAll(async () => {
  database = await testDatabase();
  node = createNode(database.url, {
    echo: { mode: 'job', run: async () => ({ kind: 'ok', output: { echoed: PLANTED } }) },
    'crm.plan-call': {
      mode: 'transaction',
      run: async () => ({ kind: 'ok', output: { activityId: PLANTED } }),
    },
  });
  const process = aProcess('planted')
    .start()
    .action('effect', 'echo', { io: io({ secret: '= secret' }) })
    .raw('businessRuleTask', 'rule', { extensions: '<tl:decision ref="taste" resultVariable="taste"/>' })
    .subProcess('inner', (inside) => inside.start('in').userTask('within').end('out'))
    .userTask('each', { loop: forEach('= list', { results: 'all', result: '= item' }) })
    .catchMessage('reply', 'reply', '= secret')
    .userTask('call', { extensions: CALL })
    .scriptTask('broken', 'if (secret !== "") throw new Error("broken")')
    .end();
  const files = [process.file(), { name: 'taste.dmn', content: DECISION }];
  await node.engine.deploy({ files }, BY);
});
afterAll(async () => {
  await node.close();
  await database.drop();
});

const complete = async (instanceId: string, more: object = {}): Promise<void> => {
  for (const taskId of await openTasks(node.engine, instanceId)) {
    await node.engine.completeUserTask({ taskId, variables: { given: PLANTED }, ...more }, BY);
  }
  await node.engine.runDueJobs();
};

/** One instance through every kind of step, with the value in whatever it touches. */
async function ranThrough(): Promise<string> {
  const variables = { secret: PLANTED, list: [PLANTED, PLANTED] };
  const { instanceId } = await node.engine.startInstance({ processKey: 'planted', variables }, BY);
  await node.engine.runDueJobs();
  await complete(instanceId);
  await complete(instanceId);
  await node.engine.correlateMessage(
    { name: 'reply', correlationKey: PLANTED, variables: { text: PLANTED } },
    BY,
  );
  await node.engine.setVariables({ instanceId, values: { by: PLANTED } }, BY);
  const soon = new Date(Date.now() + 1_500).toISOString();
  await complete(instanceId, { outcome: 'later', rescheduleTo: soon });
  await new Promise((resolve) => setTimeout(resolve, 1_600));
  await node.engine.runDueJobs();
  await complete(instanceId, { outcome: 'good' });
  const [incident] = (await node.engine.views.instance(instanceId))!.incidents;
  await node.engine.skipIncident({ incidentId: incident!.id, variables: { mended: PLANTED } }, BY);
  expect(await node.engine.views.instance(instanceId)).toMatchObject({ status: 'completed' });
  return instanceId;
}

/** Tables of the engine that hold the value; what is on its way out or guards a repetition has a life of its own. */
async function tablesWithIt(): Promise<readonly string[]> {
  const { rows: tables } = await node.pool.query<{ name: string }>(
    `select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = 'engine' and c.relkind = 'r' and c.relname not in ('outbox', 'idempotency')`,
  );
  const found: string[] = [];
  for (const { name } of tables) {
    const text = `select 1 from engine."${name}" t where t::text like '%${PLANTED}%' limit 1`;
    if ((await node.pool.query(text)).rows.length > 0) found.push(name.replace(/_\d.*|_other$/, ''));
  }
  return [...new Set(found)].sort();
}

async function cleaned(level: 'activity' | 'none', instanceId: string): Promise<void> {
  const { operations } = node.engine;
  await operations.changeSetting({ processKey: 'planted', historyLevel: level, historyDays: null }, BY);
  await node.pool.query(
    `update engine.process_instance set ended_at = now() - interval '2 days' where root_instance_id = $1`,
    [instanceId],
  );
  expect(await operations.cleanHistory()).toBeGreaterThan(0);
}

test('at the level "activity" what happened stays, without any value', async () => {
  const instanceId = await ranThrough();
  expect(await tablesWithIt()).toEqual(['history_command', 'process_instance', 'user_task']);
  const before = (await node.engine.views.history({ instanceId, limit: 500 })).map(({ kind }) => kind);
  for (const kind of [
    ...['DecisionEvaluated', 'JobCreated', 'UserTaskCreated', 'UserTaskRescheduled', 'LoopStarted'],
    ...['LoopResultAdded', 'ElementMemoSet', 'SubscriptionOpened', 'IncidentRaised', 'VariablesSet'],
  ])
    expect(before).toContain(kind);
  await cleaned('activity', instanceId);
  expect(await tablesWithIt()).toEqual([]);
  const after = await node.engine.views.history({ instanceId, limit: 500 });
  expect(after.map(({ kind }) => kind)).toEqual(before);
  expect(JSON.stringify(after)).toContain('"id":"only"');
});

test('at the level "none" nothing of it stays', async () => {
  const instanceId = await ranThrough();
  await cleaned('none', instanceId);
  expect(await tablesWithIt()).toEqual([]);
  expect(await node.engine.views.history({ instanceId, limit: 10 })).toEqual([]);
});
