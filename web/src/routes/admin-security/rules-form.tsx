import {
  Button,
  Checkbox,
  Code,
  Group,
  MultiSelect,
  NumberInput,
  Select,
  Text,
  TextInput,
} from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { routes, type SignInSettings } from '#contract';
import { useAction, useReportError } from '../../client/index.ts';
import classes from '../../features/security/security.module.css';
import { Section } from '../../ui/section.tsx';

const FLAGS = ['passwordSignIn', 'oidcByEmail', 'oidcProvision'] as const;

/** The company's rules of signing in. What the environment says of the provider is only shown. */
export function RulesForm({ settings }: { readonly settings: SignInSettings }) {
  const { t } = useTranslation('security');
  const report = useReportError();
  const { provider } = settings;
  const [rules, setRules] = useState(settings.rules);
  const [wrong, setWrong] = useState<string | null>(null);
  const save = useAction(routes.securityAdmin.saveSignInRules, {
    invalidate: [routes.securityAdmin.signInSettings],
    onSuccess: () => notifications.show({ message: t('rules.saved'), color: 'accent' }),
    onError: (error) => (error.fields[0] ? setWrong(error.fields[0].path) : report(error)),
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setWrong(null);
    save.run({ body: rules });
  };
  const roles = settings.roles.map(({ code, name }) => ({ value: code, label: name }));
  return (
    <form onSubmit={submit}>
      <Section title={t('rules.title')}>
        <div className={classes.form}>
          <NumberInput
            label={t('rules.lengthMin')}
            min={10}
            max={100}
            allowDecimal={false}
            value={rules.passwordLengthMin}
            onChange={(value) => setRules({ ...rules, passwordLengthMin: Number(value) || 10 })}
          />
          <MultiSelect
            label={t('rules.totpRoles')}
            description={t('rules.totpRolesHint')}
            data={roles}
            value={rules.totpRoles}
            onChange={(totpRoles) => setRules({ ...rules, totpRoles })}
          />
        </div>
      </Section>
      <Section title={t('rules.provider')}>
        {!provider && (
          <Text size="sm" c="dimmed" mb="sm">
            {t('rules.noProvider')}
          </Text>
        )}
        {provider && (
          <div className={classes.form}>
            <Text size="sm">
              {provider.issuer} · {provider.clientId} ·{' '}
              {provider.hasSecret ? t('rules.hasSecret') : t('rules.publicClient')}
            </Text>
            <Text size="sm">
              {t('rules.redirect')} <Code className={classes.key}>{provider.redirectUrl}</Code>
            </Text>
            <TextInput
              label={t('rules.label')}
              maxLength={60}
              value={rules.oidcLabel}
              onChange={(event) => setRules({ ...rules, oidcLabel: event.currentTarget.value })}
            />
            {FLAGS.map((flag) => (
              <Checkbox
                key={flag}
                label={t(`rules.${flag}`)}
                checked={rules[flag]}
                error={wrong === flag}
                onChange={(event) => setRules({ ...rules, [flag]: event.currentTarget.checked })}
              />
            ))}
            <Select
              label={t('rules.role')}
              clearable
              data={roles.filter((role) => role.value !== 'admin')}
              value={rules.oidcRole}
              error={wrong === 'oidcRole' ? t('rules.roleNeeded') : undefined}
              onChange={(oidcRole) => setRules({ ...rules, oidcRole })}
            />
          </div>
        )}
        <Group mt="md" mb="xl">
          <Button type="submit" variant="filled" loading={save.pending}>
            {t('rules.save')}
          </Button>
        </Group>
      </Section>
    </form>
  );
}
