import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ElementInfo } from '#modeler';
import { useDesignerScope } from '../designer-context.ts';
import { TextField } from '../inputs/text-field.tsx';
import { ValueField } from '../inputs/value-field.tsx';
import { PropertySection } from './property-section.tsx';

const BINDINGS = ['latest', 'deployment', 'version', 'versionTag'] as const;

export function CalledProcessSection({ element }: { readonly element: ElementInfo }) {
  const { t } = useTranslation('designer');
  const { update, catalogue, processKey } = useDesignerScope();
  const processes = (catalogue?.processes ?? [])
    .filter((process) => process.processKey !== processKey)
    .map((process) => ({ value: process.processKey, label: process.name }));
  const binding = element.called?.binding ?? 'latest';
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
      <Select
        label={t('called.binding')}
        allowDeselect={false}
        data={BINDINGS.map((one) => ({ value: one, label: t(`called.bindings.${one}`) }))}
        value={binding}
        onChange={(next) => update(element.id, { called: { binding: next as (typeof BINDINGS)[number] } })}
      />
      {binding === 'version' && (
        <TextField
          label={t('called.version')}
          value={element.called?.version ?? null}
          onCommit={(version) => update(element.id, { called: { version } })}
        />
      )}
      {binding === 'versionTag' && (
        <TextField
          label={t('called.versionTag')}
          description={t('called.versionTagHint')}
          value={element.called?.versionTag ?? null}
          onCommit={(versionTag) => update(element.id, { called: { versionTag } })}
        />
      )}
      <ValueField
        label={t('called.businessKey')}
        description={t('called.businessKeyHint')}
        value={element.called?.businessKey ?? null}
        onCommit={(businessKey) => update(element.id, { called: { businessKey } })}
      />
    </PropertySection>
  );
}
