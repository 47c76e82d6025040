import { useMantineColorScheme } from '@mantine/core';
import { IconLanguage, IconMoon, IconPlayerPlay, IconPlus, IconSun, IconSunMoon } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useProcessRight } from '../../app/me-context.ts';
import { useEntities, useNavigation } from '../../app/shell/navigation.ts';
import { useShellPanels } from '../../app/shell/shell-panels.ts';
import { useSetLocale } from '../../app/shell/use-set-locale.ts';
import { useLocale, useLocalized } from '../../i18n/use-locale.ts';
import { EntityIcon } from '../../ui/entity-icon.tsx';
import type { Command, CommandGroupView } from './command.ts';

/** What the palette offers besides records, narrowed by what is typed. */
export function useCommands(query: string): readonly CommandGroupView[] {
  const { t } = useTranslation('shell');
  const localized = useLocalized();
  const locale = useLocale();
  const navigate = useNavigate();
  const panels = useShellPanels();
  const setLocale = useSetLocale();
  const { setColorScheme } = useMantineColorScheme();
  const sections = useNavigation();
  const entities = useEntities();
  const mayStart = useProcessRight('start');

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
  ];

  const wanted = query.trim().toLocaleLowerCase();
  const matching = (commands: Command[]): Command[] =>
    commands.filter((command) => command.label.toLocaleLowerCase().includes(wanted));
  return [
    { key: 'goTo', label: t('palette.goTo'), commands: matching(goTo) },
    { key: 'create', label: t('palette.create'), commands: matching([...create, ...start]) },
    { key: 'settings', label: t('palette.settings'), commands: matching(settings) },
  ];
}
