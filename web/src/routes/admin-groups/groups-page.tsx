import { Button, UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes } from '#contract';
import { useRoute } from '../../client/index.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Section } from '../../ui/section.tsx';
import { GroupPanel } from './group-panel.tsx';
import type { Group, GroupKind } from './groups.ts';
import classes from './groups.module.css';

interface Editing {
  readonly kind: GroupKind;
  /** Null for a new one. */
  readonly group: Group | null;
}

/** Teams and territories: what the levels of the same names ask for. */
export function GroupsPage() {
  const { t } = useTranslation('rights');
  const [editing, setEditing] = useState<Editing | null>(null);
  return (
    <>
      <PageHeader title={t('groups.title')} meta={t('groups.hint')} />
      <div className={classes.page}>
        <GroupSection kind="team" onEdit={setEditing} />
        <GroupSection kind="territory" onEdit={setEditing} />
      </div>
      {editing && (
        <GroupPanel
          key={`${editing.kind}:${editing.group?.id ?? ''}`}
          kind={editing.kind}
          group={editing.group}
          onClose={() => setEditing(null)}
        />
      )}
    </>
  );
}

interface GroupSectionProps {
  readonly kind: GroupKind;
  readonly onEdit: (editing: Editing) => void;
}

function GroupSection({ kind, onEdit }: GroupSectionProps) {
  const { t } = useTranslation('rights');
  const groups = useRoute(routes.rights.groups, { params: { kind } });
  const isTeam = kind === 'team';
  return (
    <Section
      title={t(isTeam ? 'groups.teams' : 'groups.territories')}
      count={groups.data?.items.length}
      actions={
        <Button size="compact-sm" onClick={() => onEdit({ kind, group: null })}>
          {t(isTeam ? 'groups.newTeam' : 'groups.newTerritory')}
        </Button>
      }
    >
      <Loaded query={groups} compact>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState compact title={t(isTeam ? 'groups.noTeams' : 'groups.noTerritories')} />
          ) : (
            <ul className={classes.list}>
              {items.map((group) => (
                <li key={group.id}>
                  <UnstyledButton className={classes.row} onClick={() => onEdit({ kind, group })}>
                    <span>{group.name}</span>
                    <span className={classes.dim}>
                      {[
                        items.find((one) => one.id === group.parentId)?.name,
                        t('groups.count', { count: group.memberIds.length }),
                      ]
                        .filter(Boolean)
                        .join(' · ')}
                    </span>
                  </UnstyledButton>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Section>
  );
}
