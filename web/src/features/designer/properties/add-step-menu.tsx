import { ActionIcon, Menu } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ElementInfo, StepKind } from '#modeler';
import { useDesignerScope } from '../designer-context.ts';
import { StepPathChoice } from './step-path-choice.tsx';

const GROUPS = {
  people: ['task', 'call', 'meeting'],
  actions: ['email', 'createRecord', 'updateRecord', 'note', 'http', 'script', 'callActivity'],
  paths: ['exclusiveGateway', 'parallelGateway', 'timerEvent', 'messageEvent', 'endEvent'],
} as const satisfies Record<string, readonly StepKind[]>;

const FOLLOWED = /Task|Activity|SubProcess|Gateway|StartEvent|IntermediateCatchEvent|BoundaryEvent/;

/**
 * Draws the next step without a mouse, and removes this one. Behind a single path the step goes into it; where there
 * are several, or a decision that may get another, the author says which.
 */
export function AddStepMenu({ element }: { readonly element: ElementInfo }) {
  const { t } = useTranslation('designer');
  const { handle, select } = useDesignerScope();
  const name = element.name ?? t('flow.unnamed');
  const [path, setPath] = useState<string | null>(null);
  const ways = element.outgoing;
  const asks = ways.length > 1 || (ways.length === 1 && element.type.endsWith('Gateway'));
  const append = (kind: StepKind): void => {
    const made = handle.appendElement(element.id, kind, asks ? path : undefined);
    if (made) select(made.id);
  };
  return (
    <>
      {FOLLOWED.test(element.type) && (
        <Menu
          position="bottom-end"
          withInitialFocusPlaceholder={false}
          menuItemTabIndex={0}
          onOpen={() => setPath(null)}
        >
          <Menu.Target>
            <ActionIcon variant="default" aria-label={t('step.add', { name })} title={t('step.addShort')}>
              <IconPlus size={17} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown mah={420} style={{ overflow: 'auto' }}>
            {asks && <StepPathChoice ways={ways} value={path} onChange={setPath} />}
            {Object.entries(GROUPS).map(([group, kinds]) => (
              <div key={group}>
                <Menu.Label>{t(`step.groups.${group as keyof typeof GROUPS}`)}</Menu.Label>
                {kinds.map((kind) => (
                  <Menu.Item key={kind} onClick={() => append(kind)}>
                    {t(`step.kinds.${kind}`)}
                  </Menu.Item>
                ))}
              </div>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
      {!element.process && (
        <ActionIcon
          aria-label={t('list.remove', { name })}
          title={t('step.remove')}
          onClick={() => handle.removeElement(element.id)}
        >
          <IconTrash size={17} />
        </ActionIcon>
      )}
    </>
  );
}
