/** What went into a step that failed: of a job its payload, else what the event of the incident kept. */
import type { EngineViews } from '../engine.ts';
import type { Limits } from '../decide/limits.ts';
import { withinLimit, type FailedValues } from '../execution/incident-values.ts';
import type { Variables } from '../ports.ts';
import type { Database } from '../store/postgres/connection.ts';
import { isUuid } from '../store/postgres/encode.ts';

/** The command that raised the incident is found by its instant among the commands of the root. */
const VALUES = `
  select x.instance_id as "instanceId", x.element_id as "elementId", j.payload, raised.data as event
  from engine.incident x
  left join engine.job j on j.id = x.job_id
  left join lateral (
    select h.data from engine.history_event h
    where x.job_id is null and h.root_instance_id = x.root_instance_id and h.occurred_at = x.created_at
      and h.kind = 'IncidentRaised' and h.data -> 'incident' ->> 'id' = x.id::text
    limit 1) raised on true
  where x.id = $1`;

interface ValuesRow {
  readonly instanceId: string;
  readonly elementId: string;
  readonly payload: Variables | null;
  readonly event: Partial<FailedValues> | null;
}

export function incidentValuesView(
  { pool }: Database,
  { incidentBytesMax }: Pick<Limits, 'incidentBytesMax'>,
): EngineViews['incidentValues'] {
  return async (incidentId) => {
    if (!isUuid(incidentId)) return null;
    const { rows } = await pool.query<ValuesRow>(VALUES, [incidentId]);
    const [row] = rows;
    if (!row) return null;
    const { instanceId, elementId, payload, event } = row;
    const kept = payload
      ? withinLimit(payload, incidentBytesMax)
      : { values: event?.values ?? {}, left: event?.left ?? {} };
    return { instanceId, elementId, ...kept };
  };
}
