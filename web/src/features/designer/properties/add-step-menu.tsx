import { ActionIcon, Menu } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ElementInfo, StepKind } from '#modeler';
import { useDesignerScope } from '../designer-context.ts';

const GROUPS = {
  people: ['task', 'call', 'meeting'],
  actions: ['email', 'createRecord', 'updateRecord', 'note', 'http', 'script', 'callActivity'],
  paths: ['exclusiveGateway', 'parallelGateway', 'timerEvent', 'messageEvent', 'endEvent'],
} as const satisfies Record<string, readonly StepKind[]>;

const FOLLOWED = /Task|Activity|SubProcess|Gateway|StartEvent|IntermediateCatchEvent|BoundaryEvent/;

/** Draws the next step without a mouse, and removes this one. */
export function AddStepMenu({ element }: { readonly element: ElementInfo }) {
  const { t } = useTranslation('designer');
  const { handle, select } = useDesignerScope();
  const name = element.name ?? t('flow.unnamed');
  const append = (kind: StepKind): void => {
    const made = handle.appendElement(element.id, kind);
    if (made) select(made.id);
  };
  return (
    <>
      {FOLLOWED.test(element.type) && (
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon variant="default" aria-label={t('step.add', { name })} title={t('step.addShort')}>
              <IconPlus size={17} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown mah={420} style={{ overflow: 'auto' }}>
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
