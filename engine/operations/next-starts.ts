/**
 * The next starts of processes by their timers: seen, moved, made at once or left out. What is moved or made at once is a
 * start of its own, so that the rhythm of a repeating timer stays as the diagram says; a start that fell due and waits only
 * because its process is suspended can be changed as well, one that is being made cannot.
 */
import { nextStartTimer } from '../definition/start-wakers.ts';
import { EngineRejection } from '../errors.ts';
import type { JobRow } from '../execution/state.ts';
import { instantFrom } from '../expressions/time.ts';
import type { TimerPayload } from '../expressions/timer.ts';
import type { EnginePorts } from '../ports.ts';
import { withConnection, type Database } from '../store/postgres/connection.ts';
import { isUuid } from '../store/postgres/encode.ts';
import { withIsoInstants } from '../store/postgres/row-shape.ts';
import { noteOperation } from './operation-log.ts';
import type { By, NextStart } from './operation-types.ts';

const SHOWN_MAX = 200;

interface FoundRow {
  readonly job: JobRow;
  readonly process_key: string;
}

/** Index: job_due. Versions before the latest have no start timers. */
const FOUND = `select row_to_json(r) as job, d.process_key from engine.job_row r
  join engine.process_definition d on d.id = r."definitionId"
  where r.kind = 'timer-start' and r.state = 'ready'`;

/** The soonest first. */
export async function nextStarts({ pool }: Database, processKey: string): Promise<readonly NextStart[]> {
  const { rows } = await pool.query<FoundRow>(
    `${FOUND} and d.process_key = $1 order by r."dueAt", r.id limit $2`,
    [processKey, SHOWN_MAX],
  );
  return rows.map(({ job }) => {
    const { id, elementId, dueAt, payload } = withIsoInstants(job);
    const { cycle, remaining } = payload as TimerPayload;
    const next = cycle === null ? null : nextStartTimer(withIsoInstants(job));
    return {
      id,
      elementId: elementId!,
      dueAt,
      thenAt: next?.dueAt ?? null,
      remaining: cycle ? remaining : null,
    };
  });
}

/**
 * `dueAt` left out: this start is skipped, and the next one of a repeating timer comes.
 * @throws EngineRejection ENG_JOB_NOT_FOUND when it has begun or is gone, ENG_DATE_INVALID.
 */
export async function changeNextStart(
  database: Database,
  ports: EnginePorts,
  {
    processKey,
    jobId,
    dueAt,
  }: { readonly processKey: string; readonly jobId: string; readonly dueAt?: string },
  by: By,
): Promise<void> {
  const due = dueAt === undefined ? null : instantOf(dueAt);
  await withConnection(database, async (client) => {
    await client.query('begin');
    const { rows } = await client.query<FoundRow>(
      `${FOUND} and d.process_key = $1 and r.id = (select j.id from engine.job j
         where j.id = $2 and (j.lease_until is null or j.lease_until < clock_timestamp()) for update)`,
      [processKey, isUuid(jobId) ? jobId : null],
    );
    const [found] = rows;
    if (!found)
      throw new EngineRejection('ENG_JOB_NOT_FOUND', `There is no start '${jobId}' that is to come.`);
    const job = withIsoInstants(found.job);
    const next = nextStartTimer(job);
    if (next) {
      await client.query(
        'update engine.job set due_at = $2, payload = $3, attempt = 0, retries_left = $4 where id = $1',
        [...[job.id, next.dueAt, JSON.stringify(next.payload), next.retriesLeft]],
      );
    } else await client.query('delete from engine.job where id = $1', [job.id]);
    if (due) await client.query('select engine.write_more($1::json)', [onceAt(job, due, ports)]);
    const facts = { elementId: job.elementId, from: job.dueAt, ...(due && { to: due }) };
    await noteOperation(
      client,
      ports,
      { kind: due ? 'start.moved' : 'start.skipped', processKey, facts },
      by,
    );
    await client.query('commit');
  });
}

/** The timer's id stays in the start's key, so that the same occurrence is not made twice. */
function onceAt(job: JobRow, dueAt: string, { ids }: EnginePorts): string {
  const { timerId = job.id, part } = job.payload as { readonly timerId?: string; readonly part?: number };
  const payload = { cycle: null, remaining: 0, timerId, ...(part !== undefined && { part }) };
  const once: JobRow = { ...job, id: ids.next(), dueAt, attempt: 0, payload };
  return JSON.stringify({ newJobs: [once] });
}

function instantOf(text: string): string {
  const instant = instantFrom(text);
  if (instant) return instant;
  const message = `Expected an instant in ISO 8601, but got '${text}'.`;
  throw new EngineRejection('ENG_DATE_INVALID', message, { field: 'dueAt' });
}
