import { useTranslation } from 'react-i18next';
import type { ElementInfo } from '#modeler';
import { useDesignerScope } from '../designer-context.ts';
import { FlowCondition } from './flow-condition.tsx';
import { PropertySection } from './property-section.tsx';

/** An arrow has a condition only where there is something to decide. */
export function FlowSection({ element }: { readonly element: ElementInfo }) {
  const { t } = useTranslation('designer');
  const { element: infoOf } = useDesignerScope();
  const { flow } = element;
  const siblings = flow?.sourceId ? (infoOf(flow.sourceId)?.outgoing.length ?? 0) : 0;
  if (!flow || (siblings < 2 && !flow.condition && !flow.outcome && !flow.isDefault)) return null;
  return (
    <PropertySection title={t('sections.condition')}>
      <FlowCondition flow={flow} />
    </PropertySection>
  );
}
