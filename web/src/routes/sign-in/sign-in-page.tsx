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

/** Why a visit to the provider ended outside. */
const REFUSED = ['failed', 'unknown', 'unverified'] as const;

export function SignInPage() {
  const { t } = useTranslation('session');
  const errorWords = useErrorWords();
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState<string | null>(null);
  const [error, setError] = useState<ApiError | null>(null);
  const setup = useRoute(routes.session.setupState, {});
  const signIn = useAction(routes.session.signIn, {
    onSuccess: (me) => {
      queryClient.clear();
      queryClient.setQueryData(routeKey(routes.session.me, {}), me);
      void navigate(nextAddress(search.get('next')), { replace: true });
    },
    onError: (refused) => {
      if (refused.code === 'API_CODE_REQUIRED') setCode('');
      else setError(refused);
    },
  });
  if (setup.data?.needsFirstAdmin) return <Navigate to={paths.setup()} replace />;
  const enter = (body: { email: string; password: string; code?: string }): void => {
    setError(null);
    signIn.run({ body });
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    enter({ email, password, ...(code === null ? {} : { code: code.trim() }) });
  };
  const logins = setup.data?.demonstrationLogins ?? [];
  const words = (refused: ApiError): string => {
    if (refused.code === 'API_CODE_REFUSED') return t('signIn.codeWrong');
    if (refused.code === 'API_PROVIDER_ONLY') return t('signIn.providerOnly');
    return refused.status === 401 ? t('signIn.wrong') : errorWords(refused).message;
  };
  const reason = search.get('refused');
  const refused = REFUSED.find((known) => known === reason);
  const provider = setup.data?.provider;
  const next = encodeURIComponent(nextAddress(search.get('next')));
  return (
    <FrontPage title={t('signIn.title')} lead={t('signIn.lead')}>
      <Stack gap="md">
        {logins.length > 0 && (
          <DemonstrationLogins logins={logins} pending={signIn.pending} onChoose={enter} />
        )}
        {refused && !error && (
          <Alert color="red" role="alert">
            {t(`signIn.refused.${refused}`)}
          </Alert>
        )}
        {error && (
          <Alert color="red" role="alert">
            {words(error)}
          </Alert>
        )}
        {provider && (
          <Button component="a" href={`/api/session/oidc?next=${next}`} variant="filled">
            {provider.label ? t('signIn.provider', { name: provider.label }) : t('signIn.providerPlain')}
          </Button>
        )}
        {(logins.length > 0 || provider) && (
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
              onChange={(event) => {
                setEmail(event.currentTarget.value);
                setCode(null);
              }}
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
            {code !== null && (
              <TextInput
                label={t('signIn.code')}
                description={t('signIn.codeHint')}
                name="code"
                autoComplete="one-time-code"
                autoFocus
                value={code}
                onChange={(event) => setCode(event.currentTarget.value)}
              />
            )}
            <Button type="submit" variant={provider ? 'default' : 'filled'} loading={signIn.pending} mt={4}>
              {t('signIn.submit')}
            </Button>
          </Stack>
        </form>
      </Stack>
    </FrontPage>
  );
}
