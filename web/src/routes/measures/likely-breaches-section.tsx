import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { type LikelyBreach, routes } from '#contract';
import { paths } from '../../app/paths.ts';
import { useRoute } from '../../client/index.ts';
import { MeasureTable } from '../../features/measures/measure-table.tsx';
import classes from '../../features/measures/measures.module.css';
import { useMeasureWords } from '../../features/measures/use-measure-words.ts';
import { useEntity } from '../../features/records/use-entity.ts';
import { formatRelative } from '../../i18n/formats.ts';
import { useLocale, useLocalized } from '../../i18n/use-locale.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { useProductNow } from '../../ui/product-clock.ts';
import { Section } from '../../ui/section.tsx';

/** Promises to customers that somebody can still keep, but probably will not as things go. */
export function LikelyBreachesSection() {
  const { t } = useTranslation(['measures', 'sales']);
  const locale = useLocale();
  const localized = useLocalized();
  const words = useMeasureWords();
  const navigate = useNavigate();
  const now = useProductNow();
  const policies = useEntity('ticket')?.fields.find(({ key }) => key === 'slaPolicy')?.options ?? [];
  const breaches = useRoute(routes.sla.likelyBreaches, {}, { refetchInterval: 60_000 });
  const labelOf = ({ policyCode }: LikelyBreach): string => {
    const policy = policies.find(({ value }) => value === policyCode);
    return policy ? localized(policy.label) : policyCode;
  };
  const opens = ({ ticket }: LikelyBreach) => {
    return () => void navigate(paths.record(ticket.entity, ticket.id));
  };
  return (
    <Section title={t('breaches.title')}>
      <Loaded query={breaches} compact>
        {({ items }) => (
          <>
            <p className={classes.hint}>{t(items.length === 0 ? 'breaches.none' : 'breaches.hint')}</p>
            {items.length > 0 && (
              <MeasureTable
                name={t('breaches.title')}
                rows={items}
                keyOf={({ ticket, metric }) => `${ticket.id} ${metric}`}
                empty={t('breaches.none')}
                columns={[
                  { key: 'ticket', label: t('breaches.ticket'), text: ({ ticket }) => ticket.title },
                  {
                    key: 'late',
                    label: t('breaches.late'),
                    text: ({ lateShare }) => words.share(lateShare),
                    bar: ({ lateShare }) => lateShare,
                    tone: 'failed',
                    open: opens,
                  },
                  {
                    key: 'metric',
                    label: t('breaches.promise'),
                    text: ({ metric }) => t(`sales:clocks.metrics.${metric}`),
                  },
                  { key: 'policy', label: t('breaches.policy'), text: labelOf },
                  {
                    key: 'due',
                    label: t('breaches.due'),
                    text: ({ dueAt }) => formatRelative(locale, dueAt, now),
                  },
                  {
                    key: 'at',
                    label: t('breaches.at'),
                    text: ({ at }) => formatRelative(locale, at, now),
                  },
                  { key: 'like', label: t('breaches.like'), text: ({ of }) => words.number(of) },
                ]}
              />
            )}
          </>
        )}
      </Loaded>
    </Section>
  );
}
