import { SegmentedControl, Select } from '@mantine/core';
import { DateTimePicker } from '@mantine/dates';
import { useState } from 'react';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { TimerSettings } from '#moddle';
import type { ElementInfo, TimerKind } from '#modeler';
import { dateTimeFormat, instantFromLocal, localFromInstant } from '../../../ui/date-values.ts';
import { useDesignerScope } from '../designer-context.ts';
import { CycleField } from '../inputs/cycle-field.tsx';
import { DurationField } from '../inputs/duration-field.tsx';
import { TextField } from '../inputs/text-field.tsx';
import { ValueField } from '../inputs/value-field.tsx';
import { InterruptsSwitch } from './interrupts-switch.tsx';
import { PropertySection } from './property-section.tsx';

interface TimerSectionProps {
  readonly element: ElementInfo;
  readonly timer: { readonly kind: TimerKind; readonly value: string } | null;
  readonly settings: TimerSettings;
}

/** What becomes of firings that were missed. */
const CATCH_UPS = ['all', 'once', 'skip'] as const;
const KINDS = ['timeDuration', 'timeDate', 'timeCycle'] as const;

/** When a timer rings. */
export function TimerSection({ element, timer, settings }: TimerSectionProps) {
  const { t } = useTranslation('designer');
  const { update } = useDesignerScope();
  const [wanted, setWanted] = useState<TimerKind | null>(null);
  const kind = wanted ?? timer?.kind ?? 'timeDuration';
  const value = timer?.kind === kind ? timer.value : null;
  const commit = (next: string | null): void => {
    setWanted(null);
    // Only a cycle misses firings.
    const forgotten = kind !== 'timeCycle' && settings.catchUp ? { timerSettings: { catchUp: null } } : {};
    update(element.id, { timer: { kind, value: next ?? '' }, ...forgotten });
  };
  const isExpression = value?.startsWith('=') === true;
  return (
    <PropertySection title={t('sections.timer')}>
      <SegmentedControl
        fullWidth
        aria-label={t('timer.kind')}
        data={KINDS.map((one) => ({ value: one, label: t(`timer.kinds.${one}`) }))}
        value={kind}
        onChange={(next) => setWanted(next as TimerKind)}
      />
      {kind === 'timeDuration' && (
        <DurationField label={t('timer.duration')} value={value} onCommit={commit} />
      )}
      {kind === 'timeCycle' && <CycleField value={value} onCommit={commit} />}
      {kind === 'timeDate' && !isExpression && (
        <DateTimePicker
          label={t('timer.date')}
          valueFormat={dateTimeFormat}
          value={localFromInstant(value)}
          onChange={(next) => commit(instantFromLocal(next))}
        />
      )}
      {kind === 'timeDate' && (
        <ValueField
          only="expression"
          label={t('timer.dateExpression')}
          placeholder="ticket.dueAt"
          value={isExpression ? value : null}
          onCommit={commit}
        />
      )}
      {kind === 'timeDuration' ? (
        <Select
          label={t('timer.passes')}
          allowDeselect={false}
          data={calendarChoices(settings.calendar, t)}
          value={settings.calendar ?? ''}
          onChange={(calendar) => update(element.id, { timerSettings: { calendar: calendar || null } })}
        />
      ) : (
        <TextField
          label={t('timer.timeZone')}
          description={t('timer.timeZoneHint')}
          placeholder="UTC"
          value={settings.timeZone}
          onCommit={(timeZone) => update(element.id, { timerSettings: { timeZone } })}
        />
      )}
      {kind === 'timeCycle' && (
        <Select
          label={t('timer.catchUp')}
          description={t('timer.catchUpHint')}
          allowDeselect={false}
          data={CATCH_UPS.map((one) => ({ value: one, label: t(`timer.catchUps.${one}`) }))}
          value={settings.catchUp ?? 'all'}
          onChange={(next) =>
            update(element.id, { timerSettings: { catchUp: next === 'all' ? null : next } })
          }
        />
      )}
      <InterruptsSwitch element={element} />
    </PropertySection>
  );
}

/** By the clock, in the company's working time, or in that of a calendar that the diagram names already. */
function calendarChoices(
  current: string | null,
  t: TFunction<'designer'>,
): { value: string; label: string }[] {
  const named = current && current !== 'default' ? [{ value: current, label: current }] : [];
  return [
    { value: '', label: t('timer.byClock') },
    { value: 'default', label: t('timer.workingTime') },
    ...named,
  ];
}
