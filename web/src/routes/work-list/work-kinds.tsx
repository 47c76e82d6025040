/** What tells the list of tasks from that of instances: where rows lead, what they show, what is left out at first. */
import type { ComponentProps } from 'react';
import type { EntityMeta, FilterGroup, RecordView, Room, SavedView, WorkList } from '#contract';
import { paths } from '../../app/paths.ts';
import { InstanceStatus } from '../../features/instance/instance-status.tsx';
import type { OwnCells, OwnEditors } from '../../features/records/use-record-columns.tsx';
import { DueLabel } from '../../features/tasks/due-label.tsx';
import { ExecutorNames } from './executor-names.tsx';
import { TaskCellEditor } from './task-cell-editor.tsx';

interface WorkKind {
  readonly title: 'tasks' | 'instances';
  readonly rowTo: (row: RecordView) => string;
  readonly room: Room;
  /** Without a word in the address: what is still to do. */
  readonly base: FilterGroup;
  readonly cells: OwnCells;
  readonly editors: OwnEditors;
  readonly kinds: readonly SavedView['kind'][];
}

const textOf = (row: RecordView, key: string): string | null => {
  const value = row.fields[key];
  return typeof value === 'string' ? value : null;
};

const due = (row: RecordView) => (
  <DueLabel dueAt={textOf(row, 'dueAt')} overdue={row.fields['overdue'] === true} headed />
);

const among = (field: string, value: readonly string[]): FilterGroup => ({
  op: 'and',
  items: [{ field, operator: 'in', value }],
});

type Property = ComponentProps<typeof TaskCellEditor>['property'];

const editTask =
  (property: Property): OwnEditors[string] =>
  (field, task, onEnd) => (
    <TaskCellEditor field={field} row={task} taskId={task.id} property={property} onEnd={onEnd} />
  );

/** Of an instance with one open task, which the row names. */
const editOpenTask =
  (property: Property): OwnEditors[string] =>
  (field, instance, onEnd) => (
    <TaskCellEditor
      field={field}
      row={instance}
      taskId={instance.openTask ?? ''}
      property={property}
      onEnd={onEnd}
    />
  );

export const WORK_KINDS: Readonly<Record<WorkList, WorkKind>> = {
  user_task: {
    title: 'tasks',
    rowTo: (row) => paths.task(row.id),
    room: { kind: 'tasks' },
    base: among('state', ['planned', 'ready']),
    kinds: ['list', 'calendar'],
    editors: {
      dueAt: editTask('dueAt'),
      followUpAt: editTask('followUpAt'),
      priority: editTask('priority'),
      assignee: editTask('assignee'),
    },
    cells: {
      dueAt: (row) =>
        textOf(row, 'completedAt') === null ? (
          due(row)
        ) : (
          <DueLabel dueAt={null} overdue={false} completedAt={textOf(row, 'completedAt')} />
        ),
    },
  },
  process_instance: {
    title: 'instances',
    rowTo: (row) => paths.instance(row.id),
    room: { kind: 'instances' },
    base: among('status', ['active']),
    kinds: ['list', 'kanban'],
    editors: { dueAt: editOpenTask('dueAt'), executor: editOpenTask('assignee') },
    cells: {
      executor: (row) => <ExecutorNames ids={row.fields['executor']} />,
      dueAt: due,
      status: (row) => (
        <InstanceStatus
          status={statusOf(row)}
          incidents={Number(row.fields['incidents'] ?? 0)}
          suspended={row.fields['suspended'] === true}
          plain
        />
      ),
    },
  },
};

type Status = 'active' | 'completed' | 'terminated' | 'cancelled';
const STATUSES: readonly Status[] = ['active', 'completed', 'terminated', 'cancelled'];

function statusOf(row: RecordView): Status {
  return STATUSES.find((status) => status === row.fields['status']) ?? 'active';
}

/** The process whose board is shown: the one that was chosen, else the first. */
export function processOf(meta: EntityMeta, settings: SavedView['settings']): string | null {
  const options = meta.fields.find((field) => field.key === 'process')?.options ?? [];
  return settings.pipeline ?? options[0]?.value ?? null;
}
