import { ActionIcon, Tooltip } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { InstanceCard, Parameter } from '#contract';
import { EmptyState } from '../../ui/empty-state.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { ChangeParameterPanel } from './change-parameter-panel.tsx';
import { ParameterValue } from './parameter-value.tsx';
import { useParameterLabel } from './use-parameter-label.ts';
import { usePageActions } from '../../ui/actions/page-actions.ts';
import classes from './parameters-tab.module.css';

/** What the instance knows: value, who set it and when; changed here by right, with a reason. */
export function ParametersTab({ card }: { readonly card: InstanceCard }) {
  const { t } = useTranslation(['instance', 'common']);
  const labelOf = useParameterLabel();
  const [changed, setChanged] = useState<Parameter | null>(null);
  const mayChange = card.rights.changeParameters && card.status === 'active';
  usePageActions(
    (mayChange ? card.parameters : []).map((parameter) => ({
      name: `parameter-${parameter.name}`,
      label: t('instance:parameters.change', { name: labelOf(parameter) }),
      icon: IconPencil,
      isDetail: true,
      run: () => setChanged(parameter),
    })),
  );
  if (card.parameters.length === 0) return <EmptyState compact title={t('instance:parameters.empty')} />;
  return (
    <>
      <dl className={classes.list}>
        {card.parameters.map((parameter) => (
          <div key={parameter.name} className={classes.row}>
            {/* A name of the diagram is the same in every language; what its form calls it is not. */}
            <dt className={classes.name} title={parameter.name} translate="no">
              <span translate={labelOf(parameter) === parameter.name ? 'no' : 'yes'}>
                {labelOf(parameter)}
              </span>
            </dt>
            <dd className={classes.value}>
              <span className={classes.words}>
                <ParameterValue parameter={parameter} />
                {parameter.setAt && (
                  <span className={classes.set}>
                    {parameter.setBy ?? t('instance:history.process')}, <RelativeTime at={parameter.setAt} />
                  </span>
                )}
              </span>
              {mayChange && (
                <Tooltip label={t('instance:parameters.change', { name: labelOf(parameter) })}>
                  <ActionIcon
                    size={28}
                    aria-label={t('instance:parameters.change', { name: labelOf(parameter) })}
                    onClick={() => setChanged(parameter)}
                  >
                    <IconPencil size={15} stroke={1.7} />
                  </ActionIcon>
                </Tooltip>
              )}
            </dd>
          </div>
        ))}
      </dl>
      {changed && (
        <ChangeParameterPanel
          key={changed.name}
          instanceId={card.id}
          parameter={changed}
          onClose={() => setChanged(null)}
        />
      )}
    </>
  );
}
