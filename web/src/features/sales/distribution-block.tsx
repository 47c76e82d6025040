import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { routes, type DistributionStep, type RecordView } from '#contract';
import { useAction, useReportError, useRoute } from '../../client/index.ts';
import { useLocalized } from '../../i18n/use-locale.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { Section } from '../../ui/section.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { DecisionTable } from './decision-table.tsx';
import classes from './sales.module.css';

/** Why the lead was given to whom it was given, and giving it anew by the rules. */
export function DistributionBlock({ record }: { readonly record: RecordView }) {
  const { t } = useTranslation('distribution');
  const report = useReportError();
  const params = { id: record.id };
  const steps = useRoute(routes.distribution.leadDistribution, { params });
  const give = useAction(routes.distribution.distributeLead, {
    invalidate: [
      ...[routes.distribution.leadDistribution, routes.records.getRecord, routes.records.timeline],
      routes.records.listRecords,
    ],
    onError: report,
  });
  const mayGive = record.rights.edit && record.fields['convertedAt'] === null;
  if (steps.data?.items.length === 0 && record.fields['owner'] !== null) return null;
  return (
    <Section title={t('why')}>
      <Loaded query={steps} compact>
        {({ items }) => (
          <>
            {items.map((step, index) => (
              <Step key={step.at + String(index)} step={step} isOpen={index === 0} />
            ))}
            {mayGive && (
              <div className={classes.foot}>
                <Button size="compact-sm" loading={give.pending} onClick={() => give.run({ params })}>
                  {t(items.length === 0 ? 'give' : 'giveAnew')}
                </Button>
              </div>
            )}
          </>
        )}
      </Loaded>
    </Section>
  );
}

function Step({ step, isOpen }: { readonly step: DistributionStep; readonly isOpen: boolean }) {
  const { t } = useTranslation('distribution');
  const localized = useLocalized();
  const { owner, reason, rule } = step;
  return (
    <details open={isOpen}>
      <summary className={classes.dim}>
        {owner ? t('given', { name: owner.name }) : <StatusBadge plain tone="waiting" label={t('queued')} />}{' '}
        <RelativeTime at={step.at} />
      </summary>
      <p className={classes.attention}>
        {[
          ...(reason ? [t(`reasons.${reason}`)] : []),
          ...(rule ? [t('byRule', { name: localized(rule.label) })] : []),
        ].join('. ')}
      </p>
      <DecisionTable decision={step} />
    </details>
  );
}
