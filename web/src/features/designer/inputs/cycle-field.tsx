import { useTranslation } from 'react-i18next';
import { DurationField } from './duration-field.tsx';
import { readCycle, readDuration, writeCycle } from './human-time.ts';
import { NumberField } from './number-field.tsx';
import { TextField } from './text-field.tsx';

interface CycleFieldProps {
  readonly value: string | null;
  readonly onCommit: (value: string | null) => void;
}

/** Every so long, so many times; what is more than that is written as ISO 8601. */
export function CycleField({ value, onCommit }: CycleFieldProps) {
  const { t } = useTranslation('designer');
  const cycle = value === null ? null : readCycle(value);
  if (value !== null && !cycle) {
    return (
      <TextField mono label={t('timer.cycle')} placeholder="R3/PT10H" value={value} onCommit={onCommit} />
    );
  }
  const every = cycle?.every ?? null;
  return (
    <>
      <DurationField
        label={t('timer.every')}
        value={every && writeCycle({ times: null, every }).slice(2)}
        onCommit={(next) => {
          const human = next === null ? null : readDuration(next);
          if (human) onCommit(writeCycle({ times: cycle?.times ?? null, every: human }));
          else onCommit(next === null ? null : `R/${next}`);
        }}
      />
      <NumberField
        label={t('timer.times')}
        placeholder={t('timer.endless')}
        min={1}
        value={cycle?.times ?? null}
        onCommit={(times) => every && onCommit(writeCycle({ times, every }))}
      />
    </>
  );
}
