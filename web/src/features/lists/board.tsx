import { useTranslation } from 'react-i18next';
import { routes, type EntityMeta, type FieldMeta, type FilterGroup, type RecordView } from '#contract';
import { queryClient, routeKey, useReportError, useRoute } from '../../client/index.ts';
import { useLocalized } from '../../i18n/use-locale.ts';
import { valuesBack } from '../records/status-reason.ts';
import { useUpdateRecord } from '../records/use-update-record.ts';
import { BoardColumn } from './board-column.tsx';
import { useBoardColumns, WITHOUT_VALUE } from './board-columns.ts';
import { offerUndo } from './offer-undo.tsx';
import { sumFieldOf } from './use-list-groups.tsx';
import classes from './lists.module.css';

interface BoardProps {
  readonly meta: EntityMeta;
  readonly field: FieldMeta;
  readonly filter: FilterGroup | null;
  readonly q: string;
  readonly sort: string | undefined;
  readonly pipeline: string | undefined;
  readonly sumField: string | undefined;
  readonly limits: Readonly<Record<string, number>> | undefined;
}

/** Rows as cards in the columns of a choice. A card is dragged, or moved by its menu; what blocks a move explains itself. */
export function Board({ meta, field, filter, q, sort, pipeline, sumField, limits }: BoardProps) {
  const { t } = useTranslation(['lists', 'records', 'common']);
  const localized = useLocalized();
  const report = useReportError();
  const sum = meta.fields.find((one) => one.key === sumField) ?? sumFieldOf(meta);
  const groups = useRoute(
    routes.records.recordGroups,
    {
      params: { entity: meta.entity },
      query: {
        by: field.key,
        q: q || undefined,
        filter: filter ? JSON.stringify(filter) : undefined,
        sums: sum?.key,
      },
    },
    { keepPrevious: true },
  );
  const columns = useBoardColumns(field, { pipeline, groups: groups.data?.groups });
  const update = useUpdateRecord({ onError: report });
  const wordOf = (value: string): string => {
    const option = columns.find((one) => one.value === value);
    return option ? localized(option.label) : value;
  };
  const move = (record: RecordView, to: string): void => {
    const from = String(record.fields[field.key] ?? WITHOUT_VALUE);
    if (from === to) return;
    const params = { entity: record.entity, id: record.id };
    void update
      .runAsync({ params, body: { version: record.version, fields: { [field.key]: stored(to) } } })
      .then((moved) => {
        void queryClient.invalidateQueries({ queryKey: routeKey(routes.records.recordGroups) });
        offerUndo({
          id: `move-${record.id}-${moved.version}`,
          message: t('records:page.statusChanged', { name: moved.number ?? moved.title, status: wordOf(to) }),
          undo: t('common:actions.undo'),
          onUndo: () => {
            update.run({
              params,
              body: { version: moved.version, fields: valuesBack(meta, record, field.key) },
            });
            void queryClient.invalidateQueries({ queryKey: routeKey(routes.records.recordGroups) });
          },
        });
      })
      // Already told: the stage says what is missing.
      .catch(() => undefined);
  };
  return (
    <div className={classes.board} role="region" aria-label={t('lists:board.label')} tabIndex={0}>
      {columns.map((option) => (
        <BoardColumn
          key={option.value}
          meta={meta}
          field={field}
          option={option}
          options={columns}
          filter={filter}
          q={q}
          sort={sort}
          group={groups.data?.groups.find((one) => one.key === stored(option.value))}
          sum={sum}
          currency={groups.data?.currency ?? null}
          limit={limits?.[option.value]}
          onMove={move}
        />
      ))}
    </div>
  );
}

/** A card that goes where nothing is chosen loses its choice. */
function stored(value: string): string | null {
  return value === WITHOUT_VALUE ? null : value;
}
