import { Button, Text, TextInput } from '@mantine/core';
import { useState, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { routes } from '#contract';
import { paths } from '../../app/paths.ts';
import { useAction } from '../../client/index.ts';
import { SidePanel } from '../../ui/side-panel.tsx';
import { useSampleProcess } from './use-sample-process.ts';

const FORM_ID = 'new-process';

export function NewProcessPanel({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation(['processes', 'common']);
  const navigate = useNavigate();
  const [name, setName] = useState('');
  const [isAsked, setAsked] = useState(false);
  const sample = useSampleProcess();
  const isMissing = name.trim() === '';
  const create = useAction(routes.processes.createProcess, {
    invalidate: [routes.processes.listProcesses],
    onSuccess: (draft) => void navigate(paths.designer(draft.processKey)),
  });
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    setAsked(true);
    if (!isMissing) create.run({ body: { name: name.trim() } });
  };
  return (
    <SidePanel
      title={t('processes:new')}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('common:actions.cancel')}</Button>
          <Button variant="filled" type="submit" form={FORM_ID} loading={create.pending}>
            {t('processes:newPanel.create')}
          </Button>
        </>
      }
    >
      <form id={FORM_ID} onSubmit={submit}>
        <TextInput
          data-autofocus
          withAsterisk
          label={t('processes:newPanel.name')}
          description={t('processes:newPanel.hint')}
          maxLength={200}
          value={name}
          error={isAsked && isMissing ? t('processes:newPanel.missing') : undefined}
          onChange={(event) => setName(event.currentTarget.value)}
        />
      </form>
      <Text size="sm" c="dimmed" mt="lg" mb={4}>
        {t('processes:sample.hint')}
      </Text>
      <Button loading={sample.pending} onClick={sample.begin}>
        {t('processes:sample.begin')}
      </Button>
    </SidePanel>
  );
}
