/** The read models over PostgreSQL. They read the runtime tables themselves, so what was written is seen at once. */
import { DEFAULT_LIMITS, type Limits } from '../decide/limits.ts';
import type { EngineViews } from '../engine.ts';
import type { Database } from '../store/postgres/connection.ts';
import type { DefinitionLookup } from '../store/store-port.ts';
import { decisionSourcesView, decisionsView } from './decisions.ts';
import { definitionViews } from './definitions.ts';
import { eventNameViews } from './event-names.ts';
import { failedJobsView } from './failed-jobs.ts';
import { historyView } from './history.ts';
import { incidentValuesView } from './incident-values.ts';
import { instanceView } from './instance.ts';
import { instancesView } from './instances.ts';
import { liveMapView } from './live-map.ts';
import { signalsView } from './signals.ts';
import { startableView } from './startable-elements.ts';
import { userTaskViews } from './user-tasks.ts';
import { workloadView } from './workload.ts';

export function createViews(
  database: Database,
  definitions: DefinitionLookup,
  limits: Pick<Limits, 'incidentBytesMax'> = DEFAULT_LIMITS,
): EngineViews {
  return {
    ...definitionViews(database, definitions),
    ...userTaskViews(database),
    decisions: decisionsView(database),
    decisionSources: decisionSourcesView(database),
    instance: instanceView(database, definitions),
    incidentValues: incidentValuesView(database, limits),
    instances: instancesView(database, definitions),
    liveMap: liveMapView(database),
    history: historyView(database),
    failedJobs: failedJobsView(database),
    signals: signalsView(database),
    ...eventNameViews(database, definitions),
    workload: workloadView(database),
    startable: startableView(database, definitions),
  };
}
