import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes, type SlaPolicy } from '#contract';
import { useRoute } from '../../client/index.ts';
import { SettingsPage } from '../../features/settings/settings-page.tsx';
import { formatMinutes } from '../../i18n/formats.ts';
import { useLocale, useLocalized } from '../../i18n/use-locale.ts';
import { PolicyPanel } from './policy-panel.tsx';

/** What customers are promised: policies in the order in which they are tried. */
export function SlaPage() {
  const { t } = useTranslation('settings');
  const locale = useLocale();
  const localized = useLocalized();
  const [opened, setOpened] = useState<{ readonly policy: SlaPolicy | null } | null>(null);
  const policies = useRoute(routes.sla.slaPolicies);
  return (
    <SettingsPage
      title={t('sla.title')}
      hint={t('sla.hint')}
      query={policies}
      row={(policy) => ({
        key: policy.code,
        name: localized(policy.label),
        facts: [
          ...policy.targets.map((target) =>
            t('sla.target', {
              metric: t(`sla.metrics.${target.metric}`),
              time: formatMinutes(locale, target.minutes),
            }),
          ),
          t('conditions', { count: policy.match.all.length }),
        ],
      })}
      onOpen={(policy) => setOpened({ policy })}
    >
      {opened && (
        <PolicyPanel
          key={opened.policy?.code ?? 'new'}
          policy={opened.policy}
          onClose={() => setOpened(null)}
        />
      )}
    </SettingsPage>
  );
}
