/** The promises of a ticket as fields of lists: the nearest due instant and what stands about it, by the product's clock. */

const OPEN = `c.ended_at is null`;

/** When the next promise falls due; null when none is open. */
export function slaDueSql(alias: string): string {
  return `(select min(c.due_at) from crm.sla_clock c where c.ticket_id = ${alias}.id and ${OPEN} and c.paused_at is null)`;
}

/** Running promises that are likely to be late, with how likely: what `late-outlook.ts` learned lately. */
const LIKELY = `crm.sla_clock c join crm.sla_outlook o
  on o.policy_code = c.policy_code and o.metric = c.metric and o.use_working_hours = c.use_working_hours
    and o.calendar_code is not distinct from c.calendar_code and o.target_minutes = c.target_minutes
    and c.due_at > o.due_after and c.due_at <= o.due_by
  where ${OPEN} and c.paused_at is null and c.due_at > public.throughline_now()`;

/** Which promises are likely to be late. */
export function likelyLateSql(alias: string): string {
  return `array(select c.metric from ${LIKELY} and c.ticket_id = ${alias}.id order by c.due_at, c.metric)`;
}

/** Tickets of which any is, or one of those named: few among many, so they are asked for and not each ticket. */
export function holdsLikelyLateSql(alias: string, metrics: string | null): string {
  const named = metrics === null ? '' : `and c.metric = any(${metrics})`;
  return `${alias}.id in (select c.ticket_id from ${LIKELY} ${named})`;
}

/** Of a hundred promises like the likeliest one, how many were late. */
export function latePercentSql(alias: string): string {
  return `(select max(o.late_percent)::float8 from ${LIKELY} and c.ticket_id = ${alias}.id)`;
}

/** What a ticket in the state has among its promises; of kept promises there are too many to ask for. */
const IN_STATE: Readonly<Record<string, string>> = {
  overdue: `${OPEN} and c.paused_at is null`,
  soon: `${OPEN} and c.paused_at is null`,
  running: `${OPEN} and c.paused_at is null`,
  paused: OPEN,
  breached: 'c.breached_at is not null',
};

/** Tickets among which all in one of the states are: those with open or broken promises, few among many. */
export function slaStateCandidatesSql(alias: string, states: readonly string[]): string | null {
  const conditions = states.map((state) => IN_STATE[state]);
  if (conditions.length === 0 || conditions.includes(undefined)) return null;
  const each = [...new Set(conditions)].map(
    (condition) => `select c.ticket_id from crm.sla_clock c where ${condition}`,
  );
  return `${alias}.id in (${each.join(' union all ')})`;
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
