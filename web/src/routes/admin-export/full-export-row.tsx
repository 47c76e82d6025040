import { Button, Group, Progress } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { routes, type FullExport } from '#contract';
import { useAction } from '../../client/index.ts';
import classes from '../../features/audit/audit.module.css';
import { formatDateTime, formatNumber } from '../../i18n/formats.ts';
import { useLocale } from '../../i18n/use-locale.ts';
import type { StatusTone } from '../../theme/tokens.ts';
import { StatusBadge } from '../../ui/status-badge.tsx';

const TONES: Readonly<Record<FullExport['state'], StatusTone>> = {
  running: 'running',
  done: 'done',
  failed: 'failed',
  expired: 'skipped',
};
const PROBLEMS = ['interrupted', 'notAllowed', 'failed', 'stopped'] as const;
const MEGABYTE = 1_048_576;

/** One archive: how far it is, or what it holds and until when, or why there is none. */
export function FullExportRow({ item }: { readonly item: FullExport }) {
  const { t } = useTranslation('exports');
  const locale = useLocale();
  const table = routes.fullExports;
  const fetchIt = useAction(table.fullExportLink, { onSuccess: ({ url }) => window.location.assign(url) });
  const discard = useAction(table.discardFullExport, { invalidate: [table.fullExports] });
  const params = { id: item.id };
  const at = formatDateTime(locale, item.createdAt);
  return (
    <li className={classes.row}>
      <div className={classes.facts} style={{ flex: 1 }}>
        <span>{t('of', { at, name: item.by.name })}</span>
        {item.state === 'running' && <RunningFacts item={item} />}
        {item.state !== 'running' && <Facts item={item} />}
      </div>
      <Group gap={6} justify="flex-end">
        <StatusBadge tone={TONES[item.state]} label={t(`states.${item.state}`)} />
        {item.isMine && (
          <Button
            size="compact-sm"
            loading={fetchIt.pending}
            aria-label={t('fetchOf', { at })}
            onClick={() => fetchIt.run({ params })}
          >
            {t('fetch')}
          </Button>
        )}
        {(item.state === 'running' || item.state === 'done') && (
          <Button
            size="compact-sm"
            loading={discard.pending}
            aria-label={t(item.state === 'running' ? 'stopOf' : 'discardOf', { at })}
            onClick={() => discard.run({ params })}
          >
            {t(item.state === 'running' ? 'stop' : 'discard')}
          </Button>
        )}
      </Group>
    </li>
  );
}

function RunningFacts({ item }: { readonly item: FullExport }) {
  const { t } = useTranslation('exports');
  const locale = useLocale();
  const percent = item.steps === 0 ? 0 : Math.round((item.stepsDone / item.steps) * 100);
  return (
    <>
      <Progress value={percent} size="sm" aria-label={t('progress')} />
      <span className={classes.dim} role="status">
        {t('so', {
          done: item.stepsDone,
          total: item.steps,
          rows: formatNumber(locale, item.rows),
        })}
        {item.step && (
          <>
            {' · '}
            <span translate="no">{item.step}</span>
          </>
        )}
      </span>
    </>
  );
}

function Facts({ item }: { readonly item: FullExport }) {
  const { t } = useTranslation('exports');
  const locale = useLocale();
  const problem = PROBLEMS.find((one) => one === item.problem);
  const number = (value: number): string => formatNumber(locale, value);
  const facts = [
    item.size !== null &&
      t('holds', { rows: number(item.rows), size: number(Math.ceil(item.size / MEGABYTE)) }),
    item.leftOut > 0 && t('leftOut', { count: item.leftOut }),
    item.state === 'done' && item.expiresAt && t('until', { at: formatDateTime(locale, item.expiresAt) }),
    item.state === 'done' && !item.isMine && t('ofAnother'),
    problem && t(`problems.${problem}`),
  ].filter(Boolean);
  return (
    <>
      <span className={classes.dim}>{facts.join(' · ')}</span>
      {item.state === 'done' && item.sha256 && (
        <span className={classes.dim} translate="no">
          SHA-256 {item.sha256}
        </span>
      )}
    </>
  );
}
