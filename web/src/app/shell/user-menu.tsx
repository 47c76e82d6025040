import { Button, Divider, Popover, Stack, Text, UnstyledButton } from '@mantine/core';
import { IconCalendarOff, IconKey, IconKeyboard, IconLogout } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { PersonAvatar } from '../../ui/person-avatar.tsx';
import { useMe } from '../me-context.ts';
import { paths } from '../paths.ts';
import { LocaleChoice } from './locale-choice.tsx';
import { SchemeChoice } from './scheme-choice.tsx';
import { useShellPanels } from './shell-panels.ts';
import { useSignOut } from './use-sign-out.ts';

/** Who is signed in, and what is theirs: language, appearance, leaving. */
export function UserMenu() {
  const { t } = useTranslation(['shell', 'help', 'structure']);
  const { user, roles, standsInFor } = useMe();
  const panels = useShellPanels();
  const signOut = useSignOut();
  const [opened, setOpened] = useState(false);
  const place = [user.positionTitle, user.departmentName].filter(Boolean).join(' · ');
  const label = t('shell:top.account', { name: user.name });
  const item = { variant: 'subtle', color: 'gray', justify: 'flex-start', fullWidth: true } as const;
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" width={288} trapFocus>
      <Popover.Target>
        <UnstyledButton
          aria-label={label}
          style={{ borderRadius: '50%', lineHeight: 0 }}
          onClick={() => setOpened(!opened)}
        >
          <PersonAvatar person={user} size={28} />
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown aria-label={label} p={8}>
        <div style={{ padding: '4px 12px 8px' }}>
          <Text fw={600}>{user.name}</Text>
          <Text size="sm" c="dimmed">
            {place || roles.map((role) => role.name).join(', ')}
          </Text>
          {standsInFor.length > 0 && (
            <Text size="sm" c="dimmed">
              {t('shell:user.standsInFor', { names: standsInFor.map((person) => person.name).join(', ') })}
            </Text>
          )}
        </div>
        <Divider mb={4} />
        <LocaleChoice />
        <SchemeChoice />
        <Divider my={6} />
        <Stack gap={0}>
          <Button
            {...item}
            leftSection={<IconCalendarOff size={16} aria-hidden />}
            onClick={() => {
              setOpened(false);
              panels.open({ kind: 'absences', person: { id: user.id, name: user.name } });
            }}
          >
            {t('structure:absences')}
          </Button>
          <Button
            {...item}
            component={Link}
            to={paths.security()}
            leftSection={<IconKey size={16} aria-hidden />}
            onClick={() => setOpened(false)}
          >
            {t('shell:user.security')}
          </Button>
          <Button
            {...item}
            leftSection={<IconKeyboard size={16} aria-hidden />}
            onClick={() => {
              setOpened(false);
              panels.open({ kind: 'shortcuts' });
            }}
          >
            {t('help:title')}
          </Button>
          <Button {...item} leftSection={<IconLogout size={16} aria-hidden />} onClick={signOut}>
            {t('shell:user.signOut')}
          </Button>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
