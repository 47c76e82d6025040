import { Select, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes, type SuspensionTarget } from '#contract';
import { useAction } from '../../client/index.ts';
import { ConfirmPanel } from '../../ui/confirm-panel.tsx';
import { ProcessChoice } from './process-choice.tsx';

const KINDS = ['process', 'element', 'jobType'] as const;
type Kind = (typeof KINDS)[number];

/** What shall take no new work, and why. */
export function SuspendTargetPanel({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation(['operations', 'form']);
  const [kind, setKind] = useState<Kind>('process');
  const [processKey, setProcessKey] = useState<string | null>(null);
  const [name, setName] = useState('');
  const [asked, setAsked] = useState(false);
  const suspend = useAction(routes.operations.suspend, {
    invalidate: [routes.operations.listSuspensions],
    onSuccess: onClose,
  });
  const target = targetOf(kind, processKey, name.trim());
  const missing = (is: boolean): string | undefined => (asked && is ? t('form:required') : undefined);
  return (
    <ConfirmPanel
      title={t('operations:suspension.add')}
      message={t('operations:suspension.addHint')}
      confirmLabel={t('operations:suspension.add')}
      withReason="required"
      pending={suspend.pending}
      onConfirm={(reason) => {
        setAsked(true);
        if (target) suspend.run({ body: { target, reason } });
      }}
      onClose={onClose}
    >
      <Stack gap="md" mb="md">
        <Select
          label={t('operations:suspension.what')}
          allowDeselect={false}
          data={KINDS.map((value) => ({ value, label: t(`operations:suspension.target.${value}`) }))}
          value={kind}
          onChange={(value) => setKind(KINDS.find((one) => one === value) ?? 'process')}
        />
        {kind !== 'jobType' && (
          <ProcessChoice
            label={t('operations:process')}
            value={processKey}
            onChange={setProcessKey}
            error={missing(processKey === null)}
          />
        )}
        {kind !== 'process' && (
          <TextInput
            label={t(`operations:suspension.name.${kind}`)}
            withAsterisk
            maxLength={200}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            error={missing(name.trim() === '')}
          />
        )}
      </Stack>
    </ConfirmPanel>
  );
}

/** Null while something is missing. */
function targetOf(kind: Kind, processKey: string | null, name: string): SuspensionTarget | null {
  if (kind === 'jobType') return name === '' ? null : { kind, jobType: name };
  if (processKey === null) return null;
  if (kind === 'process') return { kind, processKey };
  return name === '' ? null : { kind, processKey, elementId: name };
}
