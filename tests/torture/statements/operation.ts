/** A reference operation of T03: prepared over an untouched connection, then done over the one that fails. */
import type { CommandOptions, Engine, Variables } from '#engine';
import { ANNA, type Node } from '../../engine/store/host.ts';
import type { CutProduct } from './cut-product.ts';

export interface Prepared {
  /** The root whose history is compared; null when the operation makes it and answers with it, or none is touched. */
  readonly rootId: string | null;
  /** Sent again under the same key after a fault. */
  run(engine: Engine, key: string): Promise<unknown>;
  /** What it left behind besides a history and the numbers of rows. */
  left?(): Promise<unknown>;
}

export interface Stage {
  /** Over an untouched connection. */
  readonly node: Node;
  /** The product over the connection that fails. */
  readonly product: CutProduct;
}

export interface Operation {
  readonly name: string;
  /** Differs in how often it must be asked for the same: rows of these tables are not compared. */
  readonly uncounted?: readonly string[];
  prepare(stage: Stage, unique: string): Promise<Prepared>;
}

/** The caller was not told of an error, but something is still to be done: whoever does it comes again. */
export class NotYet extends Error {}

export const actor = ANNA;

export async function start(
  { node }: Stage,
  processKey: string,
  more: { readonly businessKey?: string; readonly variables?: Variables } = {},
): Promise<string> {
  return (await node.engine.startInstance({ processKey, ...more }, { actor })).instanceId;
}

export async function taskOf({ node }: Stage, instanceId: string, element = 'first'): Promise<string> {
  const view = await node.engine.views.instance(instanceId);
  return view!.userTasks.find((task) => task.elementId === element && task.state === 'ready')!.id;
}

/** `before` is done to the instance over the untouched connection; what it found is told to the command. */
export const onInstance = <Found>(
  name: string,
  processKey: string,
  command: (engine: Engine, instanceId: string, options: CommandOptions, found: Found) => Promise<unknown>,
  before: (stage: Stage, instanceId: string) => Promise<Found>,
): Operation => ({
  name,
  async prepare(stage, unique) {
    const rootId = await start(stage, processKey, { businessKey: unique });
    const found = await before(stage, rootId);
    return {
      rootId,
      run: (engine, idempotencyKey) => command(engine, rootId, { actor, idempotencyKey }, found),
    };
  },
});

export const NOTHING = (): Promise<void> => Promise.resolve();

/** What waits for its time is due. */
export async function fallDue({ node }: Stage, where: string, id: string): Promise<void> {
  const moved = `update engine.job set due_at = throughline_now() - interval '1 minute' where ${where}`;
  await node.pool.query(moved, [id]);
}

/** The executor brings about what is due; a lease that was lost with its connection has run out by the next try. */
export async function runDue({ node }: Stage, engine: Engine, where: string, id: string): Promise<void> {
  const { pool } = node;
  await pool.query(`update engine.job set lease_until = null where ${where}`, [id]);
  await engine.runDueJobs();
  const left = await pool.query(
    `select 1 from engine.job where ${where} and state = 'ready' and due_at <= throughline_now()`,
    [id],
  );
  if (left.rowCount !== 0) throw new NotYet();
}

export const OF_ROOT = 'root_instance_id = $1';
