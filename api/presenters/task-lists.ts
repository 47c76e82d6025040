/** Task lists by tab. A tab is a filter of the engine; the lists of absent colleagues are part of one's own. */
import { Temporal } from 'temporal-polyfill';
import type { TaskItem, TaskTab } from '#contract';
import type { TaskFilter, UserTaskRow } from '#engine';
import { pathsOfInstances, recordsOfInstances } from '../adapters/engine-ports/engine-reads.ts';
import type { RequestUser } from '#crm';
import type { ApiContext } from '../context.ts';
import { groupsOf, taskRights } from '../rights/task-access.ts';
import { linksOf } from './names.ts';
import { readNames } from './read-names.ts';
import { taskItem } from './task-item.ts';

type TabFilter = Omit<TaskFilter, 'cursor' | 'limit'>;

const TABS = ['today', 'overdue', 'upcoming', 'later', 'pool', 'done'] as const satisfies readonly TaskTab[];
const OPEN = ['planned', 'ready'] as const;

export async function taskList(
  context: ApiContext,
  user: RequestUser,
  query: { readonly tab: TaskTab; readonly cursor?: string; readonly limit: number },
): Promise<{ items: TaskItem[]; nextCursor: string | null; counts: Record<TaskTab, number> }> {
  const now = context.clock.now();
  const groups = groupsOf(context, user);
  const filterOf = (tab: TaskTab): TabFilter => tabFilter(tab, { user, groups, now });
  const { views } = context.engine;
  const [page, ...counts] = await Promise.all([
    views.userTasks({ ...filterOf(query.tab), cursor: query.cursor, limit: query.limit }),
    ...TABS.map((tab) => views.countUserTasks(filterOf(tab))),
  ]);
  const [today = 0, overdue = 0, upcoming = 0, later = 0, pool = 0, done = 0] = counts;
  return {
    items: await taskItems(context, user, page.items),
    nextCursor: page.nextCursor,
    counts: { today, overdue, upcoming, later, pool, done },
  };
}

export async function taskItems(
  context: ApiContext,
  user: RequestUser,
  tasks: readonly UserTaskRow[],
): Promise<TaskItem[]> {
  const instanceIds = tasks.map((task) => task.instanceId);
  const [records, paths, definitions] = await Promise.all([
    recordsOfInstances(context.pool, instanceIds),
    pathsOfInstances(context.pool, instanceIds),
    context.definitions.findAll(tasks.map((task) => task.definitionId)),
  ]);
  const names = await readNames(context, user, {
    people: tasks.flatMap((task) => [task.assignee, task.substituteFor, task.owner]),
    groups: tasks.flatMap((task) => task.candidateGroups),
    records: [...records.values()].flat().map(({ entity, recordId }) => ({ $record: entity, id: recordId })),
  });
  const groups = groupsOf(context, user);
  const now = context.clock.now();
  return tasks.map((task) => {
    const definition = definitions.get(task.definitionId) ?? null;
    const { complete, claim, reassign, change, delegate, resolve } = taskRights(task, user, groups);
    const links = linksOf(records.get(task.instanceId) ?? [], definition?.subject?.variable ?? null, names);
    const rights = { complete, claim, reassign, change, delegate, resolve };
    const path = paths.get(task.instanceId) ?? null;
    return taskItem({ task, definition, path, links, names, rights, now, locale: user.locale });
  });
}

function tabFilter(
  tab: TaskTab,
  {
    user,
    groups,
    now,
  }: { readonly user: RequestUser; readonly groups: readonly string[]; readonly now: Date },
): TabFilter {
  const assignees = [user.id, ...user.standsInFor.map((person) => person.id)];
  const mine = { assignees, states: OPEN };
  switch (tab) {
    case 'today':
      return { ...mine, followUp: { is: 'now', at: now }, availableBefore: endOfDay(now, user.timeZone) };
    case 'overdue':
      // Whatever is late shows, also what was put off.
      return { ...mine, dueBefore: now };
    case 'upcoming':
      return { ...mine, followUp: { is: 'now', at: now }, availableAfter: endOfDay(now, user.timeZone) };
    case 'later':
      return { ...mine, followUp: { is: 'later', at: now } };
    case 'pool':
      return { pool: { users: [user.id], groups }, states: OPEN };
    case 'done':
      return { completedBy: user.id, states: ['completed'] };
  }
}

/** Midnight after now, where the user lives. */
function endOfDay(now: Date, timeZone: string): Date {
  const today = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(timeZone);
  return new Date(today.add({ days: 1 }).startOfDay().epochMilliseconds);
}
