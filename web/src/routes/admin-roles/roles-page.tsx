import { Text, UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes, type Role } from '#contract';
import { useRoute } from '../../client/index.ts';
import { useLocale } from '../../i18n/use-locale.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { CreateRolePanel } from './create-role-panel.tsx';
import { RoleEditor } from './role-editor.tsx';
import { ActionButton } from '../../ui/actions/action-button.tsx';
import classes from './roles.module.css';

/** Roles: who has them and what they allow. */
export function RolesPage() {
  const { t } = useTranslation('rights');
  const [chosen, setChosen] = useState<string | null>(null);
  const [creating, setCreating] = useState(false);
  const roles = useRoute(routes.rights.roles);
  return (
    <div className={classes.page}>
      <PageHeader
        title={t('roles.title')}
        meta={t('roles.hint')}
        actions={
          roles.data && (
            <ActionButton action={{ name: 'new', label: t('roles.new'), run: () => setCreating(true) }} />
          )
        }
      />
      <Loaded query={roles}>
        {({ items }) => {
          const role = items.find((one) => one.id === chosen);
          return (
            <div className={classes.split}>
              <ul className={classes.list} aria-label={t('roles.list')}>
                {items.map((item) => (
                  <RoleRow key={item.id} role={item} chosen={item.id === chosen} onChoose={setChosen} />
                ))}
              </ul>
              <div className={classes.editor}>
                {role ? (
                  <RoleEditor key={`${role.id}:${role.version}`} role={role} />
                ) : (
                  <Text c="dimmed">{t('roles.pick')}</Text>
                )}
              </div>
              {creating && (
                <CreateRolePanel
                  roles={items}
                  onClose={() => setCreating(false)}
                  onCreated={(id) => {
                    setCreating(false);
                    setChosen(id);
                  }}
                />
              )}
            </div>
          );
        }}
      </Loaded>
    </div>
  );
}

interface RoleRowProps {
  readonly role: Role;
  readonly chosen: boolean;
  readonly onChoose: (id: string) => void;
}

function RoleRow({ role, chosen, onChoose }: RoleRowProps) {
  const { t } = useTranslation('rights');
  const locale = useLocale();
  return (
    <li>
      <UnstyledButton className={classes.row} aria-pressed={chosen} onClick={() => onChoose(role.id)}>
        <span>{locale === 'ru' ? (role.nameRu ?? role.name) : role.name}</span>
        <span className={classes.dim}>
          {role.isBaseline ? t('roles.baseline') : t('groups.count', { count: role.memberIds.length })}
        </span>
      </UnstyledButton>
    </li>
  );
}
