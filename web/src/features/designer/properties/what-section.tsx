import { useTranslation } from 'react-i18next';
import type { ElementInfo } from '#modeler';
import { useDesignerScope } from '../designer-context.ts';
import { LanguageFields } from '../inputs/language-fields.tsx';
import { TextField } from '../inputs/text-field.tsx';
import { PropertySection } from './property-section.tsx';

/** Name and instruction of any element. */
export function WhatSection({ element }: { readonly element: ElementInfo }) {
  const { t } = useTranslation('designer');
  const { update } = useDesignerScope();
  const { process } = element;
  const isUserTask = element.type === 'bpmn:UserTask';
  return (
    <PropertySection title={t('sections.what')}>
      <TextField
        label={t('what.name')}
        description={t('what.nameHint')}
        value={process ? process.name : element.name}
        onCommit={(name) =>
          update(element.id, process ? { process: { name: name ?? process.id } } : { name })
        }
      />
      <LanguageFields
        drawn={process ? process.name : element.name}
        translations={process ? process.translations : element.translations}
        onCommit={(translations) =>
          update(element.id, process ? { process: { translations } } : { translations })
        }
      />
      {isUserTask && (
        <>
          <TextField
            multiline
            label={t('what.instruction')}
            description={t('what.instructionHint')}
            value={element.task?.instruction ?? null}
            onCommit={(instruction) => update(element.id, { task: { instruction } })}
          />
          <LanguageFields
            isText
            drawn={element.task?.instruction ?? null}
            translations={element.task?.instructions ?? {}}
            onCommit={(instructions) => update(element.id, { task: { instructions } })}
          />
        </>
      )}
      {!isUserTask && !process && (
        <TextField
          multiline
          label={t('what.documentation')}
          value={element.documentation}
          onCommit={(documentation) => update(element.id, { documentation })}
        />
      )}
    </PropertySection>
  );
}
