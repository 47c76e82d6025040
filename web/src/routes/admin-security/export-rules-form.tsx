import { Button, Group, NumberInput, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { routes, type ExportRules } from '#contract';
import { useAction } from '../../client/index.ts';
import classes from '../../features/security/security.module.css';
import { Section } from '../../ui/section.tsx';

interface ExportRulesFormProps {
  readonly loaded: ExportRules;
  readonly roles: readonly { readonly code: string; readonly name: string }[];
}

const HOUR = { min: 0, max: 23 };
const ALARMS = [
  { key: 'rowsMax', min: 1 },
  { key: 'habitTimes', min: 2 },
  { key: 'nightRowsMin', min: 1 },
] as const;
const EXACT = [
  { key: 'habitRowsMin', min: 1, max: 100_000_000 },
  { key: 'nightFrom', ...HOUR },
  { key: 'nightTo', ...HOUR },
] as const;

/** How much each role lets a person take out in a day, and what is unusual enough to tell administrators. */
export function ExportRulesForm({ loaded, roles }: ExportRulesFormProps) {
  const { t } = useTranslation('security');
  const [rules, setRules] = useState(loaded);
  const save = useAction(routes.exportGuard.saveExportRules, {
    invalidate: [routes.exportGuard.exportRules],
    onSuccess: () => notifications.show({ message: t('exports.saved'), color: 'accent' }),
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    save.run({ body: rules });
  };
  const limitOf = (role: string) => rules.limits.find((one) => one.role === role)?.rowsPerDay ?? null;
  const setLimit = (role: string, rowsPerDay: number | null): void =>
    setRules({
      ...rules,
      limits: [...rules.limits.filter((one) => one.role !== role), { role, rowsPerDay }],
    });
  return (
    <form onSubmit={submit}>
      <Section title={t('exports.rules')}>
        <Text size="sm" c="dimmed" mb="sm">
          {t('exports.rulesHint')}
        </Text>
        <div className={classes.form}>
          {ALARMS.map(({ key, min }) => (
            <NumberInput
              key={key}
              label={t(`exports.fields.${key}`)}
              placeholder={t('exports.off')}
              min={min}
              allowDecimal={false}
              thousandSeparator=" "
              value={rules[key] ?? ''}
              onChange={(value) => setRules({ ...rules, [key]: value === '' ? null : Number(value) })}
            />
          ))}
          {EXACT.map(({ key, min, max }) => (
            <NumberInput
              key={key}
              required
              label={t(`exports.fields.${key}`)}
              min={min}
              max={max}
              allowDecimal={false}
              value={rules[key]}
              onChange={(value) => value !== '' && setRules({ ...rules, [key]: Number(value) })}
            />
          ))}
        </div>
      </Section>
      <Section title={t('exports.limits')}>
        <Text size="sm" c="dimmed" mb="sm">
          {t('exports.limitsHint')}
        </Text>
        <div className={classes.form}>
          {roles.map(({ code, name }) => (
            <NumberInput
              key={code}
              label={name}
              placeholder={t('exports.noLimit')}
              min={1}
              allowDecimal={false}
              thousandSeparator=" "
              value={limitOf(code) ?? ''}
              onChange={(value) => setLimit(code, value === '' ? null : Number(value))}
            />
          ))}
        </div>
        <Group mt="md" mb="xl">
          <Button type="submit" loading={save.pending}>
            {t('exports.save')}
          </Button>
        </Group>
      </Section>
    </form>
  );
}
