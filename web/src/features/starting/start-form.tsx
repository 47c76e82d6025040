import { ActionIcon, Button, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconArrowLeft } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes } from '#contract';
import { useAction, useReportError, useRoute } from '../../client/index.ts';
import { JsonForm } from '../../ui/json-form/json-form.tsx';
import { useJsonForm } from '../../ui/json-form/use-json-form.ts';
import { SidePanel } from '../../ui/side-panel.tsx';
import { RowsSkeleton } from '../../ui/skeletons.tsx';
import { StartChoice, type StartPlace } from './start-choice.tsx';
import type { Startable, StartRecord } from './startable.ts';

interface StartFormProps {
  readonly process: Startable;
  readonly record: StartRecord | undefined;
  readonly onBack: () => void;
  readonly onClose: () => void;
  /** Told after the start, where somebody wants to go on with the instance. */
  readonly onStarted?: ((instanceId: string) => void) | undefined;
}

export function StartForm(props: StartFormProps) {
  const { t } = useTranslation('shell');
  const [chosen, setChosen] = useState<StartPlace | null>(null);
  const definition = useRoute(
    routes.processes.definition,
    { params: { id: props.process.definitionId ?? '' } },
    { enabled: props.process.definitionId !== null },
  );
  if (definition.isLoading) {
    return (
      <SidePanel title={t('start.title')} onClose={props.onClose}>
        <RowsSkeleton rows={4} />
      </SidePanel>
    );
  }
  const starts = definition.data?.manualStarts ?? [];
  if (starts.length > 1 && !chosen) {
    const { process, onBack, onClose } = props;
    return (
      <StartChoice
        title={process.name}
        starts={starts}
        onChoose={setChosen}
        onBack={onBack}
        onClose={onClose}
      />
    );
  }
  if (!chosen) return <LoadedStartForm {...props} schema={definition.data?.manualStartForm ?? null} />;
  return (
    <LoadedStartForm
      {...props}
      schema={chosen.form}
      startElementId={chosen.id}
      onBack={() => setChosen(null)}
    />
  );
}

function LoadedStartForm({
  process,
  record,
  schema,
  startElementId,
  onBack,
  onClose,
  onStarted,
}: StartFormProps & { readonly schema: unknown; readonly startElementId?: string }) {
  const { t } = useTranslation(['shell', 'common']);
  const form = useJsonForm(schema, {});
  const report = useReportError();
  const start = useAction(routes.processes.startProcess, {
    invalidate: [
      routes.records.recordProcesses,
      routes.records.timeline,
      routes.instances.listInstances,
      routes.tasks.listTasks,
    ],
    onSuccess: ({ instanceId }) => {
      notifications.show({ message: t('shell:start.started', { name: process.name }), color: 'accent' });
      onClose();
      onStarted?.(instanceId);
    },
    onError: (error) => {
      report(error);
      form.setErrors(Object.fromEntries(error.fields.map(({ path, message }) => [path, message])));
    },
  });
  const submit = (): void => {
    if (!form.validate()) return;
    start.run({
      params: { processKey: process.processKey },
      body: {
        variables: form.visibleValues(),
        ...(startElementId !== undefined && { startElementId }),
        ...(record ? { record: { entity: record.entity, id: record.id } } : {}),
      },
    });
  };
  return (
    <SidePanel
      title={process.name}
      onClose={onClose}
      actions={
        <ActionIcon aria-label={t('common:actions.back')} onClick={onBack}>
          <IconArrowLeft size={18} />
        </ActionIcon>
      }
      footer={
        <>
          <Button onClick={onClose}>{t('common:actions.cancel')}</Button>
          <Button
            variant="filled"
            loading={start.pending}
            onClick={submit}
            data-autofocus={form.parts.length === 0 || undefined}
          >
            {t('shell:start.begin')}
          </Button>
        </>
      }
    >
      {(record || process.description) && (
        <Text c="dimmed" size="sm" mb="md">
          {record ? t('shell:start.onRecord', { name: record.title }) : process.description}
        </Text>
      )}
      <JsonForm form={form} />
    </SidePanel>
  );
}
