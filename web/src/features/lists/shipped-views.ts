/**
 * Views that come with the product: questions that every company asks of its lists. They are read like saved ones and
 * can be saved under a name of one's own; a view whose fields somebody does not know is not shown to him.
 */
import type { TFunction } from 'i18next';
import type { EntityMeta, FilterGroup, SavedView } from '#contract';

type ShippedKey =
  'mine' | 'silent' | 'phones' | 'unassigned' | 'attention' | 'overdue' | 'likelyLate' | WorkKey;
/** Of tasks and instances. */
type WorkKey = 'myTasks' | 'lateTasks' | 'free' | 'failed' | 'lateInstances' | 'stuck';

interface ShippedView {
  readonly key: ShippedKey;
  readonly filter: FilterGroup;
  readonly sort: string | null;
  /** Beside the columns of the plain list. */
  readonly columns?: readonly string[];
}

/** No word for so many days is silence. */
const SILENT_DAYS = 60;
const EARLY = 3;
const PREFIX = 'shipped-';

const all = (...items: FilterGroup['items']): FilterGroup => ({ op: 'and', items });
const MINE: ShippedView = {
  key: 'mine',
  filter: all({ field: 'owner', operator: 'eq', value: 'me' }),
  sort: null,
};
const TO_CHECK: ShippedView = {
  key: 'phones',
  filter: all({ field: 'toCheck', operator: 'notEmpty' }),
  sort: null,
  columns: ['toCheck'],
};
const ATTENTION: ShippedView = {
  key: 'attention',
  filter: all({ field: 'attention', operator: 'in', value: ['overdue', 'rotting'] }),
  sort: null,
};

const OPEN_TASK = { field: 'state', operator: 'in', value: ['planned', 'ready'] } as const;
const RUNNING = { field: 'status', operator: 'in', value: ['active'] } as const;
/** No progress for two weeks, and no timer that will wake it. */
export const STUCK = all(
  RUNNING,
  { field: 'suspended', operator: 'eq', value: false },
  { field: 'movedAt', operator: 'lt', value: 'today-14' },
  {
    op: 'or',
    items: [
      { field: 'wakesAt', operator: 'empty' },
      { field: 'wakesAt', operator: 'lt', value: 'today' },
    ],
  },
);
const LATE = { field: 'overdue', operator: 'eq', value: true } as const;

const SHIPPED: Readonly<Record<string, readonly ShippedView[]>> = {
  account: [
    MINE,
    {
      key: 'silent',
      filter: all(
        { field: 'lifecycle', operator: 'in', value: ['active', 'permanent'] },
        {
          op: 'or',
          items: [
            { field: 'lastContactAt', operator: 'lt', value: `today-${SILENT_DAYS}` },
            { field: 'lastContactAt', operator: 'empty' },
          ],
        },
      ),
      sort: 'lastContactAt:asc',
    },
    TO_CHECK,
  ],
  contact: [MINE, TO_CHECK],
  lead: [
    MINE,
    { key: 'unassigned', filter: all({ field: 'owner', operator: 'empty' }), sort: 'createdAt:desc' },
    ATTENTION,
  ],
  deal: [MINE, ATTENTION],
  ticket: [
    MINE,
    {
      key: 'overdue',
      filter: all({ field: 'slaState', operator: 'in', value: ['overdue', 'breached'] }),
      sort: null,
    },
    {
      key: 'likelyLate',
      filter: all({ field: 'slaLikelyLate', operator: 'notEmpty' }),
      sort: 'slaLatePercent:desc',
      columns: ['slaLikelyLate'],
    },
  ],
  user_task: [
    {
      key: 'myTasks',
      filter: all(OPEN_TASK, { field: 'assignee', operator: 'in', value: ['me'] }),
      sort: null,
    },
    { key: 'lateTasks', filter: all(OPEN_TASK, LATE), sort: null },
    { key: 'free', filter: all(OPEN_TASK, { field: 'assignee', operator: 'empty' }), sort: null },
  ],
  process_instance: [
    { key: 'failed', filter: all(RUNNING, { field: 'incidents', operator: 'gte', value: 1 }), sort: null },
    { key: 'lateInstances', filter: all(RUNNING, LATE), sort: 'dueAt:asc' },
    { key: 'stuck', filter: STUCK, sort: 'movedAt:asc', columns: ['movedAt'] },
  ],
};

/** What a view asks for stands where the eye is: after what a record is called and its status. */
function withEarly(columns: readonly string[], asked: readonly string[]): string[] {
  const others = columns.filter((key) => !asked.includes(key));
  return [...others.slice(0, EARLY), ...asked, ...others.slice(EARLY)];
}

export const isShipped = (view: Pick<SavedView, 'id'>): boolean => view.id.startsWith(PREFIX);

export function shippedViews(meta: EntityMeta, t: TFunction<'lists'>): SavedView[] {
  const known = new Set(meta.fields.map((field) => field.key));
  const isKnown = (item: FilterGroup['items'][number]): boolean =>
    'items' in item ? item.items.every(isKnown) : known.has(item.field);
  return (SHIPPED[meta.entity] ?? [])
    .filter(({ filter }) => isKnown(filter))
    .map(({ key, filter, sort, columns = [] }) => ({
      id: `${PREFIX}${key}`,
      entity: meta.entity,
      name: t(`views.shipped.${key}`),
      owner: { id: '', name: '' },
      audience: 'own',
      teamId: null,
      kind: 'list',
      filter,
      columns: withEarly(meta.listColumns, columns),
      sort,
      group: null,
      settings: {},
      version: 1,
      mayEdit: false,
      isDefault: false,
    }));
}
