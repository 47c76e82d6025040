import { useMemo, type ReactNode } from 'react';
import type { EntityMeta, FieldMeta, RecordView } from '#contract';
import { useLocalized } from '../../i18n/use-locale.ts';
import type { DataColumn } from '../../ui/data-table/columns.ts';
import { CellEditor } from './cell-editor.tsx';
import { FieldValue } from './field-value.tsx';
import { LikelyLateBadge } from '../service/likely-late-badge.tsx';
import { SlaBadge } from '../service/sla-badge.tsx';
import { currencyOf, isBlank } from './field-values.ts';
import { RelativeTime } from '../../ui/relative-time.tsx';

const WIDTHS: Partial<Record<FieldMeta['type'], number>> = {
  select: 166,
  user: 180,
  reference: 200,
  date: 136,
  dateTime: 130,
  number: 110,
  money: 130,
  phone: 150,
  email: 210,
  boolean: 90,
};

/** A due time with its words. */
const DUE_WIDTH = 196;
const SLA_WIDTH = 200;
const NUMBER_WIDTH = 86;

/** A character of a heading or a badge, and what stands around it. */
const CHARACTER_WIDTH = 7.2;
const AROUND_HEADING = 40;
const AROUND_BADGE = 60;
const BADGE_WIDTH_MAX = 240;

/** Names and other words are read when their end is cut; numbers, dates and states are not. */
const WORDS_MIN: Partial<Record<FieldMeta['type'], number>> = {
  user: 120,
  reference: 112,
  email: 150,
  phone: 136,
};
const CHOICE_MIN = 132;
/** The status of something that is no record: its words are not among the field's options. */
const OWN_CHOICE_MIN = 148;
const TEXT_MIN = 112;

interface ColumnWidth {
  readonly width?: number;
  readonly minWidth?: number;
}

/** So that no heading is cut and choices can be told apart, in either language; nothing: what is left over. */
function widthOf(
  meta: EntityMeta,
  field: FieldMeta,
  { localized, isOwn }: { readonly localized: (text: FieldMeta['label']) => string; readonly isOwn: boolean },
): ColumnWidth {
  if (field.key === meta.titleField) return {};
  const needs = (text: string, around: number): number => Math.ceil(text.length * CHARACTER_WIDTH) + around;
  const heading = needs(localized(field.label), AROUND_HEADING);
  if (isOwn && field.type === 'dateTime') return { width: Math.max(DUE_WIDTH, heading) };
  if (field.key === 'slaDueAt') return { width: Math.max(SLA_WIDTH, heading) };
  if (field.key === 'number') return { width: Math.max(NUMBER_WIDTH, heading) };
  const usual = WIDTHS[field.type];
  if (usual === undefined) return { minWidth: Math.max(TEXT_MIN, heading) };
  const badges =
    field.type === 'select' && !isOwn
      ? (field.options ?? []).map((option) => needs(localized(option.label), AROUND_BADGE))
      : [];
  const width = Math.max(usual, heading, Math.min(BADGE_WIDTH_MAX, Math.max(0, ...badges)));
  const least = field.type === 'select' ? leastOfChoice(field, badges, isOwn) : WORDS_MIN[field.type];
  return { width, minWidth: least === undefined ? width : Math.max(least, heading) };
}

/** Words may be cut, a state is read as a whole. */
function leastOfChoice(field: FieldMeta, badges: readonly number[], isOwn: boolean): number {
  if (field.options?.every((option) => option.tone === 'neutral')) return CHOICE_MIN;
  return isOwn ? OWN_CHOICE_MIN : Math.min(BADGE_WIDTH_MAX, Math.max(0, ...badges));
}

/** A field of a record as a list shows it. */
export function cellOf(meta: EntityMeta, field: FieldMeta, record: RecordView) {
  const value = field.key === 'number' ? record.number : record.fields[field.key];
  if (field.key === meta.titleField) return record.title;
  if (meta.entity === 'ticket' && field.key === 'slaDueAt') return <SlaBadge record={record} />;
  if (meta.entity === 'ticket' && field.key === 'slaLikelyLate')
    return <LikelyLateBadge record={record} field={field} />;
  if (field.type === 'dateTime' && !isBlank(value)) return <RelativeTime at={String(value)} />;
  const currency = currencyOf(field, record.fields);
  return <FieldValue field={field} value={value} link={record.links[field.key]} currency={currency} dense />;
}

export interface RecordColumns {
  /** Every column that can be shown, those that are chosen first and in their order. */
  readonly all: readonly DataColumn<RecordView>[];
  readonly hidden: readonly string[];
}

/** How single fields are shown where their value alone does not say it; null for a field that is no column. */
export type OwnCells = Readonly<Record<string, ((record: RecordView) => ReactNode) | null>>;

/** Editors of fields that are no fields of a record: where the row says that they may be changed. */
export type OwnEditors = Readonly<
  Record<string, (field: FieldMeta, record: RecordView, onEnd: (next: boolean) => void) => ReactNode>
>;

const NONE = {};

/** Columns of an entity's list from its metadata; the title leads, since it is the row's link. */
export function useRecordColumns(
  meta: EntityMeta,
  shown: readonly string[],
  own: OwnCells = NONE,
  editors: OwnEditors = NONE,
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
          ...widthOf(meta, field, { localized, isOwn: cell !== undefined }),
          align: field.type === 'number' || field.type === 'money' ? 'end' : undefined,
          cell: cell ?? ((record) => cellOf(meta, field, record)),
          ...editingOf(field, editors[key]),
        },
      ];
    });
    const hidden = all
      .map((column) => column.key)
      .filter((key) => key !== meta.titleField && !shown.includes(key));
    return { all, hidden };
  }, [meta, shown, own, editors, localized]);
}

function editingOf(
  field: FieldMeta,
  own: OwnEditors[string] | undefined,
): Pick<DataColumn<RecordView>, 'canEdit' | 'editor'> {
  if (own)
    return {
      canEdit: (record) => record.changeable?.includes(field.key) === true,
      editor: (record, onEnd) => own(field, record, onEnd),
    };
  if (field.readOnly) return {};
  return {
    canEdit: (record) => record.rights.edit,
    editor: (record, onEnd) => <CellEditor field={field} record={record} onEnd={onEnd} />,
  };
}
