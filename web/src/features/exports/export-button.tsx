import { Button, Menu } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { routes } from '#contract';
import { routeUrl } from '../../client/index.ts';

interface ExportButtonProps {
  readonly entity: string;
  /** The question of the list, as it is sent. */
  readonly q?: string;
  readonly filter?: string;
  readonly sort?: string;
  /** Keys of fields in the order that is seen; the list's own when left out. */
  readonly columns?: readonly string[];
  /** Only these records. */
  readonly ids?: readonly string[];
}

/** A list as a file: the browser fetches it as a stream and saves it. For those who may export such records. */
export function ExportButton({ entity, columns, ids, ...query }: ExportButtonProps) {
  const { t } = useTranslation('imports');
  const urlOf = (format: 'csv' | 'xlsx'): string =>
    routeUrl(routes.imports.exportRecords, {
      params: { entity },
      query: { ...query, format, columns: columns?.join(','), ids: ids?.join(',') },
    });
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <Button variant="default" leftSection={<IconDownload size={16} aria-hidden />}>
          {t('export.label')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown maw={280}>
        {(['xlsx', 'csv'] as const).map((format) => (
          <Menu.Item key={format} component="a" href={urlOf(format)} download>
            {t(`export.${format}`)}
          </Menu.Item>
        ))}
        <Menu.Label>{t('export.hint')}</Menu.Label>
      </Menu.Dropdown>
    </Menu>
  );
}
