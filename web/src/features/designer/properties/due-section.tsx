import { useTranslation } from 'react-i18next';
import type { ElementInfo } from '#modeler';
import { useDesignerScope } from '../designer-context.ts';
import { DurationField } from '../inputs/duration-field.tsx';
import { NumberField } from '../inputs/number-field.tsx';
import { PropertySection } from './property-section.tsx';

export function DueSection({ element }: { readonly element: ElementInfo }) {
  const { t } = useTranslation('designer');
  const { update } = useDesignerScope();
  return (
    <PropertySection title={t('sections.when')}>
      <DurationField
        label={t('when.due')}
        description={t('when.dueHint')}
        value={element.task?.due ?? null}
        onCommit={(due) => update(element.id, { task: { due } })}
      />
      <DurationField
        label={t('when.followUp')}
        description={t('when.followUpHint')}
        value={element.task?.followUp ?? null}
        onCommit={(followUp) => update(element.id, { task: { followUp } })}
      />
      <NumberField
        label={t('when.priority')}
        description={t('when.priorityHint')}
        min={0}
        max={100}
        value={element.task?.priority ?? null}
        onCommit={(priority) => update(element.id, { task: { priority } })}
      />
    </PropertySection>
  );
}
