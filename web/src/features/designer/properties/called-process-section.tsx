import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ElementInfo } from '#modeler';
import { useDesignerScope } from '../designer-context.ts';
import { PropertySection } from './property-section.tsx';

export function CalledProcessSection({ element }: { readonly element: ElementInfo }) {
  const { t } = useTranslation('designer');
  const { update, catalogue, processKey } = useDesignerScope();
  const processes = (catalogue?.processes ?? [])
    .filter((process) => process.processKey !== processKey)
    .map((process) => ({ value: process.processKey, label: process.name }));
  const called = element.calledElement;
  if (called && !processes.some((process) => process.value === called))
    processes.unshift({ value: called, label: called });
  return (
    <PropertySection title={t('sections.called')}>
      <Select
        label={t('called.process')}
        description={t('called.hint')}
        withAsterisk
        searchable
        allowDeselect={false}
        placeholder={t('action.choose')}
        data={processes}
        value={called}
        onChange={(calledElement) => update(element.id, { calledElement })}
      />
    </PropertySection>
  );
}
