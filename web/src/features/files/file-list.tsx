import { ActionIcon } from '@mantine/core';
import { IconFile, IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { RecordFile } from '#contract';
import { formatDate, formatNumber } from '../../i18n/formats.ts';
import { useLocale } from '../../i18n/use-locale.ts';
import classes from './files.module.css';

const KILO = 1024;

export type ShownFile = Pick<RecordFile, 'id' | 'name' | 'size' | 'createdAt' | 'createdBy'>;

interface FileListProps<F extends ShownFile> {
  readonly files: readonly F[];
  readonly contentOf: (file: F) => string;
  readonly isRemovable: (file: F) => boolean;
  readonly onRemove: (file: F) => void;
  /** What else is said of it, under its name. */
  readonly more?: (file: F) => ReactNode;
}

/** Names that are opened, how large, when and by whom. */
export function FileList<F extends ShownFile>({
  files,
  contentOf,
  isRemovable,
  onRemove,
  more,
}: FileListProps<F>) {
  const { t } = useTranslation('sales');
  const locale = useLocale();
  const sizeOf = (size: number): string =>
    size < KILO * KILO
      ? `${formatNumber(locale, Math.max(1, Math.round(size / KILO)))} KB`
      : `${formatNumber(locale, Math.round(size / KILO / KILO))} MB`;
  return (
    <ul className={classes.list}>
      {files.map((file) => (
        <li key={file.id}>
          <IconFile size={15} aria-hidden />
          <span className={classes.grow}>
            <a href={contentOf(file)} download={file.name}>
              {file.name}
            </a>
            <div className={classes.dim}>
              {[sizeOf(file.size), formatDate(locale, file.createdAt), file.createdBy?.name]
                .filter(Boolean)
                .join(', ')}
            </div>
            {more?.(file)}
          </span>
          {isRemovable(file) && (
            <ActionIcon aria-label={t('files.remove', { name: file.name })} onClick={() => onRemove(file)}>
              <IconX size={14} />
            </ActionIcon>
          )}
        </li>
      ))}
    </ul>
  );
}
