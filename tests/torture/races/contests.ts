/**
 * The contests of T08: each says which ends are right. There is one winner, and nobody meets an error of the database.
 */
import { ANNA } from '../../engine/store/host.ts';
import { aProcess } from '../../support/process-builder.ts';
import { atOnce, type Cluster } from '../cluster.ts';
import type { Random } from '../random.ts';

const LISTENERS = 50;
/** So many of them end at the moment of the signal. */
const LEAVERS = 5;
const TIMERS = 20;
const HEARD_MS_MAX = 60_000;
const actor = ANNA;

const forkOfFour = (): ReturnType<typeof aProcess> => {
  const drawn = aProcess('four')
    .start()
    .parallel('fork')
    .userTask('a')
    .parallel('join')
    .userTask('after')
    .end();
  for (const branch of ['b', 'c', 'd']) drawn.from('fork').userTask(branch).to('join');
  return drawn;
};
const withBoundary = (id: string, event: { message: string } | { duration: string }) =>
  aProcess(id)
    .start()
    .subProcess('work', (inner) =>
      inner.start('s').catchMessage('inner', 'go on').userTask('inside').end('e'),
    )
    .end()
    .boundary('over', 'work', event)
    .userTask('escalated')
    .end('late');

export const PROCESSES = [
  aProcess('plain').start().userTask('first').userTask('second').end(),
  aProcess('opening').start().userTask('first').catchMessage('wait', 'paid').userTask('second').end(),
  aProcess('timed')
    .start()
    .userTask('first')
    .end()
    .boundary('over', 'first', { duration: 'PT1H' })
    .userTask('late')
    .end('e'),
  aProcess('paused').start().catchTimer('pause', { duration: 'PT1H' }).userTask('second').end(),
  forkOfFour(),
  aProcess('hearing')
    .start()
    .userTask('first')
    .end()
    .boundary('heard', 'first', { signal: '= alarm' }, false)
    .userTask('alarmed')
    .end('e'),
  withBoundary('stopped', { message: 'stop' }),
];

/** Null: it ended as it may. */
type Run = (cluster: Cluster, random: Random, unique: string) => Promise<string | null>;

export interface Contest {
  /** How often it is held in a whole run. */
  readonly times: number;
  /** How many winners there are in one: a timer each, where many are due at once. */
  readonly decides?: number;
  readonly run: Run;
}

const engineOf = ({ nodes }: Cluster, index: number) => nodes[index % nodes.length]!.engine;

/** How often each of them has heard the alarm. */
async function alarmsOf({ nodes }: Cluster, instanceIds: readonly string[]): Promise<readonly number[]> {
  const { rows } = await nodes[0]!.pool.query<{ times: number }>(
    `select (select count(*)::int from engine.user_task t
             where t.root_instance_id = i.id and t.element_id = 'alarmed') as times
     from unnest($1::uuid[]) with ordinality i (id, n) order by n`,
    [instanceIds],
  );
  return rows.map((row) => row.times);
}

/** Makes the jobs of the instance due. */
async function fallDue({ nodes }: Cluster, instanceId: string): Promise<void> {
  await nodes[0]!.pool.query(
    `update engine.job set due_at = throughline_now() - interval '1 second' where root_instance_id = $1`,
    [instanceId],
  );
}

