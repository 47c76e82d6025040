import type { UseQueryResult } from '@tanstack/react-query';
import { Link } from 'react-router';
import type { EntityMeta, RecordPage, RecordView } from '#contract';
import type { ApiError } from '../../client/index.ts';
import { cellOf } from '../../features/records/use-record-columns.tsx';
import { isBlank } from '../../features/records/field-values.ts';
import { WidgetList } from './widget-list.tsx';
import classes from './home.module.css';

interface RecordRowsProps<Answer> {
  readonly meta: EntityMeta;
  readonly query: UseQueryResult<Answer, ApiError>;
  readonly itemsOf: (answer: Answer) => readonly RecordView[];
  /** Fields that stand at the end of a row, as a list shows them. */
  readonly columns: readonly string[];
  readonly toOf: (record: RecordView) => string;
  readonly empty: string;
  readonly more: (total: number) => { readonly to: string; readonly label: string };
}

/** Records as rows of a widget: what they are called, and what of them matters here. */
export function RecordRows<Answer extends Pick<RecordPage, 'items' | 'total'>>(
  props: RecordRowsProps<Answer>,
) {
  const { meta, query, itemsOf, columns, toOf, empty, more } = props;
  const fields = columns.flatMap((key) => meta.fields.find((field) => field.key === key) ?? []);
  return (
    <WidgetList
      query={query}
      itemsOf={itemsOf}
      keyOf={({ id }) => id}
      empty={empty}
      more={more(query.data?.total ?? 0)}
      row={(record) => (
        <>
          <span className={classes.words}>
            <Link to={toOf(record)}>{record.title}</Link>
          </span>
          {fields.map(
            (field) =>
              !isBlank(record.fields[field.key]) && (
                <span key={field.key} className={classes.cell}>
                  {cellOf(meta, field, record)}
                </span>
              ),
          )}
        </>
      )}
    />
  );
}
