import { Alert, Anchor, Button, PasswordInput, Stack, Text } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { routes } from '#contract';
import { paths } from '../../app/paths.ts';
import { useAction, useErrorWords, useRoute, type ApiError } from '../../client/index.ts';
import { FrontPage } from '../sign-in/front-page.tsx';

/** A first password, by the address of an invitation. */
export function InvitationPage() {
  const { t } = useTranslation('people');
  const errorWords = useErrorWords();
  const { token = '' } = useParams();
  const params = { token };
  const [password, setPassword] = useState('');
  const [error, setError] = useState<ApiError | null>(null);
  const [isDone, setDone] = useState(false);
  const invitation = useRoute(routes.people.invitation, { params }, { enabled: !isDone });
  const accept = useAction(routes.people.acceptInvitation, {
    onSuccess: () => setDone(true),
    onError: setError,
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setError(null);
    accept.run({ params, body: { password } });
  };
  const signIn = (
    <Anchor component={Link} to={paths.signIn()}>
      {t('invitation.signIn')}
    </Anchor>
  );
  if (invitation.error)
    return (
      <FrontPage title={t('invitation.overTitle')} lead={t('invitation.over')}>
        {signIn}
      </FrontPage>
    );
  if (isDone)
    return (
      <FrontPage title={t('invitation.doneTitle')} lead={t('invitation.done')}>
        {signIn}
      </FrontPage>
    );
  const wrong = error?.fields.find((field) => field.path.endsWith('password'))?.message;
  const { name = '', email = '', passwordLengthMin = 10 } = invitation.data ?? {};
  return (
    <FrontPage title={t('invitation.title', { name })} lead={t('invitation.lead')}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          {error && !wrong && (
            <Alert color="red" role="alert">
              {errorWords(error).message}
            </Alert>
          )}
          <input type="email" name="email" autoComplete="username" value={email} readOnly hidden />
          <Text size="sm">{email}</Text>
          <PasswordInput
            required
            label={t('invitation.password')}
            description={t('invitation.passwordHint', { count: passwordLengthMin })}
            name="password"
            autoComplete="new-password"
            minLength={passwordLengthMin}
            maxLength={200}
            value={password}
            error={wrong}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          <Button type="submit" variant="filled" loading={accept.pending} disabled={!invitation.data}>
            {t('invitation.submit')}
          </Button>
        </Stack>
      </form>
    </FrontPage>
  );
}
