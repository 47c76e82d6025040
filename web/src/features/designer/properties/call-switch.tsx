import { Switch } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ElementInfo } from '#modeler';
import { useDesignerScope } from '../designer-context.ts';
import { PropertySection } from './property-section.tsx';

/** A task becomes a planned call and back. */
export function CallSwitch({ element }: { readonly element: ElementInfo }) {
  const { t } = useTranslation('designer');
  const { update } = useDesignerScope();
  return (
    <PropertySection title={t('sections.kind')} startsClosed>
      <Switch
        label={t('call.isCall')}
        description={t('call.isCallHint')}
        checked={element.call !== null}
        onChange={(change) =>
          update(element.id, { call: change.currentTarget.checked ? { offset: 'P1D' } : null })
        }
      />
    </PropertySection>
  );
}
