import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { FlowInfo } from '#modeler';
import { FlowCondition } from './flow-condition.tsx';
import { PropertySection } from './property-section.tsx';

/** The paths out of a gateway, or of a step that leaves by several. */
export function PathsSection({ flows }: { readonly flows: readonly FlowInfo[] }) {
  const { t } = useTranslation('designer');
  return (
    <PropertySection title={t('sections.paths')}>
      {flows.length < 2 && (
        <Text size="sm" c="dimmed">
          {t('flow.few')}
        </Text>
      )}
      {flows.map((flow) => (
        <FlowCondition key={flow.id} flow={flow} withTarget />
      ))}
    </PropertySection>
  );
}
