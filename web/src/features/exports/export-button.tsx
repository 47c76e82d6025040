import { Button, Menu } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes } from '#contract';
import { api, routeUrl, useReportError, type ApiError } from '../../client/index.ts';
import { formatNumber } from '../../i18n/formats.ts';
import { useLocale } from '../../i18n/use-locale.ts';
import { usePageActions } from '../../ui/actions/page-actions.ts';

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

const FORMATS = ['xlsx', 'csv'] as const;
const SHOWN_MS = 12_000;

/**
 * A list as a file: the browser fetches it as a stream and saves it. For those who may export such records; that they may
 * still take so many out today is asked first, because a download cannot say why it was refused.
 */
export function ExportButton({ entity, columns, ids, ...query }: ExportButtonProps) {
  const { t } = useTranslation('imports');
  const locale = useLocale();
  const report = useReportError();
  const [pending, setPending] = useState(false);
  const picked = ids?.join(',');
  const takeOut = async (format: (typeof FORMATS)[number]): Promise<void> => {
    setPending(true);
    try {
      const { q, filter } = query;
      const asked = { params: { entity }, query: { q, filter, ids: picked } };
      const { isAllowed, limit, left } = await api.call(routes.imports.checkExport, asked);
      if (isAllowed) {
        const file = { ...query, format, columns: columns?.join(','), ids: picked };
        window.location.assign(routeUrl(routes.imports.exportRecords, { params: { entity }, query: file }));
        return;
      }
      const numbers = { limit: formatNumber(locale, limit ?? 0), left: formatNumber(locale, left ?? 0) };
      notifications.show({
        color: 'red',
        autoClose: SHOWN_MS,
        title: t('export.overLimit'),
        message: t('export.overLimitHint', numbers),
      });
    } catch (error) {
      report(error as ApiError);
    } finally {
      setPending(false);
    }
  };
  const button = ids ? t('export.picked', { count: ids.length }) : t('export.label');
  usePageActions(
    FORMATS.map((format) => ({
      name: `export-${format}`,
      label: `${button}: ${t(`export.${format}`)}`,
      icon: IconDownload,
      run: () => void takeOut(format),
    })),
  );
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <Button variant="default" loading={pending} leftSection={<IconDownload size={16} aria-hidden />}>
          {button}
        </Button>
      </Menu.Target>
      <Menu.Dropdown maw={280}>
        {FORMATS.map((format) => (
          <Menu.Item key={format} onClick={() => void takeOut(format)}>
            {t(`export.${format}`)}
          </Menu.Item>
        ))}
        <Menu.Label>{t('export.hint')}</Menu.Label>
      </Menu.Dropdown>
    </Menu>
  );
}
