import { useTranslation } from 'react-i18next';
import type { CallSettings } from '#moddle';
import type { ElementInfo } from '#modeler';
import { useDesignerScope } from '../designer-context.ts';
import { ValueField } from '../inputs/value-field.tsx';
import { VariableField } from '../inputs/variable-field.tsx';
import { PropertySection } from './property-section.tsx';

interface CallSectionProps {
  readonly element: ElementInfo;
  readonly call: CallSettings;
}

/** What the call is about and with whom. */
export function CallSection({ element, call }: CallSectionProps) {
  const { t } = useTranslation('designer');
  const { update } = useDesignerScope();
  const set = (change: Partial<CallSettings>): void => update(element.id, { call: change });
  return (
    <PropertySection title={t('sections.call')}>
      <ValueField
        required
        label={t('call.subject')}
        description={t('call.subjectHint')}
        value={call.subject}
        onCommit={(subject) => set({ subject })}
      />
      <VariableField
        label={t('call.contact')}
        description={t('call.contactHint')}
        value={call.contact}
        onCommit={(contact) => set({ contact })}
      />
      <VariableField
        label={t('call.account')}
        value={call.account}
        onCommit={(account) => set({ account })}
      />
      <ValueField
        multiline
        label={t('call.script')}
        description={t('call.scriptHint')}
        value={call.script}
        onCommit={(script) => set({ script })}
      />
    </PropertySection>
  );
}
