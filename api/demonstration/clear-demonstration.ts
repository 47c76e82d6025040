import type { Pool } from 'pg';

/** Choices, roles and the company's calendar come with the schema and stay. */
const FROM_SCHEMA = [
  'crm.select_option',
  'crm.role',
  'crm.role_permission',
  'crm.role_process_right',
  'crm.role_field_right',
  'crm.role_inheritance',
  'crm.working_calendar',
  'crm.calendar_exception',
  'crm.metadata_version',
  'crm.pipeline',
  'crm.stage',
  'crm.money_setting',
  'crm.company_setting',
  'crm.lead_score_rule',
  'crm.sla_policy',
  'crm.sla_target',
  'crm.lifecycle_rule',
  'app.demonstration',
];

const TABLES = `
  select format('%I.%I', n.nspname, c.relname) as name
  from pg_class c
  join pg_namespace n on n.oid = c.relnamespace
  where n.nspname in ('engine', 'crm', 'app')
  and c.relkind in ('r', 'p')
  and not c.relispartition
  and n.nspname || '.' || c.relname <> all($1)`;

/** Empties everything that a half made demonstration left, in one transaction. */
export async function clearDemonstration(pool: Pool): Promise<void> {
  const { rows } = await pool.query<{ name: string }>(TABLES, [FROM_SCHEMA]);
  await pool.query(`truncate ${rows.map((row) => row.name).join(', ')} restart identity`);
  for (const kind of ['ticket', 'lead', 'deal', 'quote', 'order'])
    await pool.query(`alter sequence crm.${kind}_number restart`);
}
