import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { SessionItem } from '#contract';
import classes from '../audit/audit.module.css';
import { RelativeTime } from '../../ui/relative-time.tsx';

interface SessionRowProps {
  readonly session: SessionItem;
  readonly pending: boolean;
  readonly onEnd: () => void;
}

/** What most people would call their browser; the whole text is in the row's title. */
function deviceOf(agent: string | null): string | null {
  if (agent === null) return null;
  const browser = /(Edg|OPR|YaBrowser|Firefox|Chrome|Safari)[/ ]/.exec(agent)?.[1];
  const system = /(Windows|Android|iPhone|iPad|Mac OS X|Linux)/.exec(agent)?.[1];
  const names: Readonly<Record<string, string>> = { Edg: 'Edge', OPR: 'Opera', 'Mac OS X': 'macOS' };
  const known = [browser, system].flatMap((name) => (name ? [names[name] ?? name] : []));
  return known.length > 0 ? known.join(' · ') : agent.slice(0, 60);
}

/** One place where somebody is signed in. */
export function SessionRow({ session, pending, onEnd }: SessionRowProps) {
  const { t } = useTranslation('security');
  const device = deviceOf(session.agent) ?? t('sessions.unknown');
  return (
    <li className={classes.row} title={session.agent ?? undefined}>
      <div className={classes.facts}>
        <span>
          {device} {session.isThis && <strong>({t('sessions.this')})</strong>}
        </span>
        <span className={classes.dim}>
          {t(`sessions.method.${session.method}`)} · {session.ip ?? t('sessions.noAddress')} ·{' '}
          <RelativeTime at={session.lastSeenAt} />
        </span>
      </div>
      {!session.isThis && (
        <Button
          size="compact-sm"
          loading={pending}
          aria-label={t('sessions.endOf', { name: device })}
          onClick={onEnd}
        >
          {t('sessions.end')}
        </Button>
      )}
    </li>
  );
}
