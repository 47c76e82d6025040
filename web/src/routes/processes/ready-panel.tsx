import { Button, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { routes, type ReadyProcess } from '#contract';
import { paths } from '../../app/paths.ts';
import { useAction, useRoute } from '../../client/index.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { SidePanel } from '../../ui/side-panel.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { ProcessNeeds } from './process-needs.tsx';
import classes from './processes-page.module.css';

/** Processes that come with the product: what each is for, what it needs here, and taking it. */
export function ReadyPanel({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('processes');
  const ready = useRoute(routes.readyProcesses.readyProcesses);
  return (
    <SidePanel title={t('ready.title')} width={560} onClose={onClose}>
      <Text size="sm" c="dimmed" mb="md">
        {t('ready.hint')}
      </Text>
      <Loaded query={ready} compact>
        {({ items }) => (
          <ul className={classes.ready} aria-label={t('ready.title')}>
            {items.map((process) => (
              <ReadyRow key={process.processKey} process={process} />
            ))}
          </ul>
        )}
      </Loaded>
    </SidePanel>
  );
}

function ReadyRow({ process }: { readonly process: ReadyProcess }) {
  const { t } = useTranslation('processes');
  const navigate = useNavigate();
  const { processKey, name, description, state, needs } = process;
  const invalidate = [
    routes.readyProcesses.readyProcesses,
    routes.readyProcesses.readyProcessUse,
    routes.processes.listProcesses,
  ];
  const params = { processKey };
  const take = useAction(routes.readyProcesses.takeReadyProcess, {
    invalidate,
    onSuccess: () => void navigate(paths.designer(processKey)),
  });
  const publish = useAction(routes.readyProcesses.publishReadyProcess, {
    invalidate,
    onSuccess: () => notifications.show({ message: t('ready.published', { name }), color: 'accent' }),
  });
  const isComplete = needs.every(({ isMissing }) => !isMissing);
  return (
    <li className={classes.readyRow}>
      <h3 className={classes.readyName}>{name}</h3>
      {description && <p className={classes.description}>{description}</p>}
      {state !== 'published' && <ProcessNeeds needs={needs} />}
      <div className={classes.readyActions}>
        {state === 'published' && <StatusBadge tone="done" label={t('ready.isPublished')} />}
        {state === 'draft' && <StatusBadge tone="waiting" label={t('ready.isDraft')} />}
        {state !== 'absent' && process.mayDraw && (
          <Button size="compact-sm" onClick={() => void navigate(paths.designer(processKey))}>
            {t('design')}
          </Button>
        )}
        {state === 'absent' && process.mayDraw && (
          <Button
            size="compact-sm"
            loading={take.pending}
            aria-label={t('ready.takeOf', { name })}
            onClick={() => take.run({ params })}
          >
            {t('ready.take')}
          </Button>
        )}
        {state === 'absent' && process.mayPublish && isComplete && (
          <Button
            size="compact-sm"
            variant="filled"
            loading={publish.pending}
            aria-label={t('ready.publishOf', { name })}
            onClick={() => publish.run({ params })}
          >
            {t('ready.publish')}
          </Button>
        )}
      </div>
    </li>
  );
}
