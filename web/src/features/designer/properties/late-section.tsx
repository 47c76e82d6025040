import { Anchor, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ElementInfo } from '#modeler';
import { useDesignerScope } from '../designer-context.ts';
import { DurationField } from '../inputs/duration-field.tsx';
import { flatOutline } from '../session/known-variables.ts';
import { AddLateTimer } from './add-late-timer.tsx';
import { PropertySection } from './property-section.tsx';

/** What happens when it is not done in time: the timers drawn on the step's edge, and when a call counts as overdue. */
export function LateSection({ element }: { readonly element: ElementInfo }) {
  const { t } = useTranslation('designer');
  const { update, outline, element: infoOf, select } = useDesignerScope();
  const timers = flatOutline(outline)
    .filter((item) => item.type === 'bpmn:BoundaryEvent')
    .flatMap((item) => infoOf(item.id) ?? [])
    .filter((info) => info.attachedTo?.id === element.id && info.event?.kind === 'timer');
  return (
    <PropertySection title={t('sections.late')}>
      {element.call && (
        <DurationField
          label={t('call.overdueAfter')}
          description={t('call.overdueAfterHint')}
          value={element.call.overdueAfter}
          onCommit={(overdueAfter) => update(element.id, { call: { overdueAfter } })}
        />
      )}
      {timers.length === 0 && (
        <Text size="sm" c="dimmed">
          {t('late.none')}
        </Text>
      )}
      {timers.map((timer) => (
        <Text size="sm" key={timer.id}>
          <Anchor component="button" type="button" size="sm" onClick={() => select(timer.id)}>
            {timer.name ?? t('types.timerEvent')}
          </Anchor>{' '}
          {t(timer.isInterrupting ? 'late.interrupts' : 'late.besides')}
        </Text>
      ))}
      <AddLateTimer element={element} />
    </PropertySection>
  );
}
