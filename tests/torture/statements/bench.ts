/** Where the reference operations are done: nodes and the product on one database, directly and over the proxy. */
import type { TaskHandler } from '#engine';
import { createNode, openTasks, type Node } from '../../engine/store/host.ts';
import { startCutProduct } from './cut-product.ts';
import { actor, type Stage } from './operation.ts';
import { FILES } from './processes.ts';
import { startStatementProxy, type StatementProxy } from './statement-proxy.ts';

export interface Bench extends Stage {
  /** Over the proxy. */
  readonly cut: Node;
  readonly proxy: StatementProxy;
  /** Of effects on the outside world: at least once, but always with the same key. */
  readonly effectKeys: Set<string>;
  close(): Promise<void>;
}

export async function openBench(databaseUrl: string): Promise<Bench> {
  const effectKeys = new Set<string>();
  const handlers: Record<string, TaskHandler> = {
    note: {
      mode: 'transaction',
      async run(_input, { instanceId }, { client }) {
        await client!.query('insert into engine.handled values ($1)', [instanceId]);
        return { kind: 'ok', output: {} };
      },
    },
    remote: {
      mode: 'job',
      async run(_input, { effectKey }) {
        effectKeys.add(effectKey);
        return { kind: 'ok', output: { reply: 1 } };
      },
    },
    broken: { mode: 'job', run: () => Promise.reject(new Error('The other side is down.')) },
    refuses: { mode: 'job', run: async () => ({ kind: 'bpmnError', code: 'no' }) },
  };
  const proxy = await startStatementProxy(databaseUrl);
  const node = createNode(databaseUrl, handlers);
  const cut = createNode(proxy.url, handlers);
  await node.pool.query('create table engine.handled (instance_id text)');
  await node.engine.deploy({ files: FILES }, { actor });
  const again = FILES.filter((file) => file.name === 'forked.bpmn');
  const next = again.map(({ name, content }) => ({ name, content: `${content}<!-- second version -->` }));
  await node.engine.deploy({ files: next }, { actor });
  for (const one of [node, cut]) await warmUpScripts(one);
  const product = await startCutProduct(databaseUrl, proxy.url);
  return {
    node,
    cut,
    proxy,
    effectKeys,
    product,
    async close() {
      await product.stop();
      await cut.close();
      await node.close();
      await proxy.close();
    },
  };
}

/** The first script of a node starts its worker: on a busy machine that takes longer than a script may. */
async function warmUpScripts({ engine }: Node): Promise<void> {
  const { instanceId } = await engine.startInstance({ processKey: 'scripted' }, { actor });
  const [taskId] = await openTasks(engine, instanceId);
  await engine.completeUserTask({ taskId: taskId! }, { actor });
  for (let tries = 1; ; tries++) {
    const [incident] = (await engine.views.instance(instanceId))!.incidents;
    if (!incident) break;
    if (tries > WARM_UP_TRIES) throw new Error(`Expected a script to run, but: ${incident.message}`);
    await engine.retryIncident({ incidentId: incident.id }, { actor });
  }
  await engine.cancelInstance({ instanceId }, { actor });
}

const WARM_UP_TRIES = 10;
