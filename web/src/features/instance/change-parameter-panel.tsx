import { Button, NumberInput, SegmentedControl, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes, type Parameter } from '#contract';
import { RecordPicker } from '../../ui/pickers/record-picker.tsx';
import { SidePanel } from '../../ui/side-panel.tsx';
import { editorOf, isRecordReference, parseEdited, textOf } from './parameter-edit.ts';
import { useInstanceAction } from './use-instance-action.ts';
import { useParameterLabel } from './use-parameter-label.ts';

interface ChangeParameterPanelProps {
  readonly instanceId: string;
  readonly parameter: Parameter;
  readonly onClose: () => void;
}

/** Changes one value of a running instance; the reason goes into its history. */
export function ChangeParameterPanel({ instanceId, parameter, onClose }: ChangeParameterPanelProps) {
  const { t } = useTranslation(['instance', 'common']);
  const called = useParameterLabel()(parameter);
  const editor = editorOf(parameter.value);
  const [value, setValue] = useState<unknown>(editor === 'json' ? textOf(parameter.value) : parameter.value);
  const [reason, setReason] = useState('');
  const [asked, setAsked] = useState(false);
  const parsed = parseEdited(editor, value);
  const change = useInstanceAction(
    routes.instances.setParameters,
    t('instance:parameters.changed', { name: called }),
    onClose,
  );
  const confirm = (): void => {
    setAsked(true);
    if (reason.trim() === '' || !parsed.ok) return;
    change.run({
      params: { id: instanceId },
      body: { values: { [parameter.name]: parsed.value }, reason: reason.trim() },
    });
  };
  const label = t('instance:parameters.newValue');
  return (
    <SidePanel
      title={t('instance:parameters.change', { name: called })}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('common:actions.cancel')}</Button>
          <Button variant="filled" loading={change.pending} onClick={confirm}>
            {t('instance:parameters.confirm')}
          </Button>
        </>
      }
    >
      <Stack gap="md">
        {editor === 'boolean' && (
          <div>
            <Text size="sm" fw={500} mb={4}>
              {label}
            </Text>
            <SegmentedControl
              aria-label={label}
              value={String(value === true)}
              onChange={(next) => setValue(next === 'true')}
              data={[
                { value: 'true', label: t('common:words.yes') },
                { value: 'false', label: t('common:words.no') },
              ]}
            />
          </div>
        )}
        {editor === 'number' && (
          <NumberInput
            label={label}
            value={typeof value === 'number' ? value : ''}
            onChange={setValue}
            error={asked && !parsed.ok ? t('instance:parameters.notNumber') : undefined}
          />
        )}
        {editor === 'record' && isRecordReference(parameter.value) && (
          <RecordPicker
            label={label}
            entity={parameter.value.$record}
            valueTitle={parameter.record?.title}
            value={isRecordReference(value) ? value.id : null}
            required
            onChange={(id) => {
              if (id && isRecordReference(parameter.value))
                setValue({ $record: parameter.value.$record, id });
            }}
          />
        )}
        {(editor === 'text' || editor === 'json') && (
          <Textarea
            label={label}
            autosize
            minRows={editor === 'json' ? 6 : 2}
            maxRows={16}
            ff={editor === 'json' ? 'monospace' : undefined}
            value={String(value ?? '')}
            onChange={(event) => setValue(event.currentTarget.value)}
            error={asked && !parsed.ok ? t('instance:parameters.notJson') : undefined}
          />
        )}
        <Textarea
          label={t('common:reason.label')}
          placeholder={t('common:reason.placeholder')}
          withAsterisk
          autosize
          minRows={2}
          maxLength={1000}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          error={asked && reason.trim() === '' ? t('common:reason.missing') : undefined}
        />
      </Stack>
    </SidePanel>
  );
}
