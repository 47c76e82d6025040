import { SegmentedControl } from '@mantine/core';
import { useTranslation } from 'react-i18next';

interface WatchedSwitchProps {
  readonly value: 'condition' | 'record';
  readonly onChange: (next: 'condition' | 'record') => void;
}

/** A conditional event waits for a condition, or for what happens to records. */
export function WatchedSwitch({ value, onChange }: WatchedSwitchProps) {
  const { t } = useTranslation('designer');
  return (
    <SegmentedControl
      fullWidth
      aria-label={t('condition.kind')}
      data={[
        { value: 'record', label: t('condition.kinds.record') },
        { value: 'condition', label: t('condition.kinds.condition') },
      ]}
      value={value}
      onChange={(next) => onChange(next === 'record' ? 'record' : 'condition')}
    />
  );
}
