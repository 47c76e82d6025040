/** Gathers what the instance card, the live map and the history need, and hands it to their pure presenters. */
import type { HistoryItem, IncidentValues, InstanceCard, InstanceListItem, LiveMap } from '#contract';
import {
  isRecordRef,
  type DefinitionView,
  type HistoryEvent,
  type InstanceFilter,
  type InstanceView,
  type RecordRef,
  type Variables,
} from '#engine';
import type { RequestUser } from '#crm';
import { definitionsOfInstances } from '../adapters/engine-ports/engine-reads.ts';
import type { ApiContext } from '../context.ts';
import { ApiProblem } from '../errors/problems.ts';
import { canWatchInstance, watchedInstance } from '../rights/instance-access.ts';
import { hasProcessRight, keysWithAny } from '../rights/process-rights.ts';
import { elementName, processName } from './definition-names.ts';
import { readFileEvents, withFileEvents } from './file-events.ts';
import { historyItem, isReadable, peopleOf } from './history-item.ts';
import { instanceCard } from './instance-card.ts';
import { instanceListItem } from './instance-list-item.ts';
import { liveMap } from './live-map.ts';
import { parametersOf, parameterSources, variablesBefore } from './parameters.ts';
import { readNames } from './read-names.ts';

/** A card names who set each parameter; a history longer than this leaves the oldest unnamed. */
const CARD_HISTORY_MAX = 5_000;

export async function readInstanceList(
  context: ApiContext,
  user: RequestUser,
  query: Omit<InstanceFilter, 'visibleKeys' | 'involving' | 'record'>,
): Promise<{ items: InstanceListItem[]; nextCursor: string | null }> {
  const page = await context.engine.views.instances({
    ...query,
    visibleKeys: keysWithAny(user, ['watch']),
    involving: user.id,
  });
  const definitions = await context.definitions.findAll(page.items.map((item) => item.definitionId));
  const names = await readNames(context, user, {
    people: page.items.flatMap((item) => [
      item.initiator,
      ...item.current.map((current) => current.assignee),
    ]),
    records: page.items.flatMap((item) => item.records.map(refOf)),
  });
  const now = context.clock.now();
  const items = page.items.map((item) => {
    const definition = definitions.get(item.definitionId) ?? null;
    return instanceListItem(item, { definition, names, now, locale: user.locale });
  });
  return { items, nextCursor: page.nextCursor };
}

export async function readInstanceCard(
  context: ApiContext,
  user: RequestUser,
  instance: InstanceView,
): Promise<InstanceCard> {
  const { views } = context.engine;
  const [definition, latest, map, events, parent] = await Promise.all([
    context.definitions.find(instance.definitionId),
    views.latestDefinition(instance.processKey),
    views.liveMap(instance.id),
    views.history({ instanceId: instance.id, limit: CARD_HISTORY_MAX }),
    parentOf(context, user, instance),
  ]);
  if (!definition || !latest || !map) throw new ApiProblem('API_NOT_FOUND');
  const sources = parameterSources(events, instance.id);
  const names = await readNames(context, user, {
    people: [
      instance.initiator,
      ...instance.userTasks.flatMap((task) => [task.assignee, task.completedBy]),
      ...[...sources.values()].map((source) => (source.actor.kind === 'user' ? source.actor.id : null)),
    ],
    groups: instance.userTasks.flatMap((task) => task.candidateGroups),
    records: [...instance.records.map(refOf), ...recordsIn(instance.variables)],
  });
  return instanceCard({
    instance,
    definition,
    latest,
    map,
    parameters: mayReadParameters(user, instance) ? parametersOf(instance.variables, sources, names) : [],
    parent,
    childNames: await childNames(context, instance, user.locale),
    failedBelow: await failedBelow(context, instance),
    suspended: await isSuspended(context, instance),
    names,
    rights: cardRights(user, instance),
    now: context.clock.now(),
    locale: user.locale,
  });
}

