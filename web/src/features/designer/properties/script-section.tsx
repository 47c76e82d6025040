import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ElementInfo } from '#modeler';
import { useDesignerScope } from '../designer-context.ts';
import { TextField } from '../inputs/text-field.tsx';
import { PropertySection } from './property-section.tsx';

const FORMATS = [
  { value: 'javascript', label: 'JavaScript' },
  { value: 'feel', label: 'FEEL' },
];

export function ScriptSection({ element }: { readonly element: ElementInfo }) {
  const { t } = useTranslation('designer');
  const { update } = useDesignerScope();
  const source = element.script?.source ?? '';
  const format = element.script?.format ?? 'javascript';
  const offered = FORMATS.some((one) => one.value === format)
    ? FORMATS
    : [{ value: format, label: format }, ...FORMATS];
  return (
    <PropertySection title={t('sections.script')}>
      <Select
        label={t('script.format')}
        allowDeselect={false}
        data={offered}
        value={format}
        onChange={(next) => next && update(element.id, { script: { source, format: next } })}
      />
      <TextField
        multiline
        mono
        label={t('script.source')}
        description={t('script.hint')}
        value={source}
        onCommit={(next) => update(element.id, { script: { source: next ?? '', format } })}
      />
    </PropertySection>
  );
}
