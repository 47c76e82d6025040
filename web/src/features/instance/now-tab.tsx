import { useTranslation } from 'react-i18next';
import type { InstanceCard } from '#contract';
import { useLocale } from '../../i18n/use-locale.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { StatusIcon } from '../../ui/status-icon.tsx';
import { InstanceFiles } from '../files/instance-files.tsx';
import { CardSection } from '../tasks/card-section.tsx';
import { IncidentCard } from './incident-card.tsx';
import { InstanceTaskCard } from './instance-task-card.tsx';
import { limitSentence } from './limit-sentence.ts';
import { StartableSteps } from './startable-steps.tsx';
import { TimerList } from './timer-list.tsx';
import classes from './now-tab.module.css';

/** Each asks the server for itself: where many failed, people choose. */
const OPENED_MAX = 3;

/** What happens at this moment: what failed, who works, what is waited for. */
export function NowTab({ card }: { readonly card: InstanceCard }) {
  const { t } = useTranslation(['instance', 'common']);
  const locale = useLocale();
  const open = card.tasks.filter((task) => task.state === 'ready' || task.state === 'planned');
  const done = card.tasks.filter((task) => task.state === 'completed');
  const nothing = open.length + card.waiting.length + card.incidents.length === 0;
  return (
    <div className={classes.now}>
      {card.incidents.map((incident) => (
        <IncidentCard
          key={incident.id}
          incident={incident}
          mayRetry={card.rights.retry}
          mayReadValues={card.rights.readParameters}
          opened={card.incidents.length <= OPENED_MAX}
        />
      ))}
      {card.limitsNear.map((near) => (
        <article key={near.limit} className={classes.near}>
          <StatusIcon tone="late" size={17} />
          <div className={classes.words}>
            <strong>{t('instance:limit.title')}</strong>
            <span>{limitSentence(near, t, locale)}</span>
            {near.elementName !== null && <span className={classes.dim}>{near.elementName}</span>}
          </div>
        </article>
      ))}
      {open.map((task) => (
        <InstanceTaskCard key={task.id} task={task} card={card} />
      ))}
      {card.status === 'active' && <StartableSteps card={card} />}
      {card.waiting.length > 0 && (
        <CardSection title={t('instance:now.waiting')}>
          <ul className={classes.list}>
            {card.waiting.map((wait) => (
              <li key={wait.elementId + wait.since} className={classes.item}>
                <StatusIcon tone="waiting" size={15} />
                <span className={classes.words}>
                  <span>{wait.name ?? t(`instance:now.kind.${wait.kind}`)}</span>
                  <span className={classes.dim}>
                    {wait.progress
                      ? t(wait.progress.total === null ? 'instance:now.runs' : 'instance:now.progress', {
                          completed: wait.progress.completed,
                          total: wait.progress.total,
                        })
                      : wait.name !== null && t(`instance:now.kind.${wait.kind}`)}
                    {wait.heldBy !== null &&
                      `${wait.name === null ? '' : ', '}${t('instance:now.heldBy', { process: wait.heldBy })}`}
                    {wait.name !== null && wait.dueAt && ', '}
                    {wait.dueAt && <RelativeTime at={wait.dueAt} />}
                  </span>
                </span>
              </li>
            ))}
          </ul>
        </CardSection>
      )}
      <TimerList card={card} />
      {nothing && (
        <EmptyState
          compact
          tone={card.status === 'active' ? 'neutral' : 'done'}
          title={t(card.status === 'active' ? 'instance:now.nothing' : 'instance:now.ended')}
        />
      )}
      <InstanceFiles instanceId={card.id} />
      {done.length > 0 && (
        <CardSection title={t('instance:now.done')}>
          <ul className={classes.list}>
            {done.map((task) => (
              <li key={task.id} className={classes.item}>
                <StatusIcon tone="done" size={15} />
                <span className={classes.words}>
                  <span>{task.name}</span>
                  <span className={classes.dim}>
                    {task.completedBy?.name}
                    {task.completedAt && (
                      <>
                        , <RelativeTime at={task.completedAt} />
                      </>
                    )}
                  </span>
                </span>
              </li>
            ))}
          </ul>
        </CardSection>
      )}
    </div>
  );
}
