import { Alert } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { routes } from '#contract';
import { useMe } from '../../app/me-context.ts';
import { useRoute } from '../../client/index.ts';
import { ApiKeysPart } from '../../features/security/api-keys-part.tsx';
import { PasswordPart } from '../../features/security/password-part.tsx';
import { SecondFactorPart } from '../../features/security/second-factor-part.tsx';
import classes from '../../features/security/security.module.css';
import { TaskMailPart } from '../../features/security/task-mail-part.tsx';
import { SessionsPart } from '../../features/security/sessions-part.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { PageHeader } from '../../ui/page-header.tsx';

/** My own sign-in. Until what is asked for is done, it is the only page. */
export function SecurityPage() {
  const { t } = useTranslation('security');
  const { pending } = useMe();
  const own = useRoute(routes.security.ownSecurity);
  return (
    <>
      <PageHeader title={t('title')} meta={t('hint')} />
      <div className={classes.page}>
        {pending && (
          <Alert color="yellow" role="alert" mb="md">
            {t(`pending.${pending}`)}
          </Alert>
        )}
        <Loaded query={own}>
          {(security) => (
            <>
              {pending !== 'second-factor' && <PasswordPart security={security} />}
              {pending !== 'password' && <SecondFactorPart security={security} />}
              {!pending && (
                <>
                  <SessionsPart sessions={security.sessions} />
                  <ApiKeysPart security={security} />
                  <TaskMailPart />
                </>
              )}
            </>
          )}
        </Loaded>
      </div>
    </>
  );
}
