import { Button } from '@mantine/core';
import { IconPackageExport } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { routes } from '#contract';
import { useAction, useRoute } from '../../client/index.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { RowList } from '../../ui/row-list.tsx';
import { FullExportRow } from './full-export-row.tsx';

const LOOK_EVERY_MS = 1_000;

/** Everything of the company as one archive: asked for here, made in the background, fetched by whoever asked. */
export function FullExportPage() {
  const { t } = useTranslation('exports');
  const table = routes.fullExports;
  const exports = useRoute(table.fullExports, {}, { refetchInterval: LOOK_EVERY_MS });
  const begin = useAction(table.beginFullExport, { invalidate: [table.fullExports] });
  const isRunning = exports.data?.items.some((item) => item.state === 'running') ?? false;
  const button = (
    <Button variant="filled" disabled={isRunning} loading={begin.pending} onClick={() => begin.run({})}>
      {t('begin')}
    </Button>
  );
  return (
    <>
      <PageHeader
        title={t('title')}
        meta={t('hint')}
        icon={<IconPackageExport size={20} />}
        actions={exports.data && exports.data.items.length > 0 && button}
      />
      <RowList
        query={exports}
        label={t('title')}
        empty={<EmptyState title={t('empty')} message={t('emptyHint')} action={button} />}
      >
        {(item) => <FullExportRow key={item.id} item={item} />}
      </RowList>
    </>
  );
}