export async function readLiveMap(
  context: ApiContext,
  user: RequestUser,
  instance: InstanceView,
): Promise<LiveMap> {
  const map = await context.engine.views.liveMap(instance.id);
  const definition = map && (await context.definitions.find(map.definitionId));
  if (!map || !definition) throw new ApiProblem('API_NOT_FOUND');
  const names = await readNames(context, user, {
    people: map.elements.map((element) => element.assignee),
    groups: map.elements.flatMap((element) => element.candidateGroups),
  });
  return liveMap(map, definition, names, user.locale);
}

export async function readHistory(
  context: ApiContext,
  user: RequestUser,
  request: { readonly instance: InstanceView; readonly afterSeq: number; readonly limit: number },
): Promise<{ items: HistoryItem[]; nextSeq: number | null }> {
  const { instance, afterSeq, limit } = request;
  const page = await context.engine.views.history({ instanceId: instance.id, afterSeq, limit });
  const events = page.filter((event) => event.instanceId === instance.id && isReadable(event));
  const mayReadValues = mayReadParameters(user, instance);
  const [definitions, before] = await Promise.all([
    context.definitions.findAll(events.flatMap(definitionIdsOf)),
    mayReadValues ? readBefore(context, request, page) : new Map<number, Variables>(),
  ]);
  const names = await readNames(context, user, {
    people: events.flatMap(peopleOf),
    groups: events.flatMap(groupsIn),
    records: events.flatMap((event) => [...valuesIn(event), ...recordsIn(before.get(event.seq) ?? {})]),
  });
  const tasks = new Map(instance.userTasks.map((task) => [task.id, task]));
  const items = events.map((event) =>
    historyItem(event, {
      locale: user.locale,
      definition: (id) => definitions.get(id) ?? null,
      person: (id) => names.person(id)?.name ?? null,
      group: (code) => names.group(code).name,
      task: (id) => tasks.get(id) ?? null,
      record: names.record,
      before: (event) => before.get(event.seq),
      mayReadValues,
    }),
  );
  const last = page.at(-1);
  const nextSeq = page.length === limit && last ? last.seq : null;
  const files = await readFileEvents(context, user, {
    instanceId: instance.id,
    afterSeq,
    page,
    isLast: nextSeq === null,
  });
  const definition = files.length > 0 ? await context.definitions.find(instance.definitionId) : null;
  const nameOf = (elementId: string | null) => elementName(definition, elementId, user.locale);
  return { items: withFileEvents(items, files, nameOf), nextSeq };
}

/** What each change of this page replaced; a longer past than a card reads leaves it unknown. */
async function readBefore(
  context: ApiContext,
  { instance, afterSeq }: { readonly instance: InstanceView; readonly afterSeq: number },
  page: readonly HistoryEvent[],
): Promise<ReadonlyMap<number, Variables>> {
  if (!page.some((event) => event.kind === 'VariablesSet')) return new Map();
  if (afterSeq === 0) return variablesBefore(page, instance.id);
  const past = await context.engine.views.history({ instanceId: instance.id, limit: CARD_HISTORY_MAX });
  const earlier = past.filter((event) => event.seq <= afterSeq);
  const isWhole = past.length < CARD_HISTORY_MAX || earlier.length < past.length;
  return isWhole ? variablesBefore([...earlier, ...page], instance.id) : new Map();
}

/** @throws ApiProblem API_NOT_FOUND, API_FORBIDDEN to those who may see the instance and not its parameters */
export async function readIncidentValues(
  context: ApiContext,
  user: RequestUser,
  incidentId: string,
): Promise<IncidentValues> {
  const found = await context.engine.views.incidentValues(incidentId);
  if (!found) throw new ApiProblem('API_NOT_FOUND');
  const instance = await watchedInstance(context, user, found.instanceId);
  if (!mayReadParameters(user, instance)) throw new ApiProblem('API_FORBIDDEN');
  const names = await readNames(context, user, { records: recordsIn(found.values) });
  return {
    items: parametersOf(found.values, new Map(), names).map(({ name, value, record }) => ({
      ...{ name, value, record },
    })),
    left: Object.entries(found.left).map(([name, bytes]) => ({ name, bytes })),
  };
}

