import { Button, Group, PasswordInput, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { routes, type OwnSecurity } from '#contract';
import { useAction, useReportError } from '../../client/index.ts';
import { formatDate } from '../../i18n/formats.ts';
import { useLocale } from '../../i18n/use-locale.ts';
import { Section } from '../../ui/section.tsx';
import classes from './security.module.css';

/** Changes the own password; the other sessions end with it. */
export function PasswordPart({ security }: { readonly security: OwnSecurity }) {
  const { t } = useTranslation('security');
  const locale = useLocale();
  const report = useReportError();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [wrong, setWrong] = useState<'current' | 'next' | null>(null);
  const { password } = security;
  const change = useAction(routes.security.changePassword, {
    invalidate: [routes.security.ownSecurity, routes.session.me],
    onSuccess: () => {
      setCurrent('');
      setNext('');
      notifications.show({ message: t('password.changed'), color: 'accent' });
    },
    onError: (error) => {
      const path = error.fields[0]?.path;
      if (path === 'current' || path === 'next') setWrong(path);
      else report(error);
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setWrong(null);
    change.run({ body: { next, ...(password ? { current } : {}) } });
  };
  return (
    <Section title={t('password.title')}>
      <Text size="sm" mb="sm" c="dimmed">
        {password?.mustChange && t('password.mustChange')}
        {password &&
          !password.mustChange &&
          t('password.since', { date: formatDate(locale, password.changedAt) })}
        {!password && t('password.none')}
      </Text>
      <form onSubmit={submit} className={classes.form}>
        {password && (
          <PasswordInput
            label={t('password.current')}
            autoComplete="current-password"
            value={current}
            error={wrong === 'current' ? t('password.wrong') : undefined}
            onChange={(event) => setCurrent(event.currentTarget.value)}
          />
        )}
        <PasswordInput
          label={t('password.next')}
          description={t('password.rule', { count: security.passwordLengthMin })}
          autoComplete="new-password"
          value={next}
          error={wrong === 'next' ? t('password.weak') : undefined}
          onChange={(event) => setNext(event.currentTarget.value)}
        />
        <Group>
          <Button
            type="submit"
            variant="filled"
            loading={change.pending}
            disabled={next === '' || (password !== null && current === '')}
          >
            {t('password.submit')}
          </Button>
        </Group>
      </form>
    </Section>
  );
}
