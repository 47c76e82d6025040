import { Autocomplete } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ElementInfo, MessageInfo } from '#modeler';
import { useDesignerScope } from '../designer-context.ts';
import { useCommitted } from '../inputs/use-committed.ts';
import { ValueField } from '../inputs/value-field.tsx';
import { InterruptsSwitch } from './interrupts-switch.tsx';
import { PropertySection } from './property-section.tsx';

interface MessageSectionProps {
  readonly element: ElementInfo;
  readonly message: MessageInfo | null;
}

/** Which message, and how the instance that waits for it is found. */
export function MessageSection({ element, message }: MessageSectionProps) {
  const { t } = useTranslation('designer');
  const { update, handle } = useDesignerScope();
  const name = useCommitted(message?.name ?? '', (next) => update(element.id, { message: { name: next } }));
  const waits = element.type !== 'bpmn:StartEvent';
  return (
    <PropertySection title={t('sections.message')}>
      <Autocomplete
        label={t('message.name')}
        description={t('message.nameHint')}
        data={[...new Set(handle.messages().map((one) => one.name))]}
        value={name.value}
        onChange={name.set}
        onOptionSubmit={(next) => name.commit(next)}
        onBlur={() => name.commit()}
      />
      {waits && message && (
        <ValueField
          only="expression"
          label={t('message.key')}
          description={t('message.keyHint')}
          placeholder="ticket.number"
          value={message.correlationKey}
          onCommit={(correlationKey) =>
            update(element.id, { message: { name: message.name, correlationKey } })
          }
        />
      )}
      {message && (
        <ValueField
          label={t('message.timeToLive')}
          description={t('message.timeToLiveHint')}
          placeholder="PT1H"
          value={message.timeToLive}
          onCommit={(timeToLive) => update(element.id, { message: { name: message.name, timeToLive } })}
        />
      )}
      <InterruptsSwitch element={element} />
    </PropertySection>
  );
}