/** Variables are for those who may watch the process; an executor sees what his task shows him. */
function mayReadParameters(user: RequestUser, instance: InstanceView): boolean {
  return hasProcessRight(user, 'watch', instance.processKey) || instance.initiator === user.id;
}

function cardRights(user: RequestUser, instance: InstanceView): InstanceCard['rights'] {
  const isActive = instance.status === 'active';
  const mayIntervene = isActive && hasProcessRight(user, 'intervene', instance.processKey);
  return {
    readParameters: mayReadParameters(user, instance),
    changeParameters: mayIntervene,
    ask: true,
    reassign: mayIntervene,
    stop: mayIntervene,
    migrate: isActive && hasProcessRight(user, 'migrate', instance.processKey),
    retry: mayIntervene,
    suspend: mayIntervene,
    moveTimers: mayIntervene,
  };
}

/** The whole tree rests, or nothing of it does: the root says. */
async function isSuspended({ engine }: ApiContext, instance: InstanceView): Promise<boolean> {
  if (instance.id === instance.rootId) return instance.suspended;
  return (await engine.views.instance(instance.rootId))?.suspended ?? false;
}

async function failedBelow(
  { pool, definitions }: ApiContext,
  instance: InstanceView,
): Promise<ReadonlyMap<string, DefinitionView>> {
  const below = instance.incidents.flatMap(({ instanceId }) =>
    instanceId === instance.id ? [] : instanceId,
  );
  const ids = await definitionsOfInstances(pool, below);
  const found = await definitions.findAll(ids.values());
  return new Map(
    [...ids].flatMap(([instanceId, definitionId]) => {
      const definition = found.get(definitionId);
      return definition ? [[instanceId, definition] as const] : [];
    }),
  );
}

async function parentOf(
  context: ApiContext,
  user: RequestUser,
  instance: InstanceView,
): Promise<InstanceCard['parent']> {
  if (instance.parentInstanceId === null) return null;
  const parent = await context.engine.views.instance(instance.parentInstanceId);
  if (!parent || !canWatchInstance(user, parent)) return null;
  const definition = await context.definitions.find(parent.definitionId);
  return { id: parent.id, processName: processName(definition, parent.processName, user.locale) };
}

async function childNames(
  context: ApiContext,
  instance: InstanceView,
  locale: string,
): Promise<ReadonlyMap<string, string>> {
  const held = instance.waiting.flatMap(({ heldBy }) => heldBy ?? []);
  const keys = [...new Set([...instance.children.map((child) => child.processKey), ...held])];
  if (keys.length === 0) return new Map();
  const found = await context.engine.views.definitions({ keys });
  const definitions = await context.definitions.findAll(found.map((summary) => summary.id));
  return new Map(
    found.map(({ id, processKey, name }) => [processKey, processName(definitions.get(id), name, locale)]),
  );
}

function definitionIdsOf(event: HistoryEvent): readonly string[] {
  if (event.kind !== 'InstanceMigrated') return [event.definitionId];
  return [event.definitionId, event.fromDefinitionId, event.toDefinitionId];
}

function valuesIn(event: HistoryEvent): readonly RecordRef[] {
  if (event.kind === 'InstanceStarted') return recordsIn(event.variables);
  if (event.kind === 'VariablesSet') return recordsIn(event.values);
  return event.kind === 'IncidentRaised' ? recordsIn(event.values ?? {}) : [];
}

function groupsIn(event: HistoryEvent): readonly string[] {
  if (event.kind === 'UserTaskCreated') return event.task.candidateGroups;
  return event.kind === 'UserTaskAssigned' ? event.candidateGroups : [];
}

function recordsIn(variables: Variables): RecordRef[] {
  return Object.values(variables).flatMap((value) => (isRecordRef(value) ? [value] : []));
}

function refOf(record: { readonly entity: string; readonly recordId: string }): RecordRef {
  return { $record: record.entity, id: record.recordId };
}
