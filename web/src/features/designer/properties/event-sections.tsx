import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ElementInfo, EventInfo } from '#modeler';
import { ConditionalSection } from './conditional-section.tsx';
import { MessageSection } from './message-section.tsx';
import { NamedEventSection } from './named-event-section.tsx';
import { PropertySection } from './property-section.tsx';
import { TimerSection } from './timer-section.tsx';

interface EventSectionsProps {
  readonly element: ElementInfo;
  readonly event: EventInfo;
}

export function EventSections({ element, event }: EventSectionsProps) {
  const { t } = useTranslation('designer');
  switch (event.kind) {
    case 'timer':
      return <TimerSection element={element} timer={event.timer} settings={event.settings} />;
    case 'message':
      return <MessageSection element={element} message={event.message} />;
    case 'record':
    case 'condition':
      return <ConditionalSection element={element} event={event} />;
    case 'signal':
    case 'error':
    case 'escalation':
    case 'link':
      return <NamedEventSection key={event.kind} element={element} event={event} />;
    case 'none':
      return null;
    case 'other':
      if (event.type === 'bpmn:TerminateEventDefinition') return null;
      return (
        <PropertySection title={t('sections.event')}>
          <Text size="sm" c="dimmed">
            {t('event.foreign')}
          </Text>
        </PropertySection>
      );
  }
}
