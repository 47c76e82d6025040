import { Select, Switch, TagsInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ProcessHeader } from '#moddle';
import type { ElementInfo } from '#modeler';
import { useLocalized } from '../../../i18n/use-locale.ts';
import { useDesignerScope } from '../designer-context.ts';
import { LanguageFields } from '../inputs/language-fields.tsx';
import { TextField } from '../inputs/text-field.tsx';
import { ValueField } from '../inputs/value-field.tsx';
import { EntitiesField } from './entities-field.tsx';
import { PropertySection } from './property-section.tsx';

interface ProcessSectionProps {
  readonly element: ElementInfo;
  readonly header: NonNullable<ElementInfo['process']>;
}

/** The process itself: what it is about, who may start it, and what it may touch. */
export function ProcessSection({ element, header }: ProcessSectionProps) {
  const { t } = useTranslation('designer');
  const localized = useLocalized();
  const { update, catalogue } = useDesignerScope();
  const set = (process: Partial<ProcessHeader>): void => update(element.id, { process });
  return (
    <>
      <PropertySection title={t('sections.process')}>
        <TextField
          multiline
          label={t('process.description')}
          value={header.description}
          onCommit={(description) => set({ description })}
        />
        <LanguageFields
          isText
          drawn={header.description}
          translations={header.descriptions}
          onCommit={(descriptions) => set({ descriptions })}
        />
        <Select
          label={t('process.subject')}
          description={t('process.subjectHint')}
          clearable
          data={(catalogue?.entities ?? []).map((one) => ({
            value: one.entity,
            label: localized(one.label),
          }))}
          value={header.subject?.entity ?? null}
          onChange={(entity) =>
            set({ subject: entity ? { variable: header.subject?.variable ?? entity, entity } : null })
          }
        />
        <ValueField
          label={t('process.businessKey')}
          description={t('process.businessKeyHint')}
          begins="expression"
          value={header.businessKey}
          onCommit={(businessKey) => set({ businessKey })}
        />
        <Switch
          label={t('process.manualStart')}
          checked={header.manualStart}
          onChange={(change) => set({ manualStart: change.currentTarget.checked })}
        />
      </PropertySection>
      <PropertySection
        title={t('sections.access')}
        startsClosed
        summary={[...new Set([...header.reads, ...header.writes, ...header.outbound])].join(', ')}
      >
        <EntitiesField label={t('process.reads')} value={header.reads} onCommit={(reads) => set({ reads })} />
        <EntitiesField
          label={t('process.writes')}
          value={header.writes}
          onCommit={(writes) => set({ writes })}
        />
        <TagsInput
          label={t('process.outbound')}
          description={t('process.outboundHint')}
          data={['mail', 'http']}
          value={[...header.outbound]}
          onChange={(outbound) => set({ outbound })}
        />
      </PropertySection>
    </>
  );
}
