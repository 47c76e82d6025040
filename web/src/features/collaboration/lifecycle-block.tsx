import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { routes, type RecordView } from '#contract';
import { paths } from '../../app/paths.ts';
import { useRoute } from '../../client/index.ts';
import { useLocalized } from '../../i18n/use-locale.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { Section } from '../../ui/section.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { optionOf } from '../records/field-values.ts';
import { RuleReasonText } from '../records/rule-reason.tsx';
import { useEntity } from '../records/use-entity.ts';
import classes from '../sales/sales.module.css';

/** Where a customer came from and went to, by whom and why. */
export function LifecycleBlock({ record }: { readonly record: RecordView }) {
  const { t } = useTranslation('sales');
  const localized = useLocalized();
  const field = useEntity('account')?.fields.find((one) => one.key === 'lifecycle');
  const history = useRoute(routes.lifecycle.lifecycleHistory, { params: { accountId: record.id } });
  return (
    <Section title={t('lifecycle.title')}>
      <Loaded query={history} compact>
        {({ items }) => (
          <>
            {items.length === 0 && (
              <Text size="sm" c="dimmed">
                {t('lifecycle.none')}
              </Text>
            )}
            <ul className={classes.list}>
              {items.map((step) => {
                const option = field && step.to ? optionOf(field, step.to) : undefined;
                return (
                  <li key={step.at}>
                    <span className={classes.grow}>
                      <StatusBadge
                        plain
                        tone={option?.tone ?? 'neutral'}
                        label={option ? localized(option.label) : (step.to ?? '')}
                      />
                      <div className={classes.dim}>
                        <RelativeTime at={step.at} />
                        {step.actor.name ? `, ${step.actor.name}` : ''}
                      </div>
                      {step.rule && (
                        <div className={classes.dim}>
                          <RuleReasonText reason={step.rule} />
                        </div>
                      )}
                      {step.reason && (
                        <div className={classes.dim}>
                          {[step.reason.label && localized(step.reason.label), step.reason.note]
                            .filter(Boolean)
                            .join(': ')}
                        </div>
                      )}
                      {step.instance && (
                        <div className={classes.dim}>
                          <Link to={paths.instance(step.instance.id)}>{step.instance.processName}</Link>
                          {step.instance.elementName ? `, ${step.instance.elementName}` : ''}
                        </div>
                      )}
                    </span>
                  </li>
                );
              })}
            </ul>
          </>
        )}
      </Loaded>
    </Section>
  );
}
