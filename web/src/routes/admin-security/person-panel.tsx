import { Alert, Button, Group } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useState } from 'react';
import { routes, type Person } from '#contract';
import { useAction, useRoute } from '../../client/index.ts';
import list from '../../features/audit/audit.module.css';
import { ApiKeyRow } from '../../features/security/api-key-row.tsx';
import classes from '../../features/security/security.module.css';
import { SessionRow } from '../../features/security/session-row.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Section } from '../../ui/section.tsx';
import { SidePanel } from '../../ui/side-panel.tsx';

interface PersonPanelProps {
  readonly person: Person;
  readonly onClose: () => void;
}

/** One person's sessions and keys, and what helps when a password or a telephone is lost. */
export function PersonPanel({ person, onClose }: PersonPanelProps) {
  const { t } = useTranslation('security');
  const admin = routes.securityAdmin;
  const params = { id: person.id };
  const invalidate = [admin.peopleSecurity, admin.personSecurity];
  const [password, setPassword] = useState<string | null>(null);
  const found = useRoute(admin.personSecurity, { params });
  const people = useRoute(admin.peopleSecurity).data?.items ?? [];
  const state = people.find((one) => one.person.id === person.id);
  const end = useAction(admin.endPersonSessions, { invalidate });
  const resetFactor = useAction(admin.resetSecondFactor, { invalidate });
  const revoke = useAction(admin.revokePersonKey, { invalidate });
  const reset = useAction(admin.resetPassword, {
    invalidate,
    onSuccess: (answer) => setPassword(answer.password),
  });
  return (
    <SidePanel title={person.name} onClose={onClose}>
      <Group mb="md">
        <Button loading={reset.pending} onClick={() => reset.run({ params })}>
          {t('admin.resetPassword')}
        </Button>
        {state?.secondFactor && (
          <Button loading={resetFactor.pending} onClick={() => resetFactor.run({ params })}>
            {t('admin.resetFactor')}
          </Button>
        )}
      </Group>
      {password !== null && (
        <Alert color="green" title={t('admin.oncePassword')} role="status" mb="md">
          <span className={classes.key}>{password}</span>
        </Alert>
      )}
      <Loaded query={found} compact>
        {({ sessions, apiKeys }) => (
          <>
            <Section
              title={t('sessions.title')}
              count={sessions.length}
              actions={
                sessions.length > 0 && (
                  <Button
                    size="compact-sm"
                    loading={end.pending}
                    onClick={() => end.run({ params, query: {} })}
                  >
                    {t('admin.endAll')}
                  </Button>
                )
              }
            >
              <ul className={list.list} aria-label={t('sessions.title')}>
                {sessions.map((session) => (
                  <SessionRow
                    key={session.id}
                    session={session}
                    pending={end.pending}
                    onEnd={() => end.run({ params, query: { sessionId: session.id } })}
                  />
                ))}
              </ul>
            </Section>
            <Section title={t('keys.title')} count={apiKeys.length}>
              <ul className={list.list} aria-label={t('keys.title')}>
                {apiKeys.map((item) => (
                  <ApiKeyRow
                    key={item.id}
                    item={item}
                    pending={revoke.pending}
                    onRevoke={() => revoke.run({ params: { id: person.id, keyId: item.id } })}
                  />
                ))}
              </ul>
            </Section>
          </>
        )}
      </Loaded>
    </SidePanel>
  );
}
