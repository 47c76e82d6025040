import { Alert, Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Navigate, useNavigate } from 'react-router';
import { routes } from '#contract';
import { paths } from '../../app/paths.ts';
import { useErrorWords, queryClient, useAction, useRoute, type ApiError } from '../../client/index.ts';
import { useLocale } from '../../i18n/use-locale.ts';
import { FrontPage } from '../sign-in/front-page.tsx';

/** The first start of an empty installation: its first administrator. */
export function SetupPage() {
  const { t } = useTranslation('session');
  const errorWords = useErrorWords();
  const navigate = useNavigate();
  const locale = useLocale();
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [error, setError] = useState<ApiError | null>(null);
  const setup = useRoute(routes.session.setupState, {});
  const create = useAction(routes.session.createFirstAdmin, {
    onSuccess: () => {
      queryClient.clear();
      void navigate(paths.home(), { replace: true });
    },
    onError: setError,
  });
  if (setup.data && !setup.data.needsFirstAdmin && !create.pending)
    return <Navigate to={paths.signIn()} replace />;
  const fieldError = (path: string): string | undefined =>
    error?.fields.find((field) => field.path.endsWith(path))?.message;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setError(null);
    create.run({ body: { name, email, password, locale } });
  };
  return (
    <FrontPage title={t('setup.title')} lead={t('setup.lead')}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          {error && error.fields.length === 0 && (
            <Alert color="red" role="alert">
              {errorWords(error).message}
            </Alert>
          )}
          <TextInput
            label={t('setup.name')}
            name="name"
            autoComplete="name"
            required
            maxLength={200}
            value={name}
            error={fieldError('name')}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <TextInput
            label={t('setup.email')}
            type="email"
            name="email"
            autoComplete="username"
            required
            value={email}
            error={fieldError('email')}
            onChange={(event) => setEmail(event.currentTarget.value)}
          />
          <PasswordInput
            label={t('setup.password')}
            description={t('setup.passwordHint')}
            name="password"
            autoComplete="new-password"
            required
            minLength={10}
            maxLength={200}
            value={password}
            error={fieldError('password')}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          <Button type="submit" variant="filled" mt={4} loading={create.pending}>
            {t('setup.submit')}
          </Button>
        </Stack>
      </form>
    </FrontPage>
  );
}
