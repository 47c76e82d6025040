/** The promises of a ticket as fields of lists: the nearest due instant and what stands about it, by the product's clock. */

const OPEN = `c.ended_at is null`;

/** When the next promise falls due; null when none is open. */
export function slaDueSql(alias: string): string {
  return `(select min(c.due_at) from crm.sla_clock c where c.ticket_id = ${alias}.id and ${OPEN} and c.paused_at is null)`;
}

/** Less than this share of the promised time is left: due soon. */
const SOON = 0.25;

export function slaStateSql(alias: string): string {
  const any = (condition: string) => `bool_or(${condition})`;
  return `(select case
      when ${any(`${OPEN} and c.paused_at is null and c.due_at <= public.throughline_now()`)} then 'overdue'
      when ${any(`${OPEN} and c.paused_at is null and c.due_at - make_interval(secs => c.target_minutes * 60 * ${SOON}) <= public.throughline_now()`)} then 'soon'
      when ${any(`${OPEN} and c.paused_at is null`)} then 'running'
      when ${any(OPEN)} then 'paused'
      when ${any('c.breached_at is not null')} then 'breached'
      when ${any('c.met_at is not null')} then 'met' end
    from crm.sla_clock c where c.ticket_id = ${alias}.id)`;
}
