import { SegmentedControl, Select } from '@mantine/core';
import { IconCalendar, IconLayoutKanban, IconList, IconStack2 } from '@tabler/icons-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntityMeta, FieldMeta, SavedView } from '#contract';
import { useLocalized } from '../../i18n/use-locale.ts';
import { usePageActions } from '../../ui/actions/page-actions.ts';

interface KindSwitchProps {
  readonly meta: EntityMeta;
  readonly kind: SavedView['kind'];
  readonly settings: SavedView['settings'];
  readonly group: string | null;
  readonly onKind: (kind: SavedView['kind'], settings?: SavedView['settings']) => void;
  readonly onGroup: (group: string | null) => void;
  /** Left out: what the fields allow. */
  readonly kinds?: readonly SavedView['kind'][];
}

const KIND_ICONS = { list: IconList, kanban: IconLayoutKanban, calendar: IconCalendar } as const;

export function boardFields(meta: EntityMeta): readonly FieldMeta[] {
  return meta.fields.filter((field) => field.type === 'select' && !field.readOnly);
}

export function dateFields(meta: EntityMeta): readonly FieldMeta[] {
  return meta.fields.filter((field) => field.type === 'date' || field.type === 'dateTime');
}

/** List, board or calendar, and by which field. */
export function KindSwitch(props: KindSwitchProps) {
  const { meta, kind, settings, group, onKind, onGroup } = props;
  const { t } = useTranslation('lists');
  const grouping = useRef<HTMLInputElement>(null);
  const localized = useLocalized();
  const choices = (fields: readonly FieldMeta[]) =>
    fields.map((field) => ({ value: field.key, label: localized(field.label) }));
  const boards = boardFields(meta);
  const dates = dateFields(meta);
  const kinds = props.kinds ?? [
    'list' as const,
    ...(boards.length > 0 ? ['kanban' as const] : []),
    ...(dates.length > 0 ? ['calendar' as const] : []),
  ];
  const columnField = settings.columnField ?? meta.statusField ?? boards[0]?.key ?? null;
  const field = meta.fields.find((one) => one.key === columnField);
  const pipelines = meta.fields.find((one) => one.key === 'pipeline')?.options ?? [];
  const isStaged =
    boards.length > 0 && pipelines.length > 1 && field?.options?.some((option) => option.group) === true;
  const common = { size: 'xs', allowDeselect: false, w: 170 } as const;
  const groupable = meta.fields.filter(
    (one) => one.filterable && !['longText', 'multiSelect'].includes(one.type),
  );
  usePageActions([
    ...kinds
      .filter((value) => value !== kind)
      .map((value) => ({
        name: `as-${value}`,
        label: t('kind.showAs', { kind: t(`kind.${value}`) }),
        icon: KIND_ICONS[value],
        run: () => onKind(value),
      })),
    ...(kind === 'list' ? groupable : []).map((one) => ({
      name: `group-${one.key}`,
      label: `${t('groups.by')}: ${localized(one.label)}`,
      icon: IconStack2,
      isDetail: true,
      run: () => onGroup(one.key),
    })),
    kind === 'list' && {
      name: 'group',
      label: t('groups.by'),
      icon: IconStack2,
      run: () => grouping.current?.click(),
    },
    kind === 'list' &&
      group !== null && {
        name: 'group-none',
        label: t('groups.none'),
        icon: IconStack2,
        run: () => onGroup(null),
      },
  ]);
  return (
    <>
      {kinds.length > 1 && (
        <SegmentedControl
          size="xs"
          aria-label={t('kind.label')}
          value={kind}
          onChange={(value) => onKind(value as SavedView['kind'])}
          data={kinds.map((value) => ({ value, label: t(`kind.${value}`) }))}
        />
      )}
      {kind === 'list' && (
        <Select
          {...common}
          ref={grouping}
          allowDeselect
          clearable
          searchable
          aria-label={t('groups.by')}
          placeholder={t('groups.by')}
          data={choices(groupable)}
          value={group?.split(':')[0] ?? null}
          onChange={onGroup}
        />
      )}
      {kind === 'kanban' && boards.length > 0 && (
        <Select
          {...common}
          aria-label={t('board.by')}
          data={choices(boards)}
          value={columnField}
          onChange={(value) => onKind('kanban', { columnField: value ?? undefined })}
        />
      )}
      {kind === 'kanban' && isStaged && (
        <Select
          {...common}
          aria-label={t('board.pipeline')}
          data={pipelines.map((one) => ({ value: one.value, label: localized(one.label) }))}
          value={settings.pipeline ?? pipelines[0]?.value ?? null}
          onChange={(value) => onKind('kanban', { pipeline: value ?? undefined })}
        />
      )}
      {kind === 'calendar' && (
        <Select
          {...common}
          aria-label={t('calendar.by')}
          data={choices(dates)}
          value={settings.dateField ?? dates[0]?.key ?? null}
          onChange={(value) => onKind('calendar', { dateField: value ?? undefined })}
        />
      )}
    </>
  );
}
