import { Anchor } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { ProcessNeed } from '#contract';
import { useMe } from '../../app/me-context.ts';
import { paths } from '../../app/paths.ts';
import { useLocalized } from '../../i18n/use-locale.ts';
import { StatusIcon } from '../../ui/status-icon.tsx';
import classes from './processes-page.module.css';

/** What a shipped process needs of the company; what is missing leads to where it is made. */
export function ProcessNeeds({ needs }: { readonly needs: readonly ProcessNeed[] }) {
  const { t } = useTranslation('processes');
  const localized = useLocalized();
  if (needs.length === 0) return null;
  return (
    <ul className={classes.needs} aria-label={t('ready.needs')}>
      {needs.map((need) => {
        const { kind, code, isMissing, isVacant } = need;
        const tone = isMissing ? 'failed' : isVacant ? 'waiting' : 'done';
        return (
          <li key={`${kind} ${code}`} className={classes.need}>
            <StatusIcon tone={tone} size={14} />
            <span>
              {t(`ready.kinds.${kind}`, { name: localized(need.label) })}
              {isMissing && ` – ${t('ready.missing')}`}
              {isVacant && ` – ${t('ready.vacant')}`}
            </span>
            {(isMissing || isVacant) && <WayThere need={need} />}
          </li>
        );
      })}
    </ul>
  );
}

/** Administrators make departments, positions and calendars; a process that is called stands in the same list. */
function WayThere({ need: { kind, code, label, department, isMissing } }: { readonly need: ProcessNeed }) {
  const { t } = useTranslation('processes');
  const { isAdmin } = useMe();
  if (kind === 'process') return <span className={classes.dim}>{t('ready.below')}</span>;
  if (!isAdmin) return <span className={classes.dim}>{t('ready.askAdmin')}</span>;
  const to =
    kind === 'calendar'
      ? paths.calendars()
      : paths.makePlace({ kind, code, label, department: department ?? null });
  return (
    <Anchor component={Link} to={to} size="sm">
      {t(isMissing ? 'ready.make' : 'ready.appoint')}
    </Anchor>
  );
}
