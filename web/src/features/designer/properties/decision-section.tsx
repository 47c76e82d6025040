import { Button, FileButton, Select } from '@mantine/core';
import { IconUpload } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { routes } from '#contract';
import type { ElementInfo } from '#modeler';
import { useAction } from '../../../client/index.ts';
import { useDesignerScope } from '../designer-context.ts';
import { TextField } from '../inputs/text-field.tsx';
import { PropertySection } from './property-section.tsx';

/** Which decision a business rule task makes; a DMN file can be put into force right here. */
export function DecisionSection({ element }: { readonly element: ElementInfo }) {
  const { t } = useTranslation('designer');
  const { update, catalogue } = useDesignerScope();
  const deploy = useAction(routes.processes.deployDecisions, { invalidate: [routes.processes.catalogue] });
  const chosen = element.decision?.decisionId || null;
  const decisions = (catalogue?.decisions ?? []).map(({ key, name, version }) => ({
    value: key,
    label: t('decision.version', { name, version }),
  }));
  if (chosen && !decisions.some((one) => one.value === chosen))
    decisions.unshift({ value: chosen, label: chosen });
  const upload = async (file: File | null): Promise<void> => {
    if (file) deploy.run({ body: { name: file.name, xml: await file.text() } });
  };
  return (
    <PropertySection title={t('sections.decision')}>
      <Select
        label={t('decision.ref')}
        description={t('decision.hint')}
        withAsterisk
        searchable
        allowDeselect={false}
        placeholder={t('action.choose')}
        data={decisions}
        value={chosen}
        onChange={(ref) => update(element.id, { decision: { ref } })}
      />
      <FileButton accept=".dmn,application/xml,text/xml" onChange={(file) => void upload(file)}>
        {(props) => (
          <Button
            {...props}
            variant="default"
            size="xs"
            leftSection={<IconUpload size={14} />}
            loading={deploy.pending}
          >
            {t('decision.upload')}
          </Button>
        )}
      </FileButton>
      <TextField
        label={t('decision.result')}
        description={t('decision.resultHint')}
        value={element.decision?.resultVariable ?? null}
        onCommit={(resultVariable) => update(element.id, { decision: { resultVariable } })}
      />
    </PropertySection>
  );
}
