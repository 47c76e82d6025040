import { SegmentedControl, Switch } from '@mantine/core';
import { DateTimePicker } from '@mantine/dates';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ElementInfo, TimerKind } from '#modeler';
import { dateTimeFormat, instantFromLocal, localFromInstant } from '../../../ui/date-values.ts';
import { useDesignerScope } from '../designer-context.ts';
import { CycleField } from '../inputs/cycle-field.tsx';
import { DurationField } from '../inputs/duration-field.tsx';
import { ValueField } from '../inputs/value-field.tsx';
import { PropertySection } from './property-section.tsx';

interface TimerSectionProps {
  readonly element: ElementInfo;
  readonly timer: { readonly kind: TimerKind; readonly value: string } | null;
}

const KINDS = ['timeDuration', 'timeDate', 'timeCycle'] as const;

/** When a timer rings. */
export function TimerSection({ element, timer }: TimerSectionProps) {
  const { t } = useTranslation('designer');
  const { update } = useDesignerScope();
  const [wanted, setWanted] = useState<TimerKind | null>(null);
  const kind = wanted ?? timer?.kind ?? 'timeDuration';
  const value = timer?.kind === kind ? timer.value : null;
  const commit = (next: string | null): void => {
    setWanted(null);
    update(element.id, { timer: { kind, value: next ?? '' } });
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
      {element.attachedTo && (
        <Switch
          label={t('event.interrupts', { name: element.attachedTo.name ?? element.attachedTo.id })}
          checked={element.isInterrupting === true}
          onChange={(change) => update(element.id, { isInterrupting: change.currentTarget.checked })}
        />
      )}
    </PropertySection>
  );
}
