import { useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { routes, type FieldMeta, type RecordView } from '#contract';
import { useAction, useReportError, type ApiError } from '../../client/index.ts';
import { offerUndo } from '../../features/lists/offer-undo.tsx';
import { FieldEditor } from '../../features/records/field-editor.tsx';
import { useLocalized } from '../../i18n/use-locale.ts';

type TaskProperty = 'dueAt' | 'followUpAt' | 'priority' | 'assignee';

interface TaskCellEditorProps {
  readonly field: FieldMeta;
  /** A task, or an instance with one open task. */
  readonly row: RecordView;
  readonly taskId: string;
  /** What the field is of the task. */
  readonly property: TaskProperty;
  /** Over: `next` goes on to the cell beside. */
  readonly onEnd: (next: boolean) => void;
}

const STALE = [routes.workLists.listWork, routes.workLists.workGroups, routes.tasks.listTasks];

/** Due date, priority or executor of a task in a row: Enter keeps, Tab keeps and goes on, Esc gives back. */
export function TaskCellEditor({ field, row, taskId, property, onEnd }: TaskCellEditorProps) {
  const { t } = useTranslation(['records', 'common']);
  const localized = useLocalized();
  const report = useReportError();
  const goesOn = useRef(false);
  const [error, setError] = useState<string>();
  const shown: unknown = row.fields[field.key] ?? null;
  const before: unknown = Array.isArray(shown) ? (shown[0] ?? null) : shown;
  const onError = (failure: ApiError): void => {
    const own = failure.fields.find((one) => one.path.endsWith(property));
    if (own) setError(own.message);
    else report(failure);
  };
  const change = useAction(routes.tasks.changeTask, { invalidate: STALE, onError });
  const assign = useAction(routes.tasks.assignTask, { invalidate: STALE, onError });
  const send = (value: unknown): Promise<unknown> => {
    const params = { id: taskId };
    if (property === 'assignee') return assign.runAsync({ params, body: { userId: String(value) } });
    return change.runAsync({ params, body: { [property]: value } });
  };
  const save = (value: unknown): void => {
    setError(undefined);
    // Somebody has the task: nobody is no choice here, as it is no number for how urgent it is.
    const isNothing = value === null && field.type !== 'dateTime';
    if (isNothing || value === before) return onEnd(goesOn.current);
    void send(value)
      .then(() => {
        onEnd(goesOn.current);
        if (before === null && property === 'assignee') return;
        offerUndo({
          id: `task-${taskId}-${property}`,
          message: t('records:page.fieldChanged', { field: localized(field.label), name: row.title }),
          undo: t('common:actions.undo'),
          onUndo: () => void send(before).catch(() => undefined),
        });
      })
      // Already told.
      .catch(() => undefined);
  };
  return (
    // The keys of the table must not move rows while somebody types.
    <div onKeyDown={(event: KeyboardEvent) => event.stopPropagation()}>
      <FieldEditor
        field={{ ...field, readOnly: false, required: field.type !== 'dateTime' }}
        value={before}
        linkTitle={row.links[field.key]?.title}
        error={error}
        pending={change.pending || assign.pending}
        bare
        onSave={save}
        onSaveNext={(value) => {
          goesOn.current = true;
          save(value);
        }}
        onCancel={() => onEnd(false)}
      />
    </div>
  );
}
