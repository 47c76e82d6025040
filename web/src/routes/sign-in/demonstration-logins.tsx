import { Text, UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { SetupState } from '#contract';
import { PersonAvatar } from '../../ui/person-avatar.tsx';
import classes from './front-page.module.css';

interface DemonstrationLoginsProps {
  readonly logins: SetupState['demonstrationLogins'];
  readonly pending: boolean;
  readonly onChoose: (login: { email: string; password: string }) => void;
}

/** One button for each role of the demonstration company. */
export function DemonstrationLogins({ logins, pending, onChoose }: DemonstrationLoginsProps) {
  const { t, i18n } = useTranslation(['session', 'shell']);
  const roleWord = (role: string, fallback: string): string => {
    const key = `shell:organisation.roles.${role}`;
    return i18n.exists(key) ? (t as (name: string) => string)(key) : fallback;
  };
  return (
    <section aria-label={t('session:signIn.demonstration')}>
      <Text size="sm" c="dimmed" mb={8}>
        {t('session:signIn.demonstration')}
      </Text>
      <div className={classes.logins}>
        {logins.map((login) => (
          <UnstyledButton
            key={login.email}
            className={classes.login}
            disabled={pending}
            onClick={() => onChoose({ email: login.email, password: login.password })}
          >
            <PersonAvatar person={{ id: login.email, name: login.name }} size={30} />
            <span className={classes.loginText}>
              <span className={classes.loginRole}>{roleWord(login.role, login.roleName)}</span>
              <span className={classes.loginName}>{login.name}</span>
            </span>
          </UnstyledButton>
        ))}
      </div>
    </section>
  );
}
