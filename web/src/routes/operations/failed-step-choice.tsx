import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { routes } from '#contract';
import { useRoute } from '../../client/index.ts';

interface FailedStepChoiceProps {
  readonly processKey: string;
  readonly value: string | null;
  readonly onChange: (elementId: string | null) => void;
}

/** The elements at which steps of the process have failed, with how many; none means all. */
export function FailedStepChoice({ processKey, value, onChange }: FailedStepChoiceProps) {
  const { t } = useTranslation('operations');
  const failed = useRoute(routes.operations.failedSteps, { params: { processKey } });
  const items = failed.data?.items ?? [];
  return (
    <Select
      label={t('batch.step')}
      placeholder={failed.data && items.length === 0 ? t('batch.noStep') : t('batch.allSteps')}
      clearable
      data={items.map(({ elementId, elementName, count }) => ({
        value: elementId,
        label: t('batch.stepCount', { name: elementName ?? elementId, count }),
      }))}
      value={value}
      onChange={onChange}
    />
  );
}
