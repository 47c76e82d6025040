import { Button, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { routes, type RecordView, type TicketClock } from '#contract';
import { useAction, useRoute } from '../../client/index.ts';
import { formatDateTime, formatRelative } from '../../i18n/formats.ts';
import { useLocale, useLocalized } from '../../i18n/use-locale.ts';
import type { StatusTone } from '../../theme/tokens.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { useProductNow } from '../../ui/product-clock.ts';
import { Section } from '../../ui/section.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import classes from '../sales/sales.module.css';

const TONES: Readonly<Record<TicketClock['state'], StatusTone>> = {
  running: 'running',
  overdue: 'failed',
  paused: 'waiting',
  met: 'done',
  missed: 'failed',
  dropped: 'neutral',
};

/** What was promised about a ticket and how it stands, each clock with its history. */
export function ClocksBlock({ record }: { readonly record: RecordView }) {
  const { t } = useTranslation('sales');
  const localized = useLocalized();
  const params = { ticketId: record.id };
  const clocks = useRoute(routes.sla.ticketClocks, { params }, { refetchInterval: 60_000 });
  const spoke = useAction(routes.sla.ticketSpoken, {
    invalidate: [routes.sla.ticketClocks, routes.records.getRecord, routes.records.listRecords],
  });
  const isOpen = record.fields['closedAt'] === null;
  return (
    <Section title={t('clocks.title')}>
      <Loaded query={clocks} compact>
        {({ policy, items }) => (
          <>
            {policy && <p className={classes.dim}>{localized(policy.label)}</p>}
            {items.length === 0 && (
              <Text size="sm" c="dimmed">
                {t('clocks.none')}
              </Text>
            )}
            <ul className={classes.list}>
              {items.map((clock) => (
                <ClockRow key={clock.id} clock={clock} />
              ))}
            </ul>
            {isOpen && record.rights.edit && (
              <div className={classes.foot}>
                <Button
                  size="compact-sm"
                  loading={spoke.pending}
                  onClick={() => spoke.run({ params, body: { who: 'us' } })}
                >
                  {t('clocks.spokeUs')}
                </Button>
                <Button
                  size="compact-sm"
                  loading={spoke.pending}
                  onClick={() => spoke.run({ params, body: { who: 'customer' } })}
                >
                  {t('clocks.spokeCustomer')}
                </Button>
              </div>
            )}
          </>
        )}
      </Loaded>
    </Section>
  );
}

function ClockRow({ clock }: { readonly clock: TicketClock }) {
  const { t } = useTranslation('sales');
  const locale = useLocale();
  const now = useProductNow();
  const at = clock.state === 'paused' ? clock.pausedAt : clock.dueAt;
  const when = at === null ? '' : formatRelative(locale, at, now);
  const name = t(`clocks.metrics.${clock.metric}`);
  return (
    <li>
      <span className={classes.grow}>
        {clock.round > 1 ? `${name}, ${t('clocks.round', { number: clock.round })}` : name}
        <div>
          <StatusBadge plain tone={TONES[clock.state]} label={t(`clocks.states.${clock.state}`, { when })} />
        </div>
        {clock.forecast && <Forecast {...clock.forecast} />}
        <details>
          <summary className={classes.dim}>{t('clocks.log')}</summary>
          {clock.log.map((row, index) => (
            <div key={`${row.at} ${index}`} className={classes.dim}>
              {formatDateTime(locale, row.at)}: {t(`clocks.what.${row.what}`)}
              {row.actor ? `, ${row.actor}` : ''}
              {row.dueAfter && row.dueAfter !== row.dueBefore && row.what !== 'met'
                ? ` → ${formatDateTime(locale, row.dueAfter)}`
                : ''}
            </div>
          ))}
        </details>
      </span>
    </li>
  );
}

/** What is likely, and from how much that is known. */
function Forecast({ at, likely, lateShare, of }: NonNullable<TicketClock['forecast']>) {
  const { t } = useTranslation('sales');
  const locale = useLocale();
  const now = useProductNow();
  const words = t('clocks.forecast', { when: formatRelative(locale, at, now), count: of });
  const share = t('clocks.ofSuch', { percent: Math.round(lateShare * 100) });
  return (
    <div>
      {likely && (
        <>
          <StatusBadge plain tone="late" label={t('clocks.likelyLate')} />
          <div className={classes.dim}>{share}</div>
        </>
      )}
      <div className={classes.dim}>{words}</div>
    </div>
  );
}
