import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { routes, type SessionItem } from '#contract';
import { useAction } from '../../client/index.ts';
import classes from '../audit/audit.module.css';
import { Section } from '../../ui/section.tsx';
import { SessionRow } from './session-row.tsx';

/** Where I am signed in, and the end of it. */
export function SessionsPart({ sessions }: { readonly sessions: readonly SessionItem[] }) {
  const { t } = useTranslation('security');
  const invalidate = [routes.security.ownSecurity];
  const end = useAction(routes.security.endSession, { invalidate });
  const endOthers = useAction(routes.security.endOtherSessions, { invalidate });
  return (
    <Section
      title={t('sessions.title')}
      count={sessions.length}
      actions={
        sessions.length > 1 && (
          <Button size="compact-sm" loading={endOthers.pending} onClick={() => endOthers.run({})}>
            {t('sessions.endOthers')}
          </Button>
        )
      }
    >
      <ul className={classes.list} aria-label={t('sessions.title')}>
        {sessions.map((session) => (
          <SessionRow
            key={session.id}
            session={session}
            pending={end.pending}
            onEnd={() => end.run({ params: { id: session.id } })}
          />
        ))}
      </ul>
    </Section>
  );
}
