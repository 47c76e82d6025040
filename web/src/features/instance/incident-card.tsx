import { IconArrowForward, IconBolt, IconRefresh } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { routes, type InstanceCard } from '#contract';
import { paths } from '../../app/paths.ts';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { StatusIcon } from '../../ui/status-icon.tsx';
import { CatchIncidentPanel, SkipIncidentPanel } from './incident-panels.tsx';
import { IncidentValues } from './incident-values.tsx';
import { incidentWords } from './incident-words.ts';
import { useInstanceAction } from './use-instance-action.ts';
import { ActionButton } from '../../ui/actions/action-button.tsx';
import classes from './now-tab.module.css';

interface IncidentCardProps {
  readonly incident: InstanceCard['incidents'][number];
  readonly mayRetry: boolean;
  readonly mayReadValues: boolean;
  /** What went in is shown at once, and not when it is asked for. */
  readonly opened: boolean;
}

/** A failed step, also of a called process: try it again, leave it out, or treat it as an error of the diagram. */
export function IncidentCard({ incident, mayRetry, mayReadValues, opened }: IncidentCardProps) {
  const { t } = useTranslation(['instance', 'common']);
  const [panel, setPanel] = useState<'skip' | 'catch' | null>(null);
  const words = incidentWords(incident, t);
  const close = (): void => setPanel(null);
  const retry = useInstanceAction(routes.instances.retryIncident, t('instance:now.retried'));
  return (
    <article className={classes.incident}>
      <StatusIcon tone="failed" size={17} />
      <div className={classes.words}>
        <strong>{incident.elementName ?? incident.elementId}</strong>
        {incident.processName !== null && (
          <span className={classes.dim}>
            {t('instance:incident.inCalled')}{' '}
            <Link to={paths.instance(incident.instanceId)}>{incident.processName}</Link>
          </span>
        )}
        <span>{words.text}</span>
        {words.detail !== null && <span className={classes.dim}>{words.detail}</span>}
        <span className={classes.dim}>
          <RelativeTime at={incident.createdAt} /> · {incident.code}
        </span>
        {mayReadValues && <IncidentValues incidentId={incident.id} opened={opened} />}
        {mayRetry && (
          <div className={classes.buttons}>
            {(
              [
                ['retry', t('common:actions.retry'), IconRefresh],
                ['skip', t('instance:incident.skip'), IconArrowForward],
                ['catch', t('instance:incident.catch'), IconBolt],
              ] as const
            ).map(([name, label, icon]) => (
              <ActionButton
                key={name}
                size="compact-sm"
                iconSize={14}
                named={incident.elementName ?? incident.elementId}
                loading={name === 'retry' && retry.pending}
                action={{
                  name: `${name}-${incident.id}`,
                  label,
                  icon,
                  run: () => (name === 'retry' ? retry.run({ params: { id: incident.id } }) : setPanel(name)),
                }}
              />
            ))}
          </div>
        )}
      </div>
      {panel === 'skip' && <SkipIncidentPanel incidentId={incident.id} onClose={close} />}
      {panel === 'catch' && <CatchIncidentPanel incidentId={incident.id} onClose={close} />}
    </article>
  );
}
