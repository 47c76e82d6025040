import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ElementInfo, EventInfo } from '#modeler';
import { MessageSection } from './message-section.tsx';
import { PropertySection } from './property-section.tsx';
import { RecordEventSection } from './record-event-section.tsx';
import { TimerSection } from './timer-section.tsx';

interface EventSectionsProps {
  readonly element: ElementInfo;
  readonly event: EventInfo;
}

export function EventSections({ element, event }: EventSectionsProps) {
  const { t } = useTranslation('designer');
  switch (event.kind) {
    case 'timer':
      return <TimerSection element={element} timer={event.timer} />;
    case 'message':
      return <MessageSection element={element} message={event.message} />;
    case 'record':
      return <RecordEventSection element={element} record={event.record} />;
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
