import { Button } from '@mantine/core';
import { IconPlayerPlay } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { routes, type InstanceCard, type StartableStep } from '#contract';
import { useRoute } from '../../client/index.ts';
import { CardSection } from '../tasks/card-section.tsx';
import { useInstanceAction } from './use-instance-action.ts';
import { usePageActions } from '../../ui/actions/page-actions.ts';
import classes from './now-tab.module.css';

/** What people may begin in the ad-hoc subprocesses that are open; nothing where there are none. */
export function StartableSteps({ card }: { readonly card: InstanceCard }) {
  const { t } = useTranslation('instance');
  const steps = useRoute(routes.instances.startableSteps, { params: { id: card.id } });
  const items = steps.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <CardSection title={t('now.startable')}>
      <ul className={classes.list}>
        {items.map((step) => (
          <Step key={step.scopeId + step.elementId} card={card} step={step} />
        ))}
      </ul>
    </CardSection>
  );
}

function Step({ card, step }: { readonly card: InstanceCard; readonly step: StartableStep }) {
  const { t } = useTranslation('instance');
  const start = useInstanceAction(routes.instances.startStep, t('now.begun', { name: step.name }));
  const { elementId, scopeId } = step;
  const begin = (): void => start.run({ params: { id: card.id }, body: { elementId, scopeId } });
  usePageActions([
    card.rights.retry && {
      name: `begin-${scopeId}-${elementId}`,
      label: t('now.begin', { name: step.name }),
      icon: IconPlayerPlay,
      run: begin,
    },
  ]);
  return (
    <li className={classes.item}>
      <span className={classes.words}>
        <span>{step.name}</span>
        {step.groupName && <span className={classes.dim}>{step.groupName}</span>}
      </span>
      {card.rights.retry && (
        <Button
          size="compact-sm"
          leftSection={<IconPlayerPlay size={14} aria-hidden />}
          aria-label={t('now.begin', { name: step.name })}
          loading={start.pending}
          onClick={begin}
        >
          {t('now.beginShort')}
        </Button>
      )}
    </li>
  );
}
