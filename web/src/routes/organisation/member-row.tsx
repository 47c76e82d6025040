import { ActionIcon, Tooltip } from '@mantine/core';
import { IconCalendarOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Organisation } from '#contract';
import { useMe } from '../../app/me-context.ts';
import { useShellPanels } from '../../app/shell/shell-panels.ts';
import { SeeAsButton } from '../../features/rights/see-as-button.tsx';
import { formatDate } from '../../i18n/formats.ts';
import { useLocale } from '../../i18n/use-locale.ts';
import { PersonAvatar } from '../../ui/person-avatar.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import type { Editing } from './editing.ts';
import classes from './organisation-page.module.css';
import { PositionName } from './position-name.tsx';

interface MemberRowProps {
  readonly member: Organisation['users'][number];
  readonly position: Organisation['positions'][number] | undefined;
  readonly onEdit: ((editing: Editing) => void) | null;
}

/** One person: position, address, rights, and who stands in during an absence. */
export function MemberRow({ member, position, onEdit }: MemberRowProps) {
  const { t, i18n } = useTranslation(['shell', 'structure']);
  const locale = useLocale();
  // Roles that an installation has added bear their own codes; the shipped ones have words.
  const roleWord = (code: string): string => {
    const key = `shell:organisation.roles.${code}`;
    return i18n.exists(key) ? (t as (name: string) => string)(key) : code;
  };
  const { substitution } = member;
  const me = useMe();
  const panels = useShellPanels();
  const mayArrange = member.status === 'active' && (me.isAdmin || me.user.id === member.id);
  const mayLook = me.isAdmin && me.user.id !== member.id && member.status === 'active';
  return (
    <li className={classes.member}>
      <PersonAvatar person={member} size={26} withName />
      <PositionName position={position} onEdit={onEdit} />
      <a href={`mailto:${member.email}`}>{member.email}</a>
      <span className={classes.dim}>{member.roles.map(roleWord).join(', ')}</span>
      <span className={classes.state}>
        {mayLook && <SeeAsButton person={member} />}
        {mayArrange && (
          <Tooltip label={t('structure:absences')}>
            <ActionIcon
              aria-label={t('structure:absencesOf', { name: member.name })}
              onClick={() => panels.open({ kind: 'absences', person: { id: member.id, name: member.name } })}
            >
              <IconCalendarOff size={16} />
            </ActionIcon>
          </Tooltip>
        )}
        {member.status === 'disabled' && (
          <StatusBadge tone="skipped" label={t('shell:organisation.disabled')} />
        )}
        {substitution && (
          <StatusBadge
            wraps
            tone="waiting"
            label={t('shell:organisation.substituted', {
              name: substitution.by.name,
              to: formatDate(locale, substitution.to),
            })}
          />
        )}
      </span>
    </li>
  );
}
