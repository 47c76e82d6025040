import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { routes, type IncompleteStart } from '#contract';
import { useAction, useRoute } from '../../client/index.ts';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { Section } from '../../ui/section.tsx';
import { StatusIcon } from '../../ui/status-icon.tsx';
import classes from './jobs-page.module.css';

const REFRESH_MS = 30_000;
const KINDS = ['message', 'signal', 'timer', 'conditional', 'recordEvent'] as const;

/** Starts that still wait for a part of what they collect; nothing is shown where none does. */
export function IncompleteStarts() {
  const { t } = useTranslation('jobs');
  const { data } = useRoute(routes.admin.incompleteStarts, {}, { refetchInterval: REFRESH_MS });
  if (!data || data.items.length === 0) return null;
  return (
    <div className={classes.page}>
      <Section title={t('incomplete.title')} count={data.items.length}>
        <p className={classes.dim}>{t('incomplete.hint')}</p>
        <ul className={classes.list}>
          {data.items.map((start) => (
            <IncompleteStartRow key={start.id} start={start} />
          ))}
        </ul>
      </Section>
    </div>
  );
}

function IncompleteStartRow({ start }: { readonly start: IncompleteStart }) {
  const { t } = useTranslation('jobs');
  const discard = useAction(routes.admin.discardIncompleteStart, {
    invalidate: [routes.admin.incompleteStarts],
    onSuccess: () => notifications.show({ message: t('incomplete.discarded'), color: 'accent' }),
  });
  const what = start.occurred
    .map(({ kind, name }) =>
      t(`incomplete.part.${KINDS.find((known) => known === kind) ?? 'other'}`, { name: name ?? '' }),
    )
    .join(', ');
  return (
    <li className={classes.job}>
      <StatusIcon tone="waiting" size={17} />
      <div className={classes.words}>
        <div className={classes.failure}>
          <strong>{start.processName ?? start.processKey}</strong>
          {start.elementName && <span className={classes.dim}> · {start.elementName}</span>}
          <div>{t('incomplete.occurred', { what })}</div>
        </div>
        <div className={classes.facts}>
          {start.correlationKey !== null && <span>{start.correlationKey}</span>}
          <RelativeTime at={start.since} />
        </div>
      </div>
      <Button
        className={classes.retry}
        leftSection={<IconX size={14} aria-hidden />}
        loading={discard.pending}
        onClick={() => discard.run({ params: { id: start.id } })}
      >
        {t('incomplete.discard')}
      </Button>
    </li>
  );
}
