import { Alert, Button, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Navigate, useNavigate, useSearchParams } from 'react-router';
import { routes } from '#contract';
import { paths } from '../../app/paths.ts';
import {
  useErrorWords,
  queryClient,
  routeKey,
  useAction,
  useRoute,
  type ApiError,
} from '../../client/index.ts';
import { FrontPage } from './front-page.tsx';
import { DemonstrationLogins } from './demonstration-logins.tsx';

/** Only an address inside the product is followed after sign-in. */
function nextAddress(next: string | null): string {
  return next?.startsWith('/') && !next.startsWith('//') ? next : paths.home();
}

export function SignInPage() {
  const { t } = useTranslation('session');
  const errorWords = useErrorWords();
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [error, setError] = useState<ApiError | null>(null);
  const setup = useRoute(routes.session.setupState, {});
  const signIn = useAction(routes.session.signIn, {
    onSuccess: (me) => {
      queryClient.clear();
      queryClient.setQueryData(routeKey(routes.session.me, {}), me);
      void navigate(nextAddress(search.get('next')), { replace: true });
    },
    onError: setError,
  });
  if (setup.data?.needsFirstAdmin) return <Navigate to={paths.setup()} replace />;
  const enter = (body: { email: string; password: string }): void => {
    setError(null);
    signIn.run({ body });
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    enter({ email, password });
  };
  const logins = setup.data?.demonstrationLogins ?? [];
  const wrong = error?.status === 401;
  return (
    <FrontPage title={t('signIn.title')} lead={t('signIn.lead')}>
      <Stack gap="md">
        {logins.length > 0 && (
          <DemonstrationLogins logins={logins} pending={signIn.pending} onChoose={enter} />
        )}
        {error && (
          <Alert color="red" role="alert" title={wrong ? undefined : errorWords(error).title}>
            {wrong ? t('signIn.wrong') : errorWords(error).message}
          </Alert>
        )}
        {logins.length > 0 && (
          <Text size="sm" c="dimmed">
            {t('signIn.or')}
          </Text>
        )}
        <form onSubmit={submit}>
          <Stack gap="sm">
            <TextInput
              label={t('signIn.email')}
              type="email"
              name="email"
              autoComplete="username"
              required
              withAsterisk={false}
              value={email}
              onChange={(event) => setEmail(event.currentTarget.value)}
            />
            <PasswordInput
              label={t('signIn.password')}
              name="password"
              autoComplete="current-password"
              required
              withAsterisk={false}
              value={password}
              onChange={(event) => setPassword(event.currentTarget.value)}
            />
            <Button type="submit" variant="filled" loading={signIn.pending} mt={4}>
              {t('signIn.submit')}
            </Button>
          </Stack>
        </form>
      </Stack>
    </FrontPage>
  );
}
