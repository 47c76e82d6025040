import { Button, Code, Group, Text, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { routes, type OwnSecurity } from '#contract';
import { useAction } from '../../client/index.ts';
import { formatDate } from '../../i18n/formats.ts';
import { useLocale } from '../../i18n/use-locale.ts';
import { Section } from '../../ui/section.tsx';
import { QrCode } from './qr-code.tsx';
import { RecoveryCodes } from './recovery-codes.tsx';
import classes from './security.module.css';

const STALE = [routes.security.ownSecurity, routes.session.me];

/** One-time codes of an app: set up with a QR code, renewed or given up with a code. */
export function SecondFactorPart({ security }: { readonly security: OwnSecurity }) {
  const { t } = useTranslation('security');
  const locale = useLocale();
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const [enrolment, setEnrolment] = useState<{ secret: string; url: string } | null>(null);
  const [asked, setAsked] = useState<'renew' | 'remove' | null>(null);
  const begin = useAction(routes.security.beginSecondFactor, { onSuccess: setEnrolment });
  const { secondFactor } = security;
  if (codes)
    return (
      <Section title={t('factor.title')}>
        <RecoveryCodes codes={codes} onDone={() => setCodes(null)} />
      </Section>
    );
  return (
    <Section title={t('factor.title')}>
      {secondFactor ? (
        <>
          <Text size="sm">{t('factor.on', { since: formatDate(locale, secondFactor.since) })}</Text>
          <Text size="sm" c="dimmed" mb="sm">
            {t('factor.left', { count: secondFactor.recoveryLeft })}
          </Text>
          <Group>
            <Button onClick={() => setAsked('renew')}>{t('factor.renew')}</Button>
            {!security.secondFactorRequired && (
              <Button onClick={() => setAsked('remove')}>{t('factor.remove')}</Button>
            )}
          </Group>
          {asked && (
            <CodeForm
              key={asked}
              purpose={asked}
              onDone={(made) => {
                setAsked(null);
                setCodes(made);
              }}
            />
          )}
        </>
      ) : (
        <>
          <Text size="sm" mb="sm">
            {security.secondFactorRequired ? t('factor.required') : t('factor.off')}
          </Text>
          {!enrolment && (
            <Button variant="filled" loading={begin.pending} onClick={() => begin.run({})}>
              {t('factor.begin')}
            </Button>
          )}
          {enrolment && (
            <>
              <Text size="sm" mb="xs">
                {t('factor.scan')}
              </Text>
              <QrCode text={enrolment.url} label={t('factor.qr')} />
              <Text size="sm" my="xs">
                {t('factor.typed')} <Code className={classes.key}>{enrolment.secret}</Code>
              </Text>
              <CodeForm
                purpose="confirm"
                onDone={(made) => {
                  setEnrolment(null);
                  setCodes(made);
                }}
              />
            </>
          )}
        </>
      )}
    </Section>
  );
}

interface CodeFormProps {
  readonly purpose: 'confirm' | 'renew' | 'remove';
  /** With the recovery codes that were made; null when none were. */
  readonly onDone: (codes: readonly string[] | null) => void;
}

function CodeForm({ purpose, onDone }: CodeFormProps) {
  const { t } = useTranslation('security');
  const [code, setCode] = useState('');
  const [problem, setProblem] = useState<string | undefined>();
  const options = {
    invalidate: STALE,
    onError: (error: { status: number }) => setProblem(t(error.status === 429 ? 'tooOften' : 'factor.wrong')),
  };
  const made = (answer: { recoveryCodes: readonly string[] }): void => onDone(answer.recoveryCodes);
  const confirm = useAction(routes.security.confirmSecondFactor, { ...options, onSuccess: made });
  const renew = useAction(routes.security.renewRecoveryCodes, { ...options, onSuccess: made });
  const remove = useAction(routes.security.removeSecondFactor, { ...options, onSuccess: () => onDone(null) });
  const action = { confirm, renew, remove }[purpose];
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setProblem(undefined);
    action.run({ body: { code: code.trim() } });
  };
  return (
    <form onSubmit={submit} className={classes.form} style={{ marginTop: 12 }}>
      <TextInput
        label={t('factor.code')}
        description={purpose === 'confirm' ? undefined : t('factor.codeOrRecovery')}
        autoComplete="one-time-code"
        inputMode={purpose === 'confirm' ? 'numeric' : 'text'}
        data-autofocus
        value={code}
        error={problem}
        onChange={(event) => setCode(event.currentTarget.value)}
      />
      <Group>
        <Button type="submit" variant="filled" loading={action.pending} disabled={code.trim().length < 6}>
          {t(`factor.submit.${purpose}`)}
        </Button>
      </Group>
    </form>
  );
}
