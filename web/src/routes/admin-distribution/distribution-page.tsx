import { Alert } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { routes, type DistributionRule } from '#contract';
import { paths } from '../../app/paths.ts';
import { useRoute } from '../../client/index.ts';
import classes from '../../features/audit/audit.module.css';
import { SettingsPage } from '../../features/settings/settings-page.tsx';
import { formatRelative } from '../../i18n/formats.ts';
import { useLocale, useLocalized } from '../../i18n/use-locale.ts';
import { useProductNow } from '../../ui/product-clock.ts';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { DistributionPeople } from './distribution-people.tsx';
import { DistributionPreview } from './distribution-preview.tsx';
import { RulePanel } from './rule-panel.tsx';

/** By which rules leads get owners, what people take, and who would get one. */
export function DistributionPage() {
  const { t } = useTranslation(['distribution', 'settings']);
  const localized = useLocalized();
  const [opened, setOpened] = useState<{ readonly rule: DistributionRule | null } | null>(null);
  const rules = useRoute(routes.distribution.distributionRules, {}, { refetchInterval: 60_000 });
  return (
    <SettingsPage
      title={t('title')}
      hint={t('hint')}
      query={rules}
      choice={<Waiting rules={rules.data?.items ?? []} />}
      row={(rule) => ({
        key: rule.code,
        name: localized(rule.label),
        facts: [
          rule.arrivals.map((arrival) => t(`arrivals.${arrival}`)).join(', '),
          t('settings:conditions', { count: rule.match.all.length }),
          t(`picks.${rule.pick}`),
          t('toTeam', { name: rule.teamName }),
        ],
        badge: rule.active ? undefined : <StatusBadge plain tone="neutral" label={t('settings:off')} />,
      })}
      onOpen={(rule) => setOpened({ rule })}
    >
      <div className={classes.page}>
        <DistributionPreview />
        <DistributionPeople />
      </div>
      {opened && (
        <RulePanel key={opened.rule?.code ?? 'new'} rule={opened.rule} onClose={() => setOpened(null)} />
      )}
    </SettingsPage>
  );
}

/** Leads that nobody could take: the alarm of the page. */
function Waiting({ rules }: { readonly rules: readonly DistributionRule[] }) {
  const { t } = useTranslation('distribution');
  const locale = useLocale();
  const now = useProductNow();
  const waiting = rules.filter((rule) => rule.waiting > 0);
  if (waiting.length === 0) return null;
  return (
    <Alert color="red" mb="md" title={t('alarm')}>
      {waiting.map((rule) => (
        <div key={rule.code}>
          <Link to={waitingIn(rule.teamId)}>
            {t('waiting', { count: rule.waiting, team: rule.teamName })}
          </Link>
          {rule.waitingSince && `, ${t('since', { when: formatRelative(locale, rule.waitingSince, now) })}`}
        </div>
      ))}
    </Alert>
  );
}

/** The list of leads without an owner in the queue of a team. */
function waitingIn(teamId: string): string {
  const filter = {
    op: 'and',
    items: [
      { field: 'owner', operator: 'empty' },
      { field: 'team', operator: 'eq', value: teamId },
    ],
  };
  return `${paths.records('lead')}?${new URLSearchParams({ filter: JSON.stringify(filter) }).toString()}`;
}
