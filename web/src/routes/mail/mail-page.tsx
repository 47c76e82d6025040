import { Tabs } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { PageHeader } from '../../ui/page-header.tsx';
import { useShownTab } from '../../ui/use-shown-tab.ts';
import classes from './mail-page.module.css';
import { OutboxTab } from './outbox-tab.tsx';
import { ReceivedTab } from './received-tab.tsx';
import { SettingsTab } from './settings-tab.tsx';
import { TemplatesTab } from './templates-tab.tsx';

const TABS = ['outbox', 'received', 'templates', 'settings'] as const;

/** Administrators' view of mail: what went out, what came in, texts to begin with, and what becomes of the rest. */
export function MailPage() {
  const { t } = useTranslation('mail');
  const [search, setSearch] = useSearchParams();
  const tab = TABS.find((one) => one === search.get('tab')) ?? 'outbox';
  const strip = useShownTab(tab);
  return (
    <div className={classes.page}>
      <PageHeader title={t('title')} meta={t('hint')}>
        <Tabs
          value={tab}
          onChange={(next) => setSearch(next === 'outbox' || !next ? {} : { tab: next }, { replace: true })}
        >
          <Tabs.List ref={strip} className={classes.tabs}>
            {TABS.map((name) => (
              <Tabs.Tab key={name} value={name} aria-controls="mail">
                {t(`tab.${name}`)}
              </Tabs.Tab>
            ))}
          </Tabs.List>
        </Tabs>
      </PageHeader>
      <div className={classes.tab} id="mail" role="tabpanel" aria-label={t(`tab.${tab}`)}>
        {tab === 'outbox' && <OutboxTab />}
        {tab === 'received' && <ReceivedTab />}
        {tab === 'templates' && <TemplatesTab />}
        {tab === 'settings' && <SettingsTab />}
      </div>
    </div>
  );
}
