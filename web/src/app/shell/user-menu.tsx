import { Menu, Text, UnstyledButton } from '@mantine/core';
import { IconKeyboard, IconLogout } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { PersonAvatar } from '../../ui/person-avatar.tsx';
import { useMe } from '../me-context.ts';
import { LocaleChoice } from './locale-choice.tsx';
import { SchemeChoice } from './scheme-choice.tsx';
import { useShellPanels } from './shell-panels.ts';
import { useSignOut } from './use-sign-out.ts';

export function UserMenu() {
  const { t } = useTranslation('shell');
  const { user, roles, standsInFor } = useMe();
  const panels = useShellPanels();
  const signOut = useSignOut();
  const place = [user.positionTitle, user.departmentName].filter(Boolean).join(' · ');
  return (
    <Menu position="bottom-end" width={280}>
      <Menu.Target>
        <UnstyledButton
          aria-label={t('top.account', { name: user.name })}
          style={{ borderRadius: '50%', lineHeight: 0 }}
        >
          <PersonAvatar person={user} size={28} />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <div style={{ padding: '8px 12px' }}>
          <Text fw={600}>{user.name}</Text>
          <Text size="sm" c="dimmed">
            {place || roles.map((role) => role.name).join(', ')}
          </Text>
          {standsInFor.length > 0 && (
            <Text size="sm" c="dimmed">
              {t('user.standsInFor', { names: standsInFor.map((person) => person.name).join(', ') })}
            </Text>
          )}
        </div>
        <Menu.Divider />
        <LocaleChoice />
        <SchemeChoice />
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconKeyboard size={16} />}
          onClick={() => panels.open({ kind: 'shortcuts' })}
        >
          {t('user.shortcuts')}
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={signOut}>
          {t('user.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
