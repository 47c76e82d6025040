import { useTranslation } from 'react-i18next';
import type { ElementInfo } from '#modeler';
import { useDesignerScope } from '../designer-context.ts';
import { ExecutorField } from './executor-field.tsx';
import { FourEyesField } from './four-eyes-field.tsx';
import { PropertySection } from './property-section.tsx';

/** Executor of a task or of a lane. */
export function WhoSection({ element }: { readonly element: ElementInfo }) {
  const { t } = useTranslation('designer');
  const { update } = useDesignerScope();
  const lane = element.lane;
  const inheritedLabel = lane?.assignment
    ? t('who.fromLane', { name: lane.name ?? lane.id })
    : t('who.notSet');
  return (
    <PropertySection title={t('sections.who')}>
      <ExecutorField
        value={element.assignment}
        inherited={lane?.assignment ?? null}
        inheritedLabel={inheritedLabel}
        onCommit={(assignment) => update(element.id, { assignment })}
      />
      {element.type === 'bpmn:UserTask' && <FourEyesField element={element} />}
    </PropertySection>
  );
}
