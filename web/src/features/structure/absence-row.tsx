import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { routes, type Person, type Substitution } from '#contract';
import { useAction } from '../../client/index.ts';
import { formatDateTime } from '../../i18n/formats.ts';
import { useLocale } from '../../i18n/use-locale.ts';
import { PersonAvatar } from '../../ui/person-avatar.tsx';
import { useProductNow } from '../../ui/product-clock.ts';
import { StatusBadge } from '../../ui/status-badge.tsx';
import classes from './structure.module.css';

interface AbsenceRowProps {
  readonly substitution: Substitution;
  readonly who: Person;
  readonly isEndable?: boolean;
}

/** One substitution: who, from when until when, and the way to end it. */
export function AbsenceRow({ substitution, who, isEndable }: AbsenceRowProps) {
  const { t } = useTranslation('structure');
  const locale = useLocale();
  const lasts = new Date(substitution.from) <= useProductNow();
  const end = useAction(routes.structure.endSubstitution, {
    invalidate: [routes.structure.substitutions, routes.admin.organisation],
  });
  const span = {
    from: formatDateTime(locale, substitution.from),
    to: formatDateTime(locale, substitution.to),
  };
  return (
    <div className={classes.row}>
      <div className={classes.facts}>
        <PersonAvatar person={who} withName />
        <span className={classes.dim}>{t('span', span)}</span>
        {lasts && (
          <span>
            <StatusBadge tone="waiting" label={t('lasts')} />
          </span>
        )}
      </div>
      {isEndable && (
        <Button
          size="compact-sm"
          loading={end.pending}
          aria-label={t(lasts ? 'endOf' : 'takeBackOf', { name: who.name, ...span })}
          onClick={() => end.run({ params: { id: substitution.id } })}
        >
          {t(lasts ? 'end' : 'takeBack')}
        </Button>
      )}
    </div>
  );
}
