/** The strip of a record page: which processes work on it, how far they are, and what may be started for it. */
import type { RecordProcess, RunningOnRecord } from '#contract';
import type { InstanceListItem } from '#engine';
import type { RequestUser } from '#crm';
import type { ApiContext } from '../context.ts';
import { runningOnRecords } from '../adapters/engine-ports/engine-reads.ts';
import { ApiProblem } from '../errors/problems.ts';
import { hasProcessRight, keysWithAny } from '../rights/process-rights.ts';
import { elementName, processName } from './definition-names.ts';
import { currentOf } from './instance-list-item.ts';
import { progressStrip } from './progress.ts';
import { readNames } from './read-names.ts';

interface RecordKey {
  readonly entity: string;
  readonly id: string;
}

/** A record page shows the latest; older ones are in the instance list. */
const PROCESSES_MAX = 20;

export async function processesOfRecord(
  context: ApiContext,
  user: RequestUser,
  record: RecordKey,
): Promise<{ items: RecordProcess[]; startable: { processKey: string; name: string }[] }> {
  if (!(await context.crm.records.canRead({ user }, record))) throw new ApiProblem('API_NOT_FOUND');
  const formerIds = await context.crm.merges.mergedInto(record);
  const filter = {
    record: { entity: record.entity, recordId: record.id, formerIds },
    limit: PROCESSES_MAX,
  };
  const { views } = context.engine;
  const [all, watched, startable] = await Promise.all([
    views.instances({ ...filter, visibleKeys: 'all', involving: null }),
    views.instances({ ...filter, visibleKeys: keysWithAny(user, ['watch']), involving: user.id }),
    startableFor(context, user, record.entity),
  ]);
  const watchable = new Set(watched.items.map((item) => item.id));
  const names = await readNames(context, user, {
    people: all.items.flatMap((item) => item.current.map((current) => current.assignee)),
  });
  const items = await Promise.all(
    all.items.map((item) => recordProcess(context, { item, user, names, canWatch: watchable.has(item.id) })),
  );
  return { items, startable };
}

/** How many processes work on each record, and where they are, in the reader's words. */
export async function stepsOnRecords(
  { pool, definitions }: ApiContext,
  user: RequestUser,
  records: { readonly entity: string; readonly ids: readonly string[] },
): Promise<RunningOnRecord[]> {
  const rows = await runningOnRecords(pool, records);
  const found = await definitions.findAll(rows.flatMap(({ step }) => step?.definitionId ?? []));
  return rows.map(({ id, running, step }) => {
    if (!step) return { id, running, step };
    const name = elementName(found.get(step.definitionId), step.elementId, user.locale) ?? step.elementId;
    const instant = (text: string): string => new Date(text).toISOString();
    return {
      id,
      running,
      step: { name, since: instant(step.since), dueAt: step.dueAt && instant(step.dueAt) },
    };
  });
}

async function recordProcess(
  context: ApiContext,
  facts: {
    readonly item: InstanceListItem;
    readonly user: RequestUser;
    readonly names: Awaited<ReturnType<typeof readNames>>;
    readonly canWatch: boolean;
  },
): Promise<RecordProcess> {
  const { item, user, names, canWatch } = facts;
  const { locale } = user;
  const [definition, map] = await Promise.all([
    context.definitions.find(item.definitionId),
    context.engine.views.liveMap(item.id),
  ]);
  const strip =
    definition && map ? progressStrip(definition, map, { ended: item.status !== 'active', locale }) : null;
  return {
    instanceId: item.id,
    processKey: item.processKey,
    processName: processName(definition, item.processName, locale),
    status: item.status,
    startedAt: item.startedAt,
    endedAt: item.endedAt,
    current: currentOf(item, { definition, names, now: context.clock.now(), locale }),
    progress: { done: strip?.done ?? 0, total: strip?.total ?? 0, next: strip?.next ?? null },
    canWatch,
  };
}

async function startableFor(
  context: ApiContext,
  user: RequestUser,
  entity: string,
): Promise<{ processKey: string; name: string }[]> {
  const keys = keysWithAny(user, ['start']);
  if (keys !== 'all' && keys.length === 0) return [];
  const summaries = await context.engine.views.definitions({ keys });
  const definitions = await context.definitions.findAll(summaries.map((summary) => summary.id));
  return [...definitions.values()]
    .filter((definition) => definition.manualStart !== null && definition.subject?.entity === entity)
    .filter((definition) => hasProcessRight(user, 'start', definition.processKey))
    .map((definition) => ({
      processKey: definition.processKey,
      name: processName(definition, definition.name, user.locale),
    }));
}