export const CONTESTS: Readonly<Record<string, Contest>> = {
  'completing one task': {
    times: 100,
    async run(cluster, random) {
      const instanceId = await cluster.start('plain');
      const taskId = (await cluster.taskAt(instanceId, 'first'))!;
      const callers = random.between(2, 6);
      const { answers, refusals } = await atOnce(
        Array.from(
          { length: callers },
          (_, index) => () => engineOf(cluster, index).completeUserTask({ taskId }, { actor }),
        ),
      );
      const tasks = (await cluster.tasksOf(instanceId)).join();
      return answers.length === 1 && only(refusals, 'ENG_USER_TASK_NOT_OPEN') && tasks === 'second'
        ? null
        : `${answers.length} winners, refused with ${refusals.join()}, open ${tasks}`;
    },
  },

  'claiming one task': {
    times: 500,
    async run(cluster) {
      const instanceId = await cluster.start('plain');
      const taskId = (await cluster.taskAt(instanceId, 'first'))!;
      // The task is its starter's at first.
      await engineOf(cluster, 0).unclaimUserTask({ taskId }, { actor });
      const users = Array.from({ length: 8 }, (_, index) => `user${index}`);
      const { answers, refusals } = await atOnce(
        users.map(
          (userId, index) => () =>
            engineOf(cluster, index)
              .claimUserTask({ taskId, userId }, { actor: { kind: 'user', id: userId } })
              .then(() => userId),
        ),
      );
      const { assignee } = (await engineOf(cluster, 0).views.userTask(taskId))!;
      return answers.length === 1 && assignee === answers[0] && refusals.length === users.length - 1
        ? null
        : `${answers.join()} claimed it, ${assignee} has it, refused with ${[...new Set(refusals)].join()}`;
    },
  },

  'four branches of a join': {
    times: 200,
    async run(cluster) {
      const instanceId = await cluster.start('four');
      const tasks = await Promise.all(
        ['a', 'b', 'c', 'd'].map((element) => cluster.taskAt(instanceId, element)),
      );
      const { refusals } = await atOnce(
        tasks.map(
          (taskId, index) => () => engineOf(cluster, index).completeUserTask({ taskId: taskId! }, { actor }),
        ),
      );
      const fired = await cluster.countEvents(instanceId, 'JoinFired', 'join');
      const open = (await cluster.tasksOf(instanceId)).join();
      return refusals.length === 0 && fired === 1 && open === 'after'
        ? null
        : `the join fired ${fired} times, open ${open}, refused with ${refusals.join()}`;
    },
  },

  'a message against an interruption': {
    times: 500,
    async run(cluster, _random, unique) {
      const instanceId = await cluster.start('stopped', unique);
      const go = () =>
        engineOf(cluster, 1).correlateMessage({ name: 'go on', correlationKey: unique }, { actor });
      const stop = () =>
        engineOf(cluster, 2).correlateMessage({ name: 'stop', correlationKey: unique }, { actor });
      const { answers, refusals } = await atOnce([go, stop]);
      const open = (await cluster.tasksOf(instanceId)).join();
      const isRight =
        answers.length >= 1 && only(refusals, 'ENG_MESSAGE_NOT_CORRELATED') && open === 'escalated';
      return isRight ? null : `${answers.length} arrived, refused with ${refusals.join()}, open ${open}`;
    },
  },

  'a timer against completing': {
    times: 500,
    async run(cluster) {
      const instanceId = await cluster.start('timed');
      const taskId = (await cluster.taskAt(instanceId, 'first'))!;
      await fallDue(cluster, instanceId);
      const fires = [0, 1].map(
        (index) => () =>
          engineOf(cluster, index)
            .runDueJobs()
            .then(() => 'fired'),
      );
      const complete = () =>
        engineOf(cluster, 2)
          .completeUserTask({ taskId }, { actor })
          .then(() => 'completed');
      const { answers, refusals } = await atOnce([...fires, complete]);
      const open = (await cluster.tasksOf(instanceId)).join();
      const expected = answers.includes('completed') ? '' : 'late';
      return only(refusals, 'ENG_USER_TASK_NOT_OPEN') && open === expected
        ? null
        : `${answers.join()}, refused with ${refusals.join()}, open ${open}`;
    },
  },

  'many timers at once': {
    times: 100,
    decides: TIMERS,
    async run(cluster) {
      const ids = await Promise.all(Array.from({ length: TIMERS }, () => cluster.start('paused')));
      for (const id of ids) await fallDue(cluster, id);
      const { refusals } = await atOnce(
        [0, 1, 2].map((index) => () => engineOf(cluster, index).runDueJobs()),
      );
      const fired = await Promise.all(ids.map((id) => cluster.countEvents(id, 'JobFinished')));
      return refusals.length === 0 && fired.every((count) => count === 1)
        ? null
        : `the timers fired ${fired.join()} times, ${refusals.join()}`;
    },
  },

  'a message while its subscription opens': {
    times: 500,
    async run(cluster, _random, unique) {
      const instanceId = await cluster.start('opening', unique);
      const taskId = (await cluster.taskAt(instanceId, 'first'))!;
      const publish = (index: number) => () =>
        engineOf(cluster, index)
          .correlateMessage({ name: 'paid', correlationKey: unique }, { actor })
          .then(() => 'arrived');
      const open = () =>
        engineOf(cluster, 0)
          .completeUserTask({ taskId }, { actor })
          .then(() => 'opened');
      const { answers, refusals } = await atOnce([open, publish(1), publish(2)]);
      const arrived = answers.filter((answer) => answer === 'arrived').length;
      const isThere = (await cluster.tasksOf(instanceId)).join() === 'second';
      const isRight = answers.includes('opened') && arrived <= 1 && isThere === (arrived === 1);
      return isRight && only(refusals, 'ENG_MESSAGE_NOT_CORRELATED')
        ? null
        : `${answers.join()}, refused with ${refusals.join()}, went on: ${isThere}`;
    },
  },

  'cancelling against completing': {
    times: 300,
    async run(cluster) {
      const instanceId = await cluster.start('plain');
      const taskId = (await cluster.taskAt(instanceId, 'first'))!;
      const { refusals } = await atOnce<unknown>([
        () => engineOf(cluster, 1).cancelInstance({ instanceId }, { actor }),
        () => engineOf(cluster, 2).completeUserTask({ taskId }, { actor }),
      ]);
      const { status } = (await engineOf(cluster, 0).views.instance(instanceId))!;
      const open = (await cluster.tasksOf(instanceId)).join();
      return status !== 'active' && open === '' && only(refusals, 'ENG_USER_TASK_NOT_OPEN')
        ? null
        : `status ${status}, open ${open}, refused with ${refusals.join()}`;
    },
  },

  'migrating against completing': {
    times: 100,
    async run(cluster) {
      const instanceId = await cluster.start('plain');
      const taskId = (await cluster.taskAt(instanceId, 'first'))!;
      const file = { name: 'plain.bpmn', content: `${PROCESSES[0]!.xml()}<!-- ${instanceId} -->` };
      const [target] = await engineOf(cluster, 0).deploy({ files: [file] }, { actor });
      const { refusals } = await atOnce<unknown>([
        () => engineOf(cluster, 1).migrateInstance({ instanceId, toDefinitionId: target!.id }, { actor }),
        () => engineOf(cluster, 2).completeUserTask({ taskId }, { actor }),
      ]);
      const view = (await engineOf(cluster, 0).views.instance(instanceId))!;
      const open = (await cluster.tasksOf(instanceId)).join();
      return refusals.length === 0 && view.definitionId === target!.id && open === 'second'
        ? null
        : `definition moved: ${view.definitionId === target!.id}, open ${open}, refused with ${refusals.join()}`;
    },
  },

  'a signal to many, while some of them end': {
    times: 200,
    async run(cluster, _random, unique) {
      const request = { processKey: 'hearing', variables: { alarm: unique } };
      const listeners = await Promise.all(
        Array.from({ length: LISTENERS }, async (_, index) => {
          const { instanceId } = await engineOf(cluster, index).startInstance(request, { actor });
          return instanceId;
        }),
      );
      const leavers = listeners.slice(0, LEAVERS);
      const tasks = await Promise.all(leavers.map((id) => cluster.taskAt(id, 'first')));
      const leave = tasks.map(
        (taskId, index) => () => engineOf(cluster, index).completeUserTask({ taskId: taskId! }, { actor }),
      );
      const shout = () => engineOf(cluster, 1).signal({ name: unique }, { actor });
      const thrown = await atOnce<unknown>([...leave.slice(0, 2), shout, ...leave.slice(2)]);
      // Another node may still be at it when this one finds nothing to do.
      const until = performance.now() + HEARD_MS_MAX;
      let { refusals } = thrown;
      const stayed = listeners.slice(LEAVERS);
      let heard = await alarmsOf(cluster, stayed);
      while (refusals.length === 0 && heard.some((times) => times < 1) && performance.now() < until) {
        const ran = await atOnce([0, 1, 2].map((index) => () => engineOf(cluster, index).runDueJobs()));
        refusals = ran.refusals;
        heard = await alarmsOf(cluster, stayed);
      }
      const left = await alarmsOf(cluster, leavers);
      return refusals.length === 0 && heard.every((times) => times === 1) && left.every((times) => times <= 1)
        ? null
        : `heard ${heard.join()} times, by those who left ${left.join()}, ${refusals.join()}`;
    },
  },

  'publishing against starting': {
    times: 100,
    async run(cluster, random) {
      const file = { name: 'plain.bpmn', content: `${PROCESSES[0]!.xml()}<!-- ${random.next()} -->` };
      const starts = Array.from({ length: 4 }, (_, index) => async () => {
        const { instanceId } = await engineOf(cluster, index).startInstance(
          { processKey: 'plain' },
          { actor },
        );
        return (await engineOf(cluster, 0).views.instance(instanceId))!.definitionVersion;
      });
      const deploy = async (): Promise<number> => {
        const [deployed] = await engineOf(cluster, 1).deploy({ files: [file] }, { actor });
        // Whoever starts after this was acknowledged gets this version or a later one.
        const { instanceId } = await engineOf(cluster, 2).startInstance({ processKey: 'plain' }, { actor });
        const { definitionVersion } = (await engineOf(cluster, 0).views.instance(instanceId))!;
        return definitionVersion >= deployed!.version ? deployed!.version : -1;
      };
      const { answers, refusals } = await atOnce([...starts, deploy]);
      return refusals.length === 0 && !answers.includes(-1)
        ? null
        : `versions ${answers.join()}, refused with ${refusals.join()}`;
    },
  },
};

function only(refusals: readonly string[], code: string): boolean {
  return refusals.every((refusal) => refusal === code);
}
