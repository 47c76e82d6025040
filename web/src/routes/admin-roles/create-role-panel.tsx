import { Button, Select, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes, type Role } from '#contract';
import { useAction, type ApiError } from '../../client/index.ts';
import { SidePanel } from '../../ui/side-panel.tsx';

interface CreateRolePanelProps {
  readonly roles: readonly Role[];
  readonly onClose: () => void;
  readonly onCreated: (id: string) => void;
}

const EMPTY = { permissions: [], fieldRights: [], inherits: [] };

/** A role begins empty, or with what another one allows. */
export function CreateRolePanel({ roles, onClose, onCreated }: CreateRolePanelProps) {
  const { t } = useTranslation(['rights', 'common']);
  const [values, setValues] = useState({ name: '', nameRu: '', code: '' });
  const [copyOf, setCopyOf] = useState<string | null>(null);
  const [error, setError] = useState<ApiError | null>(null);
  const create = useAction(routes.rights.createRole, {
    invalidate: [routes.rights.roles],
    onSuccess: (role) => onCreated(role.id),
    onError: setError,
  });
  const problem = (path: string): string | undefined =>
    error?.fields.find((field) => field.path.endsWith(path))?.message;
  const { permissions, fieldRights, inherits } = roles.find((role) => role.id === copyOf) ?? EMPTY;
  const input = (key: 'name' | 'nameRu' | 'code') => ({
    label: t(`rights:roles.${key}`),
    value: values[key],
    error: problem(key),
    onChange: (event: { currentTarget: { value: string } }) =>
      setValues({ ...values, [key]: event.currentTarget.value }),
  });
  return (
    <SidePanel
      title={t('rights:roles.new')}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('common:actions.cancel')}</Button>
          <Button
            variant="filled"
            loading={create.pending}
            onClick={() =>
              create.run({
                body: {
                  ...values,
                  nameRu: values.nameRu || null,
                  permissions,
                  fieldRights,
                  inherits,
                  memberIds: [],
                },
              })
            }
          >
            {t('rights:roles.new')}
          </Button>
        </>
      }
    >
      <Stack gap="sm">
        <TextInput {...input('name')} withAsterisk data-autofocus />
        <TextInput {...input('nameRu')} />
        <TextInput {...input('code')} withAsterisk description={t('rights:roles.codeHint')} />
        <Select
          label={t('rights:roles.copyOf')}
          clearable
          data={roles.map((role) => ({ value: role.id, label: role.name }))}
          value={copyOf}
          onChange={setCopyOf}
        />
      </Stack>
    </SidePanel>
  );
}
