import { Switch } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ElementInfo } from '#modeler';
import { useDesignerScope } from '../designer-context.ts';

/** Whether the event ends what it sits on, or what runs around its event subprocess. */
export function InterruptsSwitch({ element }: { readonly element: ElementInfo }) {
  const { t } = useTranslation('designer');
  const { update } = useDesignerScope();
  if (element.isInterrupting === null) return null;
  const { attachedTo } = element;
  return (
    <Switch
      label={
        attachedTo ? t('event.interrupts', { name: attachedTo.name ?? attachedTo.id }) : t('event.instead')
      }
      checked={element.isInterrupting}
      onChange={(change) => update(element.id, { isInterrupting: change.currentTarget.checked })}
    />
  );
}
