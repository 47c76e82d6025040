import { Button, TextInput } from '@mantine/core';
import { IconFileImport, IconPackage, IconPlus, IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { routes } from '#contract';
import { useProcessRight } from '../../app/me-context.ts';
import { useLive, useRoute } from '../../client/index.ts';
import { Sample } from '../../features/help/sample.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { DropZone } from './drop-zone.tsx';
import { LibraryPanelView } from './library-panel-view.tsx';
import type { LibraryPanel } from './library-panel.ts';
import { ProcessRow } from './process-row.tsx';
import { useSampleProcess } from './use-sample-process.ts';
import { useImportFile } from './use-import-file.ts';
import { ActionButton } from '../../ui/actions/action-button.tsx';
import classes from './processes-page.module.css';

/** Every process that the caller may see: which version runs, how much of it, and what can be done with it. */
export function ProcessesPage() {
  const { t } = useTranslation('processes');
  const [search, setSearch] = useState('');
  const [params, setParams] = useSearchParams();
  const [panel, setPanel] = useState<LibraryPanel | null>(() =>
    params.has('ready') ? { kind: 'ready' } : null,
  );
  const mayDraw = useProcessRight('draw');
  const mayPublish = useProcessRight('publish');
  const mayTake = mayDraw || mayPublish;
  const openReady = (): void => setPanel({ kind: 'ready' });
  const close = (): void => {
    setPanel(null);
    setParams({}, { replace: true });
  };
  const library = useRoute(routes.processes.listProcesses);
  const { pick, importFile, pending } = useImportFile();
  const sample = useSampleProcess();
  useLive({ kind: 'processes' }, [routes.processes.listProcesses]);
  const wanted = search.trim().toLowerCase();
  return (
    <DropZone isOpen={mayDraw} onFile={importFile}>
      <PageHeader
        title={t('title')}
        meta={library.data && t('count', { count: library.data.items.length })}
        actions={
          <>
            {mayTake && (
              <ActionButton
                action={{ name: 'ready', label: t('ready.open'), icon: IconPackage, run: openReady }}
              />
            )}
            {mayDraw && (
              <>
                <ActionButton
                  loading={pending}
                  action={{ name: 'import', label: t('import'), icon: IconFileImport, run: pick }}
                />
                <ActionButton
                  variant="filled"
                  action={{
                    name: 'new',
                    label: t('new'),
                    icon: IconPlus,
                    run: () => setPanel({ kind: 'new' }),
                  }}
                />
              </>
            )}
          </>
        }
      >
        <TextInput
          className={classes.search}
          aria-label={t('search')}
          placeholder={t('search')}
          leftSection={<IconSearch size={16} aria-hidden />}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
      </PageHeader>
      <Loaded query={library}>
        {({ items }) => {
          const found = items.filter((item) =>
            `${item.name} ${item.processKey} ${item.description ?? ''}`.toLowerCase().includes(wanted),
          );
          if (found.length === 0) {
            return wanted ? (
              <EmptyState
                title={t('notFound', { search: search.trim() })}
                action={<Button onClick={() => setSearch('')}>{t('showAll')}</Button>}
              />
            ) : (
              <EmptyState
                title={t('empty')}
                message={mayDraw ? t('emptyHint') : undefined}
                action={
                  mayTake && (
                    <>
                      <Button onClick={openReady}>{t('ready.open')}</Button>
                      {mayDraw && <Button onClick={sample.begin}>{t('sample.begin')}</Button>}
                    </>
                  )
                }
                sample={<Sample of="process" />}
              />
            );
          }
          return (
            <ul className={classes.list} aria-label={t('title')}>
              {found.map((process) => (
                <ProcessRow key={process.processKey} process={process} onPanel={setPanel} />
              ))}
            </ul>
          );
        }}
      </Loaded>
      {panel && <LibraryPanelView panel={panel} onClose={close} />}
    </DropZone>
  );
}
