import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ElementInfo, EventInfo } from '#modeler';
import { useDesignerScope } from '../designer-context.ts';
import { ValueField } from '../inputs/value-field.tsx';
import { InterruptsSwitch } from './interrupts-switch.tsx';
import { PropertySection } from './property-section.tsx';
import { RecordEventSection } from './record-event-section.tsx';
import { WatchedSwitch } from './watched-switch.tsx';

interface ConditionalSectionProps {
  readonly element: ElementInfo;
  readonly event: Extract<EventInfo, { kind: 'condition' | 'record' }>;
}

const NO_RECORD = {
  entity: null,
  change: null,
  field: null,
  to: null,
  filter: null,
  variable: null,
  after: null,
};

/** What a conditional event waits for. A kind that is only chosen is written when its first value is. */
export function ConditionalSection({ element, event }: ConditionalSectionProps) {
  const { t } = useTranslation('designer');
  const { update } = useDesignerScope();
  const [wanted, setWanted] = useState<'condition' | 'record' | null>(null);
  const kind = wanted ?? event.kind;
  const toggle = <WatchedSwitch value={kind} onChange={setWanted} />;
  if (kind === 'record') {
    const record = event.kind === 'record' ? event.record : NO_RECORD;
    return (
      <RecordEventSection element={element} record={record} above={toggle} onChosen={() => setWanted(null)} />
    );
  }
  return (
    <PropertySection title={t('sections.record')}>
      {toggle}
      <ValueField
        only="expression"
        required
        label={t('condition.label')}
        description={t('condition.hint')}
        placeholder="amount > 1000"
        value={event.kind === 'condition' ? event.condition : null}
        onCommit={(eventCondition) => {
          setWanted(null);
          update(element.id, { eventCondition, recordEvent: null });
        }}
      />
      <InterruptsSwitch element={element} />
    </PropertySection>
  );
}
