import { Tooltip } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ImportRow } from '#contract';
import { useEntity } from '../../features/records/use-entity.ts';
import { useLocalized } from '../../i18n/use-locale.ts';
import { StatusIcon } from '../../ui/status-icon.tsx';
import classes from './import.module.css';

interface PreviewCellProps {
  readonly entity: string;
  readonly cell: ImportRow['cells'][number];
}

/** A value as it would be written; what the record had is crossed out, and what was put right can be compared. */
export function PreviewCell({ entity, cell }: PreviewCellProps) {
  const { t } = useTranslation('imports');
  const localized = useLocalized();
  const meta = useEntity(entity);
  const field = meta?.fields.find((one) => one.key === cell.target);
  const shown = (value: unknown): string => {
    if (value === null || value === undefined || value === '') return '—';
    if (Array.isArray(value)) return value.map(shown).join(', ');
    const option = field?.options?.find((one) => one.value === value);
    return option ? localized(option.label) : String(value);
  };
  const label = field ? localized(field.label) : '';
  // A cell that could not be read is shown as it stands.
  const value = cell.value === null && cell.note?.state !== 'leftOut' ? cell.text : shown(cell.value);
  const content = (
    <span className={classes.cell} data-change={cell.isChange || undefined} data-note={cell.note?.state}>
      {label && <span className={classes.label}>{label}</span>}
      {cell.isChange && cell.current !== null && <s className={classes.was}>{shown(cell.current)}</s>}
      <span className={classes.value}>{value}</span>
      {cell.note && cell.note.state !== 'fixed' && <StatusIcon tone="late" size={13} />}
    </span>
  );
  if (!cell.note) return content;
  return <Tooltip label={t('preview.asInFile', { text: cell.note.from })}>{content}</Tooltip>;
}
