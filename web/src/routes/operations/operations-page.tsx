import { Tabs } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { PageHeader } from '../../ui/page-header.tsx';
import { BatchesTab } from './batches-tab.tsx';
import { HistoryTab } from './history-tab.tsx';
import { LogTab } from './log-tab.tsx';
import { useShownTab } from '../../ui/use-shown-tab.ts';
import classes from './operations.module.css';
import { SuspensionsTab } from './suspensions-tab.tsx';

const TABS = ['log', 'batches', 'suspensions', 'history'] as const;

/** Administrators' work on processes as a whole: who did what, operations over many, what rests, what is kept. */
export function OperationsPage() {
  const { t } = useTranslation('operations');
  const [search, setSearch] = useSearchParams();
  const tab = TABS.find((one) => one === search.get('tab')) ?? 'log';
  const strip = useShownTab(tab);
  return (
    <>
      <PageHeader title={t('title')} meta={t('hint')}>
        <Tabs
          value={tab}
          onChange={(next) => setSearch(next === 'log' || !next ? {} : { tab: next }, { replace: true })}
        >
          <Tabs.List ref={strip} className={classes.tabs}>
            {TABS.map((name) => (
              <Tabs.Tab key={name} value={name} aria-controls="operations">
                {t(`tab.${name}`)}
              </Tabs.Tab>
            ))}
          </Tabs.List>
        </Tabs>
      </PageHeader>
      <div className={classes.page} id="operations" role="tabpanel" aria-label={t(`tab.${tab}`)}>
        {tab === 'log' && <LogTab />}
        {tab === 'batches' && <BatchesTab />}
        {tab === 'suspensions' && <SuspensionsTab />}
        {tab === 'history' && <HistoryTab />}
      </div>
    </>
  );
}
