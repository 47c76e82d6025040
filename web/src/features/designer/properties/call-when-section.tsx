import { Select } from '@mantine/core';
import { TimeInput } from '@mantine/dates';
import { useTranslation } from 'react-i18next';
import type { CallSettings } from '#moddle';
import type { ElementInfo } from '#modeler';
import { useDesignerScope } from '../designer-context.ts';
import { DurationField } from '../inputs/duration-field.tsx';
import { NumberField } from '../inputs/number-field.tsx';
import { PropertySection } from './property-section.tsx';
import classes from '../inputs/inputs.module.css';

interface CallSectionProps {
  readonly element: ElementInfo;
  readonly call: CallSettings;
}

/** When the call is planned: how long after the step is reached, in which calendar, at what time of day. */
export function CallWhenSection({ element, call }: CallSectionProps) {
  const { t } = useTranslation('designer');
  const { update, catalogue } = useDesignerScope();
  const set = (change: Partial<CallSettings>): void => update(element.id, { call: change });
  const calendars = (catalogue?.calendars ?? []).map(({ code, name }) => ({ value: code, label: name }));
  if (call.calendar && !calendars.some((calendar) => calendar.value === call.calendar))
    calendars.unshift({ value: call.calendar, label: call.calendar });
  return (
    <PropertySection title={t('sections.when')}>
      <DurationField
        label={t('call.offset')}
        description={t('call.offsetHint')}
        value={call.offset}
        onCommit={(offset) => set({ offset })}
      />
      <Select
        label={t('call.calendar')}
        placeholder={t('call.companyCalendar')}
        clearable
        data={calendars}
        value={call.calendar}
        onChange={(calendar) => set({ calendar })}
      />
      <div role="group" aria-label={t('call.window')}>
        <div className={classes.pair}>
          <TimeInput
            label={t('call.windowFrom')}
            value={call.windowFrom ?? ''}
            onChange={(event) => set({ windowFrom: event.currentTarget.value || null })}
          />
          <TimeInput
            label={t('call.windowTo')}
            value={call.windowTo ?? ''}
            onChange={(event) => set({ windowTo: event.currentTarget.value || null })}
          />
        </div>
      </div>
      <DurationField
        label={t('call.duration')}
        unit="minutes"
        value={call.duration}
        onCommit={(duration) => set({ duration })}
      />
      <DurationField
        label={t('call.reminder')}
        unit="minutes"
        value={call.reminder}
        onCommit={(reminder) => set({ reminder })}
      />
      <NumberField
        label={t('when.priority')}
        description={t('when.priorityHint')}
        min={0}
        max={100}
        value={call.priority}
        onCommit={(priority) => set({ priority })}
      />
    </PropertySection>
  );
}
