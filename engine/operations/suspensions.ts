/**
 * What takes no new work: a process, an element of it, the jobs of one type. Jobs are left where they are and not
 * claimed (engine.claim_jobs); starts by hand are refused, so that their sender knows; calls and starts by events stay in
 * their job, or become one, until the process is resumed. Nothing that was accepted is lost.
 */
import { EngineRejection } from '../errors.ts';
import { heldBy } from '../execution/held-back.ts';
import type { JobRow } from '../execution/state.ts';
import type { EnginePorts } from '../ports.ts';
import { withConnection, type Database } from '../store/postgres/connection.ts';
import { noteOperation } from './operation-log.ts';
import type { By, SuspensionTarget, SuspensionView } from './operation-types.ts';

const REFRESH_MS = 2_000;

interface SuspensionRow {
  readonly id: string;
  readonly kind: SuspensionTarget['kind'];
  readonly process_key: string | null;
  readonly element_id: string | null;
  readonly job_type: string | null;
  readonly since: Date;
  readonly by_id: string | null;
  readonly reason: string | null;
}

export class Suspensions {
  private readonly database: Database;
  private readonly ports: EnginePorts;
  private known: readonly SuspensionView[] | null = null;
  private timer: NodeJS.Timeout | null = null;

  constructor(database: Database, ports: EnginePorts) {
    this.database = database;
    this.ports = ports;
  }

  /** Looks for what other nodes changed, every other second. */
  start(): void {
    const refresh = (): void => {
      this.list().catch((error: unknown) =>
        this.ports.logger.warn({ error }, 'Suspensions could not be read; the last known ones hold.'),
      );
    };
    this.timer ??= setInterval(refresh, REFRESH_MS).unref();
  }

  stop(): void {
    if (this.timer) clearInterval(this.timer);
    this.timer = null;
  }

  async suspend(target: SuspensionTarget, by: By): Promise<void> {
    assertTarget(target);
    const { kind, processKey, elementId, jobType } = columnsOf(target);
    const now = this.ports.clock.now();
    await this.change(target, by, 'suspended', [
      `insert into engine.suspension (id, kind, process_key, element_id, job_type, since, by_id, reason)
       values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing returning id`,
      [this.ports.ids.next(), kind, processKey, elementId, jobType, now, by.actor.id, by.reason ?? null],
    ]);
  }

  async resume(target: SuspensionTarget, by: By): Promise<void> {
    const { kind, processKey, elementId, jobType } = columnsOf(target);
    await this.change(target, by, 'resumed', [
      `delete from engine.suspension where kind = $1 and process_key is not distinct from $2
         and element_id is not distinct from $3 and job_type is not distinct from $4 returning id`,
      [kind, processKey, elementId, jobType],
    ]);
  }

  async list(): Promise<readonly SuspensionView[]> {
    const { rows } = await this.database.pool.query<SuspensionRow>(
      'select * from engine.suspension order by since desc, id',
    );
    this.known = rows.map(viewOf);
    return this.known;
  }

  /** By what this node knows: its own changes at once, others' after two seconds. */
  async isSuspended(processKey: string): Promise<boolean> {
    const rows = this.known ?? (await this.list());
    return rows.some(({ target }) => target.kind === 'process' && target.processKey === processKey);
  }

  /** @throws EngineRejection ENG_PROCESS_SUSPENDED. */
  async assertMayStart(processKey: string): Promise<void> {
    if (!(await this.isSuspended(processKey))) return;
    const message = `The process '${processKey}' is suspended: it takes no new instances until it is resumed.`;
    throw new EngineRejection('ENG_PROCESS_SUSPENDED', message, { processKey });
  }

  /** Whether jobs at the element, of the handler or for a process may be held back; by what this node knows, in doubt true. */
  mayHoldBack({ elementId, handler }: Pick<JobRow, 'elementId' | 'handler'>): boolean {
    const isIt = ({ target }: SuspensionView): boolean =>
      (target.kind === 'element' && target.elementId === elementId) ||
      (target.kind === 'jobType' && target.jobType === handler) ||
      (target.kind === 'process' && heldBy(target.processKey) === handler);
    return this.known?.some(isIt) ?? true;
  }

  private async change(
    target: SuspensionTarget,
    by: By,
    what: 'suspended' | 'resumed',
    [text, values]: readonly [string, readonly unknown[]],
  ): Promise<void> {
    await withConnection(this.database, async (client) => {
      await client.query('begin');
      const { rowCount } = await client.query(text, [...values]);
      if (rowCount) {
        const processKey = 'processKey' in target ? target.processKey : null;
        const kind = `${target.kind}.${what}`;
        await noteOperation(client, this.ports, { kind, processKey, facts: { ...target } }, by);
      }
      await client.query('commit');
    });
    this.known = null;
  }
}

function columnsOf(target: SuspensionTarget) {
  return {
    kind: target.kind,
    processKey: 'processKey' in target ? target.processKey : null,
    elementId: 'elementId' in target ? target.elementId : null,
    jobType: 'jobType' in target ? target.jobType : null,
  };
}

function assertTarget(target: SuspensionTarget): void {
  const empty = Object.entries(target).find(([, value]) => value === '');
  if (!empty) return;
  throw new EngineRejection('ENG_REQUEST_INVALID', `Expected '${empty[0]}' not to be empty.`, {
    field: empty[0],
  });
}

function viewOf(row: SuspensionRow): SuspensionView {
  const { id, kind, process_key: processKey, element_id: elementId, job_type: jobType, reason } = row;
  const target: SuspensionTarget =
    kind === 'jobType'
      ? { kind, jobType: jobType! }
      : kind === 'element'
        ? { kind, processKey: processKey!, elementId: elementId! }
        : { kind, processKey: processKey! };
  return { id, target, since: row.since.toISOString(), by: row.by_id, reason };
}
