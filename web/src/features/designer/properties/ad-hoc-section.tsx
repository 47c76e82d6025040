import { Switch } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { AdHocInfo, ElementInfo } from '#modeler';
import { useDesignerScope } from '../designer-context.ts';
import { ValueField } from '../inputs/value-field.tsx';
import { PropertySection } from './property-section.tsx';

interface AdHocSectionProps {
  readonly element: ElementInfo;
  readonly adHoc: AdHocInfo;
}

/** In which order the steps of an ad-hoc subprocess run, what begins by itself, and when it is over. */
export function AdHocSection({ element, adHoc }: AdHocSectionProps) {
  const { t } = useTranslation('designer');
  const { update } = useDesignerScope();
  const change = (changes: Partial<AdHocInfo>): void => update(element.id, { adHoc: changes });
  return (
    <PropertySection title={t('sections.adHoc')}>
      <ValueField
        only="expression"
        label={t('adHoc.completionCondition')}
        description={t('adHoc.completionConditionHint')}
        value={adHoc.completionCondition}
        onCommit={(completionCondition) => change({ completionCondition })}
      />
      <Switch
        label={t('adHoc.cancelsRemaining')}
        checked={adHoc.cancelsRemaining}
        onChange={(event) => change({ cancelsRemaining: event.currentTarget.checked })}
      />
      <Switch
        label={t('adHoc.sequential')}
        checked={adHoc.sequential}
        onChange={(event) => change({ sequential: event.currentTarget.checked })}
      />
      <ValueField
        only="expression"
        label={t('adHoc.activeElements')}
        description={t('adHoc.activeElementsHint')}
        placeholder={'["draft", "check"]'}
        value={adHoc.activeElements}
        onCommit={(activeElements) => change({ activeElements })}
      />
    </PropertySection>
  );
}
