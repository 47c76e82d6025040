/**
 * Whether a record in an open stage needs somebody's attention. What is planned ahead counts: a deal with a call next
 * week does not rot, however long it has been in its stage. Computed when read, by the clock of the product, so that
 * nothing has to be swept; the page gets the facts behind it and says why.
 */
import { STAGED, type StagedEntity } from './stage-rows.ts';

/** One of planned, fresh, overdue and rotting; null where the record is not open. */
export function attentionSql(entity: StagedEntity, alias: string): string {
  const { stages, field } = STAGED[entity];
  return `(select case
      when s.base_status <> 'open' then null
      when ${alias}.next_activity_at >= public.throughline_now() then 'planned'
      when ${alias}.next_activity_at is not null then 'overdue'
      when ${rotsAtSql(alias)} <= public.throughline_now() then 'rotting'
      else 'fresh' end
    from crm.stage s where s.list = '${stages}' and s.code = ${alias}.${field})`;
}

/** When the record begins to rot as long as nothing happens; null where its stage knows no rotting. */
export function rotsAtSql(alias: string): string {
  return `greatest(${alias}.stage_entered_at, ${alias}.last_contact_at) + make_interval(days => s.rot_days)`;
}
