import { useTranslation } from 'react-i18next';
import type { Organisation } from '#contract';
import { useMe } from '../../app/me-context.ts';
import { SeeAsButton } from '../../features/rights/see-as-button.tsx';
import { formatDate } from '../../i18n/formats.ts';
import { useLocale } from '../../i18n/use-locale.ts';
import { PersonAvatar } from '../../ui/person-avatar.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import classes from './organisation-page.module.css';

interface MemberRowProps {
  readonly member: Organisation['users'][number];
  readonly position: Organisation['positions'][number] | undefined;
}

/** One person: position, address, rights, and who stands in during an absence. */
export function MemberRow({ member, position }: MemberRowProps) {
  const { t, i18n } = useTranslation('shell');
  const locale = useLocale();
  // Roles that an installation has added bear their own codes; the shipped ones have words.
  const roleWord = (code: string): string => {
    const key = `organisation.roles.${code}`;
    return i18n.exists(`shell:${key}`) ? (t as (name: string) => string)(key) : code;
  };
  const { substitution } = member;
  const me = useMe();
  const mayLook = me.isAdmin && me.user.id !== member.id && member.status === 'active';
  return (
    <li className={classes.member}>
      <PersonAvatar person={member} size={26} withName />
      <span className={classes.position}>
        {position?.title}
        {position?.isHead && <span className={classes.dim}> · {t('organisation.head')}</span>}
      </span>
      <a href={`mailto:${member.email}`}>{member.email}</a>
      <span className={classes.dim}>{member.roles.map(roleWord).join(', ')}</span>
      <span className={classes.state}>
        {mayLook && <SeeAsButton person={member} />}
        {member.status === 'disabled' && <StatusBadge tone="skipped" label={t('organisation.disabled')} />}
        {substitution && (
          <StatusBadge
            tone="waiting"
            label={t('organisation.substituted', {
              name: substitution.by.name,
              to: formatDate(locale, substitution.to),
            })}
          />
        )}
      </span>
    </li>
  );
}
