import { TextInput, UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes, type AdminPerson } from '#contract';
import { useRoute, type RouteResponse } from '../../client/index.ts';
import classes from '../../features/audit/audit.module.css';
import { Loaded } from '../../ui/loaded.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { PersonAvatar } from '../../ui/person-avatar.tsx';
import { Section } from '../../ui/section.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { LeavePanel } from './leave-panel.tsx';
import { PersonPanel } from './person-panel.tsx';
import { ActionButton } from '../../ui/actions/action-button.tsx';

type Everybody = RouteResponse<typeof routes.people.allPeople>;
type Panel =
  | { readonly kind: 'edit'; readonly person: AdminPerson | null }
  | { readonly kind: 'leave'; readonly person: AdminPerson };

/** Who works here, with position, teams and roles; made, invited, changed and kept out here. */
export function PeoplePage() {
  const { t } = useTranslation('people');
  const [panel, setPanel] = useState<Panel | null>(null);
  const [sought, setSought] = useState('');
  const people = useRoute(routes.people.allPeople);
  const close = (): void => setPanel(null);
  return (
    <>
      <PageHeader
        title={t('title')}
        meta={t('hint')}
        actions={
          people.data && (
            <ActionButton
              variant="filled"
              action={{ name: 'new', label: t('new'), run: () => setPanel({ kind: 'edit', person: null }) }}
            />
          )
        }
      />
      <div className={classes.page}>
        {people.data && (
          <TextInput
            mb="md"
            maw={320}
            aria-label={t('search')}
            placeholder={t('search')}
            value={sought}
            onChange={(event) => setSought(event.currentTarget.value)}
          />
        )}
        <Loaded query={people}>
          {(everybody) =>
            ([true, false] as const).map((isActive) => (
              <PeopleSection
                key={String(isActive)}
                everybody={everybody}
                isActive={isActive}
                sought={sought}
                onOpen={(person) => setPanel({ kind: 'edit', person })}
              />
            ))
          }
        </Loaded>
      </div>
      {panel?.kind === 'edit' && people.data && (
        <PersonPanel
          key={panel.person?.id ?? 'new'}
          person={panel.person}
          everybody={people.data}
          onLeave={(person) => setPanel({ kind: 'leave', person })}
          onClose={close}
        />
      )}
      {panel?.kind === 'leave' && <LeavePanel key={panel.person.id} person={panel.person} onClose={close} />}
    </>
  );
}

interface PeopleSectionProps {
  readonly everybody: Everybody;
  readonly isActive: boolean;
  readonly sought: string;
  readonly onOpen: (person: AdminPerson) => void;
}

function PeopleSection({ everybody, isActive, sought, onOpen }: PeopleSectionProps) {
  const { t } = useTranslation('people');
  const wanted = sought.trim().toLocaleLowerCase();
  const shown = everybody.items.filter(
    (person) =>
      person.isActive === isActive && `${person.name} ${person.email}`.toLocaleLowerCase().includes(wanted),
  );
  if (shown.length === 0 && !isActive) return null;
  return (
    <Section title={t(isActive ? 'here' : 'gone')} count={shown.length}>
      {shown.length === 0 && <p className={classes.dim}>{t('none')}</p>}
      <ul className={classes.list} aria-label={t(isActive ? 'here' : 'gone')}>
        {shown.map((person) => (
          <PersonRow key={person.id} person={person} everybody={everybody} onOpen={() => onOpen(person)} />
        ))}
      </ul>
    </Section>
  );
}

function PersonRow({
  person,
  everybody,
  onOpen,
}: {
  readonly person: AdminPerson;
  readonly everybody: Everybody;
  readonly onOpen: () => void;
}) {
  const { t } = useTranslation('people');
  const position = everybody.positions.find((one) => one.id === person.positionId);
  const namesOf = (ids: readonly string[], named: readonly { key: string; name: string }[]): string =>
    named
      .filter((one) => ids.includes(one.key))
      .map((one) => one.name)
      .join(', ');
  const roles = namesOf(
    person.roles,
    everybody.roles.map(({ code, name }) => ({ key: code, name })),
  );
  const teams = namesOf(
    person.teamIds,
    everybody.teams.map(({ id, name }) => ({ key: id, name })),
  );
  return (
    <li className={classes.row}>
      <div className={classes.facts}>
        <UnstyledButton onClick={onOpen} aria-label={t('open', { name: person.name })}>
          <PersonAvatar person={person} size={22} withName />
        </UnstyledButton>
        <span className={classes.dim}>
          {[position?.title, person.email, roles || t('noRole'), teams].filter(Boolean).join(' · ')}
        </span>
      </div>
      <span style={{ display: 'flex', flexWrap: 'wrap', gap: 6, justifyContent: 'flex-end' }}>
        {person.openTasks > 0 && (
          <StatusBadge
            plain
            tone={person.isActive ? 'info' : 'late'}
            label={t('openTasks', { count: person.openTasks })}
          />
        )}
        {person.invitedUntil && <StatusBadge plain tone="waiting" label={t('invited')} />}
        {!person.isActive && <StatusBadge tone="skipped" label={t('left')} />}
      </span>
    </li>
  );
}
