import { Autocomplete } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ElementInfo, EventInfo } from '#modeler';
import { useDesignerScope } from '../designer-context.ts';
import { TextField } from '../inputs/text-field.tsx';
import { useCommitted } from '../inputs/use-committed.ts';
import { ValueField } from '../inputs/value-field.tsx';
import { VariableField } from '../inputs/variable-field.tsx';
import { InterruptsSwitch } from './interrupts-switch.tsx';
import { PropertySection } from './property-section.tsx';

type Named = Extract<EventInfo, { kind: 'signal' | 'error' | 'escalation' | 'link' }>;

interface NamedEventSectionProps {
  readonly element: ElementInfo;
  readonly event: Named;
}

/** Which signal, error, escalation or link; and what goes along, or where what was caught is kept. */
export function NamedEventSection({ element, event }: NamedEventSectionProps) {
  const { t } = useTranslation('designer');
  const { update, handle } = useDesignerScope();
  const { kind } = event;
  const throws = kind === 'error' || kind === 'escalation' ? event.throws : false;
  const current = 'code' in event ? event.code : event.name;
  const name = useCommitted(current ?? '', (next) =>
    update(
      element.id,
      kind === 'signal' || kind === 'link' ? { [kind]: { name: next } } : { [kind]: { code: next } },
    ),
  );
  return (
    <PropertySection title={t(`named.${kind}.title`)}>
      {kind === 'link' ? (
        <TextField
          label={t('named.link.name')}
          description={t('named.link.hint')}
          value={event.name}
          onCommit={(next) => update(element.id, { link: { name: next ?? '' } })}
        />
      ) : (
        <Autocomplete
          label={t(`named.${kind}.name`)}
          description={kind === 'signal' || throws ? t(`named.${kind}.hint`) : t('named.catchesAll')}
          data={[...new Set(handle.usedNames(kind))]}
          value={name.value}
          onChange={name.set}
          onOptionSubmit={(next) => name.commit(next)}
          onBlur={() => name.commit()}
        />
      )}
      {kind === 'error' && throws && (
        <ValueField
          label={t('named.error.message')}
          value={event.settings.message}
          onCommit={(message) => update(element.id, { error: { message } })}
        />
      )}
      {(kind === 'error' || kind === 'escalation') && !throws && (
        <VariableField
          label={t('named.codeVariable')}
          value={event.settings.codeVariable}
          onCommit={(codeVariable) => update(element.id, { [kind]: { codeVariable } })}
        />
      )}
      {kind === 'error' && !throws && (
        <VariableField
          label={t('named.messageVariable')}
          value={event.settings.messageVariable}
          onCommit={(messageVariable) => update(element.id, { error: { messageVariable } })}
        />
      )}
      {kind !== 'error' && <InterruptsSwitch element={element} />}
    </PropertySection>
  );
}
