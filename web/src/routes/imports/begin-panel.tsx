import { Button, FileInput, NativeSelect, Text, Textarea } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { EntityMeta } from '#contract';
import { paths } from '../../app/paths.ts';
import { useEntities } from '../../app/shell/navigation.ts';
import { ApiError, uploadTable, useReportError } from '../../client/index.ts';
import { useLocale, useLocalized } from '../../i18n/use-locale.ts';
import { saveFile } from '../../ui/save-file.ts';
import { SidePanel } from '../../ui/side-panel.tsx';
import { sampleTable } from './sample-table.ts';

interface BeginPanelProps {
  /** What the rows are, when it is known. */
  readonly entity: string | null;
  readonly onClose: () => void;
}

/** What the rows are, and a file or pasted rows. */
export function BeginPanel({ entity, onClose }: BeginPanelProps) {
  const { t } = useTranslation(['imports', 'common']);
  const locale = useLocale();
  const localized = useLocalized();
  const navigate = useNavigate();
  const report = useReportError();
  const kinds = useEntities().filter((meta) => meta.takesFields && (meta.rights.create || meta.rights.edit));
  const [chosen, setChosen] = useState(entity ?? '');
  const [file, setFile] = useState<File | null>(null);
  const [pasted, setPasted] = useState('');
  const [isSending, setSending] = useState(false);
  const meta = kinds.find((each) => each.entity === chosen) ?? kinds[0];
  const kind = meta?.entity;
  const saveSample = (of: EntityMeta): void =>
    saveFile({
      name: `${localized(of.pluralLabel)}.csv`,
      type: 'text/csv;charset=utf-8',
      content: sampleTable(of, locale, t('imports:sampleName')),
    });
  const table = file ?? (pasted.trim() === '' ? null : new File([pasted], `${t('imports:paste')}.csv`));
  const send = async (): Promise<void> => {
    if (!kind || !table) return;
    setSending(true);
    try {
      const job = await uploadTable({ entity: kind, file: table });
      await navigate(paths.import(job.id));
    } catch (error) {
      if (error instanceof ApiError) report(error);
      else throw error;
    } finally {
      setSending(false);
    }
  };
  return (
    <SidePanel
      title={t('imports:begin')}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('common:actions.cancel')}</Button>
          <Button variant="filled" disabled={!table || !kind} loading={isSending} onClick={() => void send()}>
            {t('imports:read')}
          </Button>
        </>
      }
    >
      <NativeSelect
        label={t('imports:kind')}
        value={kind}
        data={kinds.map((meta) => ({ value: meta.entity, label: localized(meta.pluralLabel) }))}
        onChange={(event) => setChosen(event.currentTarget.value)}
        mb="md"
      />
      <FileInput
        label={t('imports:file')}
        placeholder={t('imports:chooseFile')}
        description={t('imports:fileHint')}
        accept=".xlsx,.csv,.tsv,.txt"
        value={file}
        onChange={setFile}
        clearable
        mb="xs"
      />
      {meta && (
        <Button
          size="compact-sm"
          variant="subtle"
          mb="md"
          leftSection={<IconDownload size={14} aria-hidden />}
          onClick={() => saveSample(meta)}
        >
          {t('imports:sampleFile')}
        </Button>
      )}
      <Textarea
        label={t('imports:paste')}
        description={t('imports:pasteHint')}
        value={pasted}
        onChange={(event) => setPasted(event.currentTarget.value)}
        disabled={file !== null}
        minRows={4}
        autosize
        maxRows={12}
      />
      {isSending && file && (
        <Text size="sm" c="dimmed" role="status" mt="sm">
          {t('imports:uploading', { name: file.name })}
        </Text>
      )}
    </SidePanel>
  );
}
