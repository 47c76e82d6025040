import { Text, UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes, type HomePart, type RoleHome } from '#contract';
import { useRoute } from '../../client/index.ts';
import { useLocale } from '../../i18n/use-locale.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import classes from '../admin-roles/roles.module.css';
import { RoleHomeEditor } from './role-home-editor.tsx';

/** What the home of each role begins with: which parts in which order, looked at as the role has them. */
export function RoleHomesPage() {
  const { t } = useTranslation(['home', 'rights']);
  const [chosenId, setChosenId] = useState<string | null>(null);
  const [drafts, setDrafts] = useState<Readonly<Record<string, readonly HomePart[] | undefined>>>({});
  const homes = useRoute(routes.home.roleHomes);
  return (
    <div className={classes.page}>
      <PageHeader title={t('home:roles.title')} />
      <Loaded query={homes}>
        {({ items }) => {
          const home = items.find(({ role }) => role.id === chosenId) ?? items[0];
          return (
            <div className={classes.split}>
              <ul className={classes.list} aria-label={t('rights:roles.list')}>
                {items.map((item) => (
                  <RoleRow
                    key={item.role.id}
                    home={item}
                    isChosen={item === home}
                    isChanged={drafts[item.role.id] !== undefined}
                    onChoose={() => setChosenId(item.role.id)}
                  />
                ))}
              </ul>
              {home && (
                <RoleHomeEditor
                  key={home.role.id}
                  home={home}
                  draft={drafts[home.role.id] ?? null}
                  onDraft={(draft) => setDrafts((all) => ({ ...all, [home.role.id]: draft ?? undefined }))}
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
  readonly home: RoleHome;
  readonly isChosen: boolean;
  readonly isChanged: boolean;
  readonly onChoose: () => void;
}

function RoleRow({ home, isChosen, isChanged, onChoose }: RoleRowProps) {
  const { t } = useTranslation(['home', 'rights']);
  const locale = useLocale();
  const { role, people, isSet } = home;
  const state = isSet ? 'chosen' : 'shipped';
  return (
    <li>
      <UnstyledButton className={classes.row} aria-pressed={isChosen} onClick={onChoose}>
        <span>{locale === 'ru' ? (role.nameRu ?? role.name) : role.name}</span>
        <Text span size="xs" c="dimmed">
          {people === null ? t('rights:roles.baseline') : t('rights:groups.count', { count: people })}
          {' · '}
          {t(`home:roles.${isChanged ? 'unsaved' : state}`)}
        </Text>
      </UnstyledButton>
    </li>
  );
}
