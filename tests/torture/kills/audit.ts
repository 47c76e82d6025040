/**
 * Compares the database with the ledger: every acknowledged request has exactly one effect, every other at most one,
 * a step and its CRM record stand or fall together, and every history folds to the rows.
 */
import pg from 'pg';
import { auditDatabase } from '#engine/testing';
import type { Entry } from '../ledger.ts';

export interface AuditReport {
  readonly intents: number;
  readonly acknowledged: number;
  readonly refused: number;
  /** Without an answer, also after sending again. */
  readonly unknown: number;
  readonly instances: number;
  readonly events: number;
  /** One sentence each; empty when nothing was lost or doubled. */
  readonly differences: readonly string[];
}

interface Counted {
  readonly key: string;
  readonly count: number;
}

export async function audit(databaseUrl: string, entries: readonly Entry[]): Promise<AuditReport> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 2 });
  try {
    const intents = new Map(
      entries.flatMap((entry) => (entry.kind === 'intent' ? [[entry.key, entry] as const] : [])),
    );
    const acknowledged = new Map(
      entries.flatMap((entry) =>
        entry.kind === 'acknowledged' ? [[entry.key, entry.instanceId] as const] : [],
      ),
    );
    const starts = countsOf(await pool.query<Counted>(INSTANCES_BY_MARKER));
    const completions = countsOf(await pool.query<Counted>(COMPLETIONS_BY_TASK));
    const engine = await auditDatabase(databaseUrl);
    const answered = new Set(
      entries.flatMap((entry) =>
        entry.kind === 'acknowledged' || entry.kind === 'refused' ? [entry.key] : [],
      ),
    );
    return {
      intents: intents.size,
      acknowledged: acknowledged.size,
      refused: new Set(entries.flatMap((entry) => (entry.kind === 'refused' ? [entry.key] : []))).size,
      unknown: [...intents.keys()].filter((key) => !answered.has(key)).length,
      instances: engine.roots,
      events: engine.events,
      differences: [
        ...startDifferences(intents, acknowledged, starts),
        ...completionDifferences(intents, acknowledged, completions),
        ...(await recordDifferences(pool)),
        ...engine.problems,
      ],
    };
  } finally {
    await pool.end();
  }
}

type Intents = ReadonlyMap<string, Extract<Entry, { kind: 'intent' }>>;

function startDifferences(
  intents: Intents,
  acknowledged: ReadonlyMap<string, string>,
  starts: ReadonlyMap<string, number>,
): string[] {
  return [...intents.values()]
    .filter((intent) => intent.operation === 'start')
    .flatMap(({ key }) => {
      const count = starts.get(key) ?? 0;
      if (acknowledged.has(key) && count !== 1)
        return [`Start ${key} was acknowledged, but there are ${count} instances of it.`];
      return count > 1 ? [`Start ${key} made ${count} instances.`] : [];
    });
}

function completionDifferences(
  intents: Intents,
  acknowledged: ReadonlyMap<string, string>,
  completions: ReadonlyMap<string, number>,
): string[] {
  const byTask = new Map<string, string[]>();
  for (const { key, operation, target } of intents.values()) {
    if (operation === 'complete' && target !== null && acknowledged.has(key))
      byTask.set(target, [...(byTask.get(target) ?? []), key]);
  }
  const lost = [...byTask].flatMap(([task, keys]) => {
    const count = completions.get(task) ?? 0;
    if (count !== 1)
      return [`Task ${task} was acknowledged as completed, but its history says so ${count} times.`];
    return keys.length > 1 ? [`Task ${task} was acknowledged to ${keys.length} callers.`] : [];
  });
  const doubled = [...completions].filter(([, count]) => count > 1);
  return [...lost, ...doubled.map(([task, count]) => `Task ${task} was completed ${count} times.`)];
}

async function recordDifferences(pool: pg.Pool): Promise<string[]> {
  const { rows } = await pool.query<{ marker: string; passed: number; records: number }>(RECORDS_BY_MARKER);
  return rows
    .filter((row) => row.passed !== row.records)
    .map(
      (row) =>
        `Instance ${row.marker} passed the record step ${row.passed} times, but ${row.records} records were made.`,
    );
}

function countsOf(result: pg.QueryResult<Counted>): ReadonlyMap<string, number> {
  return new Map(result.rows.map((row) => [row.key, row.count]));
}

const INSTANCES_BY_MARKER = `
  select variables->>'marker' as key, count(*)::int as count
  from engine.process_instance
  where variables->>'marker' is not null
  group by 1`;

const COMPLETIONS_BY_TASK = `
  select data->>'taskId' as key, count(*)::int as count
  from engine.history_event
  where kind = 'UserTaskCompleted'
  group by 1`;

const RECORDS_BY_MARKER = `
  select i.variables->>'marker' as marker,
    (select count(*)::int from engine.history_event h
     where h.root_instance_id = i.id and h.kind in ('ElementPassed', 'ElementCompleted')
       and h.data->>'elementId' = 'record') as passed,
    (select count(*)::int from crm.activity a where a.subject = 'joined ' || (i.variables->>'marker')) as records
  from engine.process_instance i
  where i.variables->>'marker' is not null`;
