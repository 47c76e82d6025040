import { Button, MultiSelect, Select, Stack, TagsInput, Textarea, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes, type Locale, type RecordView } from '#contract';
import { api, ApiError, useAction, useReportError, useRoute } from '../../client/index.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { SidePanel } from '../../ui/side-panel.tsx';
import { PURPOSES, type Purpose } from '../privacy/consent-words.ts';
import { QuoteAttachment } from './quote-attachment.tsx';
import { RefusedAddresses } from './refused-addresses.tsx';

interface ComposePanelProps {
  readonly record: Pick<RecordView, 'entity' | 'id' | 'title'>;
  /** The activity of the message that is answered. */
  readonly answers?: string;
  /** The record is a quote and goes along. */
  readonly withQuote?: boolean;
  readonly onClose: () => void;
}

interface Draft {
  readonly to: string[];
  readonly subject: string;
  readonly body: string;
  readonly quote?: { readonly name: string; readonly language: Locale } | undefined;
}

/** Writes a message from a record, by hand or from a template, with files of the record. */
export function ComposePanel({ record, answers, withQuote, onClose }: ComposePanelProps) {
  const { t } = useTranslation('mail');
  const params = { entity: record.entity, id: record.id };
  const query = { ...(answers && { answers }), ...(withQuote && { quote: 'customer' as const }) };
  const draft = useRoute(routes.mail.recordMailDraft, { params, query });
  return (
    <SidePanel title={t('compose.title', { name: record.title })} onClose={onClose} width={560}>
      <Loaded query={draft} compact>
        {(begun) => <ComposeForm record={record} answers={answers} begun={begun} onClose={onClose} />}
      </Loaded>
    </SidePanel>
  );
}

function ComposeForm(props: ComposePanelProps & { readonly begun: Draft }) {
  const { record, answers, begun, onClose } = props;
  const { t } = useTranslation(['mail', 'privacy']);
  const report = useReportError();
  const params = { entity: record.entity, id: record.id };
  const [draft, setDraft] = useState<Draft>(begun);
  const [template, setTemplate] = useState<{ id: string; purpose: Purpose } | null>(null);
  const [purpose, setPurpose] = useState<Purpose>('service');
  const [cc, setCc] = useState<string[]>([]);
  const [fileIds, setFileIds] = useState<string[]>([]);
  const [attachQuote, setAttachQuote] = useState(begun.quote?.language ?? null);
  const [problem, setProblem] = useState<ApiError | null>(null);
  const files = useRoute(routes.collaboration.recordFiles, { params }).data?.items ?? [];
  const templates = (useRoute(routes.mail.mailTemplates).data?.items ?? []).filter(
    (one) => one.entity === null || one.entity === record.entity,
  );
  const send = useAction(routes.mail.recordMailSend, {
    invalidate: [
      routes.records.timeline,
      routes.records.related,
      routes.records.relations,
      routes.records.getRecord,
      routes.records.listRecords,
      routes.collaboration.recordFiles,
      routes.sales.recordPath,
    ],
    onSuccess: (sent) => {
      onClose();
      void api
        .call(routes.mail.activityMail, { params: { id: sent.activityId } })
        .then((mail) =>
          notifications.show(
            mail.state === 'sent'
              ? { message: t('mail:compose.sent'), color: 'accent' }
              : { message: t('mail:compose.failed'), color: 'orange' },
          ),
        );
    },
    onError: (error) => (error.fields.length > 0 ? setProblem(error) : report(error)),
  });
  const problemOf = (path: string): string | undefined =>
    problem?.fields.find((field) => field.path.split('.').includes(path))?.message;
  const fill = async (templateId: string): Promise<void> => {
    try {
      const query = { templateId, ...(answers ? { answers } : {}) };
      const filled = await api.call(routes.mail.recordMailDraft, { params, query });
      setDraft((now) => ({ ...filled, to: now.to }));
      const chosen = templates.find((one) => one.id === templateId);
      setTemplate(chosen ?? null);
      setPurpose(chosen?.purpose ?? 'service');
    } catch (error) {
      if (error instanceof ApiError) report(error);
    }
  };
  const ready = draft.to.length > 0 && draft.subject.trim() !== '' && draft.body.trim() !== '';
  return (
    <Stack gap="sm">
      {templates.length > 0 && (
        <Select
          label={t('mail:compose.template')}
          placeholder={t('mail:compose.noTemplate')}
          data={templates.map((one) => ({ value: one.id, label: one.name }))}
          onChange={(value) => value && void fill(value)}
        />
      )}
      <TagsInput
        withAsterisk
        label={t('mail:compose.to')}
        description={t('mail:compose.toHint')}
        maxTags={20}
        acceptValueOnBlur
        value={draft.to}
        error={problemOf('to')}
        onChange={(to) => setDraft({ ...draft, to })}
      />
      <TagsInput
        label={t('mail:compose.cc')}
        maxTags={20}
        acceptValueOnBlur
        value={cc}
        error={problemOf('cc')}
        onChange={setCc}
      />
      <TextInput
        withAsterisk
        label={t('mail:compose.subject')}
        maxLength={300}
        value={draft.subject}
        error={problemOf('subject')}
        onChange={(event) => setDraft({ ...draft, subject: event.currentTarget.value })}
      />
      <Textarea
        withAsterisk
        label={t('mail:compose.body')}
        autosize
        minRows={8}
        maxRows={24}
        maxLength={20_000}
        value={draft.body}
        error={problemOf('body')}
        onChange={(event) => setDraft({ ...draft, body: event.currentTarget.value })}
      />
      {begun.quote && (
        <QuoteAttachment
          quoteId={record.id}
          name={begun.quote.name}
          begun={begun.quote.language}
          language={attachQuote}
          onChange={setAttachQuote}
        />
      )}
      {files.length > 0 && (
        <MultiSelect
          label={t('mail:compose.files')}
          data={files.map((file) => ({ value: file.id, label: file.name }))}
          value={fileIds}
          error={problemOf('fileIds')}
          onChange={setFileIds}
        />
      )}
      <Select
        label={t('mail:compose.purpose')}
        allowDeselect={false}
        // A template of advertising stays advertising, whatever is said here.
        disabled={template !== null && template.purpose !== 'service'}
        data={PURPOSES.map((value) => ({ value, label: t(`privacy:consent.purposes.${value}`) }))}
        value={purpose}
        onChange={(value) => value && setPurpose(value)}
      />
      <RefusedAddresses problem={problem} />
      <div>
        <Button
          variant="filled"
          disabled={!ready}
          loading={send.pending}
          onClick={() =>
            send.run({
              params,
              body: {
                ...{ to: draft.to, subject: draft.subject, body: draft.body },
                attachQuote,
                cc,
                fileIds,
                answers: answers ?? null,
                purpose,
                templateId: template?.id ?? null,
              },
            })
          }
        >
          {t('mail:compose.send')}
        </Button>
      </div>
    </Stack>
  );
}
