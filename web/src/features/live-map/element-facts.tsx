import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { InstanceCard, LiveMap } from '#contract';
import { paths } from '../../app/paths.ts';
import { formatDateTime } from '../../i18n/formats.ts';
import { useLocale } from '../../i18n/use-locale.ts';
import { PersonAvatar } from '../../ui/person-avatar.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { InstanceTaskCard } from '../instance/instance-task-card.tsx';
import { STATE_TONES } from './live-state.ts';
import classes from './element-facts.module.css';

interface ElementFactsProps {
  readonly elementId: string;
  readonly map: LiveMap;
  readonly card: InstanceCard;
}

/** One element of the map: what it did in this instance, when, and who has it now. */
export function ElementFacts({ elementId, map, card }: ElementFactsProps) {
  const { t } = useTranslation('instance');
  const locale = useLocale();
  const live = map.elements.find((element) => element.elementId === elementId);
  const tasks = card.tasks.filter((task) => task.elementId === elementId);
  const incidents = card.incidents.filter((incident) => incident.elementId === elementId);
  return (
    <>
      <StatusBadge
        tone={live ? STATE_TONES[live.state] : 'neutral'}
        label={t(`state.${live?.state ?? 'future'}`)}
      />
      {!live && <Text c="dimmed">{t('map.notYet')}</Text>}
      {live && (
        <dl className={classes.facts}>
          {live.since && (
            <>
              <dt>{t('map.began')}</dt>
              <dd>{formatDateTime(locale, live.since)}</dd>
            </>
          )}
          {live.until && (
            <>
              <dt>{t('map.ended')}</dt>
              <dd>{formatDateTime(locale, live.until)}</dd>
            </>
          )}
          {live.dueAt && !live.until && (
            <>
              <dt>{t('map.due')}</dt>
              <dd>
                <RelativeTime at={live.dueAt} />
              </dd>
            </>
          )}
          <dt>{t('map.entered')}</dt>
          <dd>{t('map.times', { count: live.timesEntered })}</dd>
          {(live.assignee || live.candidateGroups.length > 0) && (
            <>
              <dt>{t('map.executor')}</dt>
              <dd>
                {live.assignee ? (
                  <PersonAvatar person={live.assignee} withName />
                ) : (
                  live.candidateGroups.join(', ')
                )}
              </dd>
            </>
          )}
        </dl>
      )}
      {incidents.map((incident) => (
        <p key={incident.id} className={classes.incident}>
          {incident.message}
        </p>
      ))}
      <div className={classes.tasks}>
        {tasks.map((task) => (
          <InstanceTaskCard key={task.id} task={task} card={card} />
        ))}
        {live?.childInstanceIds.map((id) => (
          <Link key={id} to={paths.instance(id)}>
            {t('map.child')}
          </Link>
        ))}
      </div>
    </>
  );
}
