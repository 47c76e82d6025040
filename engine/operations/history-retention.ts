/**
 * What is kept of ended instances, by process: everything, what happened without values, or nothing; and for how many
 * days. A running instance always has its whole history, because that is its state. Chunks of roots, each in a
 * transaction of its own, the oldest first.
 */
import { EngineRejection } from '../errors.ts';
import type { EnginePorts } from '../ports.ts';
import { withConnection, type Database } from '../store/postgres/connection.ts';
import { interventions, noteOperation } from './operation-log.ts';
import type { By, HistoryLevel, ProcessSetting } from './operation-types.ts';

const CHUNK = 200;
const CHUNKS_MAX = 500;
/** Readers of the outbox (timelines, live pages) have looked by then. */
const THINNED_AFTER = `interval '1 day'`;

interface SettingRow {
  readonly process_key: string;
  readonly history_level: HistoryLevel;
  readonly history_days: number | null;
}

export async function changeSetting(
  database: Database,
  ports: EnginePorts,
  { processKey, historyLevel, historyDays }: ProcessSetting,
  by: By,
): Promise<void> {
  if (historyDays !== null && !(Number.isInteger(historyDays) && historyDays > 0)) {
    const message = `Expected 'historyDays' to be a positive whole number or null, but it is ${historyDays}.`;
    throw new EngineRejection('ENG_REQUEST_INVALID', message, { field: 'historyDays' });
  }
  await withConnection(database, async (client) => {
    await client.query('begin');
    await client.query(
      `insert into engine.process_setting (process_key, history_level, history_days, changed_at, changed_by)
       values ($1, $2, $3, $4, $5)
       on conflict (process_key) do update set history_level = excluded.history_level,
         history_days = excluded.history_days, changed_at = excluded.changed_at, changed_by = excluded.changed_by,
         by_diagram = false`,
      [processKey, historyLevel, historyDays, ports.clock.now(), by.actor.id],
    );
    const facts = { historyLevel, historyDays };
    await noteOperation(client, ports, { kind: 'history.changed', processKey, facts }, by);
    await client.query('commit');
  });
}

export async function settings({ pool }: Database): Promise<readonly ProcessSetting[]> {
  const { rows } = await pool.query<SettingRow>(
    'select process_key, history_level, history_days from engine.process_setting order by process_key',
  );
  return rows.map((row) => ({
    processKey: row.process_key,
    historyLevel: row.history_level,
    historyDays: row.history_days,
  }));
}

/** Returns how many roots were removed or thinned out. */
export async function cleanHistory(database: Database): Promise<number> {
  let treated = 0;
  for (const setting of await settings(database)) {
    treated += await inChunks(database, REMOVE, [setting.processKey, setting.historyDays]);
    if (setting.historyLevel !== 'full') {
      treated += await inChunks(database, THIN[setting.historyLevel], [setting.processKey]);
    }
  }
  return treated;
}

async function inChunks(database: Database, text: string, values: readonly unknown[]): Promise<number> {
  let treated = 0;
  for (let chunk = 0; chunk < CHUNKS_MAX; chunk++) {
    const { rows } = await database.pool.query<{ count: number }>(text, [...values]);
    treated += rows[0]!.count;
    if (rows[0]!.count < CHUNK) break;
  }
  return treated;
}

/** What people did outlasts the history of what they did it to; by the command's id it keeps its place among others of one instant. */
const LASTING = `
  done as (${interventions('engine.history_command v join old on old.id = v.root_instance_id join engine.process_instance i on i.id = old.id')}),
  lasting as (
    insert into engine.operation (id, at, actor_kind, actor_id, kind, process_key, instance_id, element_id, reason, facts)
    select case row_number() over (partition by command_id order by kind) when 1 then command_id else gen_random_uuid() end,
      at, actor_kind, actor_id, kind, process_key, instance_id, element_id, reason, facts
    from done)`;

/** Everything of a tree whose root ended longer ago than the days; null keeps it for ever. */
const REMOVE = `
  with old as (
    select id from engine.process_instance
    where id = root_instance_id and process_key = $1
      and ended_at < throughline_now() - make_interval(days => $2::integer)
    order by ended_at limit ${CHUNK} for update skip locked),
  ${LASTING},
  tasks as (delete from engine.user_task t using old where t.root_instance_id = old.id),
  links as (delete from engine.record_link l using old where l.root_instance_id = old.id),
  history as (delete from engine.history_command h using old where h.root_instance_id = old.id),
  gone as (delete from engine.process_instance i using old where i.root_instance_id = old.id returning i.id)
  select (select count(*) from old)::int as count, (select count(*) from gone) as rows`;

const ENDED = (level: 'activity' | 'none'): string => `
    select id from engine.process_instance
    where id = root_instance_id and process_key = $1 and ended_at < throughline_now() - ${THINNED_AFTER}
      and history_kept <> '${level}' and history_kept <> 'none'
    order by ended_at limit ${CHUNK} for update skip locked`;

const KEPT = (level: 'activity' | 'none'): string =>
  `tasks as (update engine.user_task t set data = '{}', name = case t.kind when 'call' then t.element_id else t.name end
    from old where t.root_instance_id = old.id and (t.data <> '{}' or t.kind = 'call')),
  kept as (update engine.process_instance i set history_kept = '${level}', variables = '{}', memo = '{}' from old
    where i.root_instance_id = old.id)`;

const THIN: Readonly<Record<'activity' | 'none', string>> = {
  none: `
  with old as (${ENDED('none')}),
  ${LASTING},
  history as (delete from engine.history_command h using old where h.root_instance_id = old.id),
  ${KEPT('none')}
  select count(*)::int as count from old`,
  activity: `
  with old as (${ENDED('activity')}),
  ${LASTING},
  history as (
    update engine.history_command h set events = (
      select jsonb_agg(engine.without_values(e.event) order by e.n)
      from jsonb_array_elements(coalesce(h.bulk::jsonb, h.events)) with ordinality e(event, n)), bulk = null, is_intervention = false
    from old where h.root_instance_id = old.id),
  ${KEPT('activity')}
  select count(*)::int as count from old`,
};
