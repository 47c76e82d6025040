import { Alert, Button, Checkbox, Group, NativeSelect, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { routes, type OwnSecurity } from '#contract';
import { useAction } from '../../client/index.ts';
import list from '../audit/audit.module.css';
import { Section } from '../../ui/section.tsx';
import { ApiKeyRow } from './api-key-row.tsx';
import classes from './security.module.css';

const DAYS = [30, 90, 365, 730] as const;
const DAY_MS = 86_400_000;

/** Keys for programs, each with the rights of one of my roles. */
export function ApiKeysPart({ security }: { readonly security: OwnSecurity }) {
  const { t } = useTranslation('security');
  const [key, setKey] = useState<string | null>(null);
  const [making, setMaking] = useState(false);
  const revoke = useAction(routes.security.revokeApiKey, { invalidate: [routes.security.ownSecurity] });
  return (
    <Section
      title={t('keys.title')}
      count={security.apiKeys.length}
      actions={
        <Button size="compact-sm" onClick={() => setMaking(true)}>
          {t('keys.new')}
        </Button>
      }
    >
      {key !== null && (
        <Alert
          color="green"
          title={t('keys.made')}
          role="status"
          withCloseButton
          onClose={() => setKey(null)}
        >
          <span className={classes.key}>{key}</span>
        </Alert>
      )}
      {making && (
        <KeyForm
          roles={security.roles}
          onMade={(made) => {
            setMaking(false);
            setKey(made);
          }}
        />
      )}
      {security.apiKeys.length === 0 && !making && <p className={classes.none}>{t('keys.none')}</p>}
      <ul className={list.list} aria-label={t('keys.title')}>
        {security.apiKeys.map((item) => (
          <ApiKeyRow
            key={item.id}
            item={item}
            pending={revoke.pending}
            onRevoke={() => revoke.run({ params: { id: item.id } })}
          />
        ))}
      </ul>
    </Section>
  );
}

interface KeyFormProps {
  readonly roles: OwnSecurity['roles'];
  readonly onMade: (key: string) => void;
}

function KeyForm({ roles, onMade }: KeyFormProps) {
  const { t } = useTranslation('security');
  const [name, setName] = useState('');
  const [role, setRole] = useState(roles[0]?.code ?? '');
  const [days, setDays] = useState(String(DAYS[1]));
  const [readOnly, setReadOnly] = useState(true);
  const create = useAction(routes.security.createApiKey, {
    invalidate: [routes.security.ownSecurity],
    onSuccess: (answer) => onMade(answer.key),
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    // Keys live by the real clock.
    const expiresAt = new Date(Date.now() + Number(days) * DAY_MS).toISOString();
    create.run({ body: { name: name.trim(), role, readOnly, expiresAt } });
  };
  return (
    <form onSubmit={submit} className={classes.form}>
      <TextInput
        label={t('keys.name')}
        required
        withAsterisk={false}
        data-autofocus
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <NativeSelect
        label={t('keys.role')}
        data={roles.map(({ code, name: label }) => ({ value: code, label }))}
        value={role}
        onChange={(event) => setRole(event.currentTarget.value)}
      />
      <NativeSelect
        label={t('keys.days')}
        data={DAYS.map((count) => ({ value: String(count), label: t('keys.dayCount', { count }) }))}
        value={days}
        onChange={(event) => setDays(event.currentTarget.value)}
      />
      <Checkbox
        label={t('keys.onlyReads')}
        checked={readOnly}
        onChange={(event) => setReadOnly(event.currentTarget.checked)}
      />
      <Group>
        <Button type="submit" variant="filled" loading={create.pending} disabled={name.trim() === ''}>
          {t('keys.create')}
        </Button>
      </Group>
    </form>
  );
}
