import { useMantineColorScheme } from '@mantine/core';
import {
  IconKey,
  IconKeyboard,
  IconLanguage,
  IconLogout,
  IconMoon,
  IconPlayerPlay,
  IconPlus,
  IconSun,
  IconSunMoon,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useProcessRight } from '../../app/me-context.ts';
import { paths } from '../../app/paths.ts';
import { useEntities, useNavigation } from '../../app/shell/navigation.ts';
import { useShellPanels } from '../../app/shell/shell-panels.ts';
import { keysTo } from '../../app/shell/shortcuts.ts';
import { useSetLocale } from '../../app/shell/use-set-locale.ts';
import { useSignOut } from '../../app/shell/use-sign-out.ts';
import { useLocale, useLocalized } from '../../i18n/use-locale.ts';
import { EntityIcon } from '../../ui/entity-icon.tsx';
import type { Command, CommandGroupView } from './command.ts';
import { matchesTyped } from './keyboard-layout.ts';
import type { PaletteScope } from './palette-scope.ts';
import { useLastUsed } from './use-last-used.ts';
import { useRecordCommands } from './use-record-commands.tsx';
import { useScreenCommands } from './use-screen-commands.tsx';
import { useStartable } from '../starting/use-startable.ts';
import { useViewCommands } from './use-view-commands.tsx';

const LATELY_MAX = 4;

/** What the palette offers besides records, narrowed by what is typed. */
export function useCommands(query: string, scope: PaletteScope): readonly CommandGroupView[] {
  const { t } = useTranslation(['shell', 'help']);
  const localized = useLocalized();
  const locale = useLocale();
  const navigate = useNavigate();
  const panels = useShellPanels();
  const setLocale = useSetLocale();
  const { setColorScheme } = useMantineColorScheme();
  const sections = useNavigation();
  const entities = useEntities();
  const mayStart = useProcessRight('start');
  const startable = useStartable(undefined, { enabled: mayStart });
  const views = useViewCommands();
  const signOut = useSignOut();
  const here = [...useScreenCommands(), ...useRecordCommands()];
  const lastUsed = useLastUsed();

  const goTo: Command[] = sections
    .flatMap((section) => section.items)
    .map((item) => ({
      key: `go-${item.key}`,
      label: item.label,
      icon: item.icon ? (
        <item.icon size={18} stroke={1.6} aria-hidden />
      ) : (
        <EntityIcon entity={item.entity ?? ''} size={18} />
      ),
      shortcut: keysTo(item.to),
      run: () => void navigate(item.to),
    }));
  const create: Command[] = entities
    .filter((entity) => entity.rights.create)
    .map((entity) => ({
      key: `create-${entity.entity}`,
      label: t('palette.createOne', { name: localized(entity.label) }),
      icon: <IconPlus size={18} aria-hidden />,
      run: () => panels.open({ kind: 'create', entity: entity.entity }),
    }));
  const start: Command[] = mayStart
    ? [
        {
          key: 'start',
          label: t('palette.start'),
          icon: <IconPlayerPlay size={18} aria-hidden />,
          run: () => panels.open({ kind: 'start' }),
        },
        ...(startable.data ?? []).map((process) => ({
          key: `begin-${process.processKey}`,
          label: t('palette.startOne', { process: process.name }),
          description: process.description ?? undefined,
          icon: <IconPlayerPlay size={18} aria-hidden />,
          run: () => panels.open({ kind: 'start', process }),
        })),
      ]
    : [];
  const settings: Command[] = [
    {
      key: 'locale',
      label: t(locale === 'en' ? 'palette.toRussian' : 'palette.toEnglish'),
      icon: <IconLanguage size={18} aria-hidden />,
      run: () => setLocale(locale === 'en' ? 'ru' : 'en'),
    },
    {
      key: 'light',
      label: t('palette.toLight'),
      icon: <IconSun size={18} aria-hidden />,
      run: () => setColorScheme('light'),
    },
    {
      key: 'dark',
      label: t('palette.toDark'),
      icon: <IconMoon size={18} aria-hidden />,
      run: () => setColorScheme('dark'),
    },
    {
      key: 'auto',
      label: t('palette.toSystem'),
      icon: <IconSunMoon size={18} aria-hidden />,
      run: () => setColorScheme('auto'),
    },
    {
      key: 'shortcuts',
      label: t('help:title'),
      icon: <IconKeyboard size={18} aria-hidden />,
      shortcut: '?',
      run: () => panels.open({ kind: 'shortcuts' }),
    },
    {
      key: 'security',
      label: t('user.security'),
      icon: <IconKey size={18} aria-hidden />,
      run: () => void navigate(paths.security()),
    },
    {
      key: 'signOut',
      label: t('user.signOut'),
      icon: <IconLogout size={18} aria-hidden />,
      run: signOut,
    },
  ];

  const isTyped = query.trim() !== '';
  const matching = (commands: readonly Command[]): Command[] =>
    lastUsed.sorted(
      commands.filter(
        (command) => matchesTyped(command.label, query) && (isTyped || command.isDetail !== true),
      ),
    );
  const creation = { key: 'create', label: t('palette.create'), commands: matching([...create, ...start]) };
  if (scope === 'create') return [creation];
  const all = [...here, ...views, ...goTo, ...create, ...start, ...settings];
  // Without a word there is no telling what is wanted: what was wanted lately comes first.
  const lately = isTyped ? [] : lastUsed.used(all).slice(0, LATELY_MAX);
  const others = (group: CommandGroupView): CommandGroupView => ({
    ...group,
    commands: group.commands.filter((command) => !lately.includes(command)),
  });
  return [
    { key: 'lately', label: t('palette.lately'), commands: lately },
    others({ key: 'here', label: t('palette.here'), commands: matching(here) }),
    others({ key: 'views', label: t('palette.views'), commands: matching(views) }),
    others({ key: 'goTo', label: t('palette.goTo'), commands: matching(goTo) }),
    others(creation),
    others({ key: 'settings', label: t('palette.settings'), commands: matching(settings) }),
  ];
}
