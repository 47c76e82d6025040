import { useMemo, type ReactNode } from 'react';
import type { EntityMeta, FieldMeta, RecordView } from '#contract';
import { useLocalized } from '../../i18n/use-locale.ts';
import type { DataColumn } from '../../ui/data-table/columns.ts';
import { CellEditor } from './cell-editor.tsx';
import { FieldValue } from './field-value.tsx';
import { SlaBadge } from '../service/sla-badge.tsx';
import { isBlank } from './field-values.ts';
import { RelativeTime } from '../../ui/relative-time.tsx';

const WIDTHS: Partial<Record<FieldMeta['type'], number>> = {
  select: 166,
  user: 180,
  reference: 200,
  date: 120,
  dateTime: 130,
  number: 110,
  money: 120,
  phone: 150,
  email: 210,
  boolean: 90,
};

/** A due time with its words. */
const DUE_WIDTH = 190;

function cellOf(meta: EntityMeta, field: FieldMeta, record: RecordView) {
  const value = field.key === 'number' ? record.number : record.fields[field.key];
  if (field.key === meta.titleField) return record.title;
  if (meta.entity === 'ticket' && field.key === 'slaDueAt') return <SlaBadge record={record} />;
  if (field.type === 'dateTime' && !isBlank(value)) return <RelativeTime at={String(value)} />;
  return <FieldValue field={field} value={value} link={record.links[field.key]} dense />;
}

export interface RecordColumns {
  /** Every column that can be shown, those that are chosen first and in their order. */
  readonly all: readonly DataColumn<RecordView>[];
  readonly hidden: readonly string[];
}

/** How single fields are shown where their value alone does not say it; null for a field that is no column. */
export type OwnCells = Readonly<Record<string, ((record: RecordView) => ReactNode) | null>>;

const NONE: OwnCells = {};

/** Columns of an entity's list from its metadata; the title leads, since it is the row's link. */
export function useRecordColumns(
  meta: EntityMeta,
  shown: readonly string[],
  own: OwnCells = NONE,
): RecordColumns {
  const localized = useLocalized();
  return useMemo(() => {
    const order = [meta.titleField, ...shown, ...meta.listColumns, ...meta.fields.map((field) => field.key)];
    const keys = [...new Set(order)];
    const all = keys.flatMap((key): DataColumn<RecordView>[] => {
      const field = meta.fields.find((candidate) => candidate.key === key);
      const cell = own[key];
      if (!field || field.type === 'longText' || cell === null) return [];
      return [
        {
          key,
          header: localized(field.label),
          sortable: field.sortable,
          width:
            cell && field.type === 'dateTime'
              ? DUE_WIDTH
              : key === meta.titleField
                ? undefined
                : key === 'slaDueAt'
                  ? 170
                  : key === 'number'
                    ? 96
                    : WIDTHS[field.type],
          align: field.type === 'number' || field.type === 'money' ? 'end' : undefined,
          cell: cell ?? ((record) => cellOf(meta, field, record)),
          ...(field.readOnly
            ? {}
            : {
                canEdit: (record: RecordView) => record.rights.edit,
                editor: (record: RecordView, onEnd: (next: boolean) => void) => (
                  <CellEditor field={field} record={record} onEnd={onEnd} />
                ),
              }),
        },
      ];
    });
    const hidden = all
      .map((column) => column.key)
      .filter((key) => key !== meta.titleField && !shown.includes(key));
    return { all, hidden };
  }, [meta, shown, own, localized]);
}
