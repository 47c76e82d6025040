import { Button, Group, Select, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { IconMail } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { v7 as uuid } from 'uuid';
import { routes, type MailTemplate } from '#contract';
import { useEntities } from '../../app/shell/navigation.ts';
import { useAction, useReportError, useRoute, type ApiError } from '../../client/index.ts';
import audit from '../../features/audit/audit.module.css';
import { PURPOSES } from '../../features/privacy/consent-words.ts';
import { useLocalized } from '../../i18n/use-locale.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { SidePanel } from '../../ui/side-panel.tsx';
import classes from './mail-page.module.css';

/** Texts that people fill in for a record. */
export function TemplatesTab() {
  const { t } = useTranslation('mail');
  const [chosen, setChosen] = useState<MailTemplate | 'new' | null>(null);
  const templates = useRoute(routes.mail.mailTemplates);
  const make = <Button onClick={() => setChosen('new')}>{t('templates.new')}</Button>;
  return (
    <div className={classes.plain}>
      {(templates.data?.items.length ?? 0) > 0 && <Group justify="flex-end">{make}</Group>}
      <Loaded query={templates}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState
              icon={<IconMail size={28} stroke={1.5} />}
              title={t('templates.empty')}
              message={t('templates.emptyHint')}
              action={make}
            />
          ) : (
            <ul className={audit.list} aria-label={t('templates.list')}>
              {items.map((item) => (
                <li key={item.id} className={audit.row}>
                  <div className={audit.facts}>
                    <Button variant="transparent" px={0} onClick={() => setChosen(item)}>
                      {item.name}
                    </Button>
                    <span className={audit.dim}>{item.subject}</span>
                  </div>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      {chosen && (
        <TemplatePanel
          key={chosen === 'new' ? 'new' : chosen.id}
          template={chosen === 'new' ? null : chosen}
          onClose={() => setChosen(null)}
        />
      )}
    </div>
  );
}

interface TemplatePanelProps {
  readonly template: MailTemplate | null;
  readonly onClose: () => void;
}

const EXAMPLES =
  '{{ record.title }}, {{ record.number }}, {{ contact.givenName }}, {{ account.name }}, {{ sender.name }}';

function TemplatePanel({ template, onClose }: TemplatePanelProps) {
  const { t } = useTranslation(['mail', 'privacy']);
  const localized = useLocalized();
  const report = useReportError();
  const entities = useEntities();
  const [id] = useState(template?.id ?? uuid());
  const [draft, setDraft] = useState({
    name: template?.name ?? '',
    entity: template?.entity ?? null,
    subject: template?.subject ?? '',
    body: template?.body ?? '',
    purpose: template?.purpose ?? ('service' as const),
  });
  const [problem, setProblem] = useState<ApiError | null>(null);
  const options = {
    invalidate: [routes.mail.mailTemplates],
    onSuccess: onClose,
    onError: (error: ApiError) => (error.fields.length > 0 ? setProblem(error) : report(error)),
  };
  const save = useAction(routes.mail.saveMailTemplate, options);
  const remove = useAction(routes.mail.deleteMailTemplate, options);
  const problemOf = (path: string): string | undefined =>
    problem?.fields.find((field) => field.path.endsWith(path))?.message;
  return (
    <SidePanel
      title={template?.name ?? t('mail:templates.new')}
      width={560}
      onClose={onClose}
      footer={
        <>
          {template && (
            <Button loading={remove.pending} onClick={() => remove.run({ params: { id } })}>
              {t('mail:templates.delete')}
            </Button>
          )}
          <Button
            variant="filled"
            loading={save.pending}
            onClick={() =>
              save.run({ params: { id }, body: { ...draft, version: template?.version ?? null } })
            }
          >
            {t('mail:templates.save')}
          </Button>
        </>
      }
    >
      <Stack gap="sm">
        <TextInput
          data-autofocus
          withAsterisk
          label={t('mail:templates.name')}
          maxLength={100}
          value={draft.name}
          error={problemOf('name')}
          onChange={(event) => setDraft({ ...draft, name: event.currentTarget.value })}
        />
        <Select
          clearable
          label={t('mail:templates.entity')}
          placeholder={t('mail:templates.everything')}
          error={problemOf('entity')}
          data={entities.map((one) => ({ value: one.entity, label: localized(one.pluralLabel) }))}
          value={draft.entity}
          onChange={(entity) => setDraft({ ...draft, entity })}
        />
        <Select
          label={t('mail:templates.purpose')}
          description={t('mail:templates.purposeHint')}
          allowDeselect={false}
          data={PURPOSES.map((value) => ({ value, label: t(`privacy:consent.purposes.${value}`) }))}
          value={draft.purpose}
          onChange={(purpose) => purpose && setDraft({ ...draft, purpose })}
        />
        <TextInput
          withAsterisk
          label={t('mail:templates.subject')}
          maxLength={300}
          value={draft.subject}
          error={problemOf('subject')}
          onChange={(event) => setDraft({ ...draft, subject: event.currentTarget.value })}
        />
        <Textarea
          withAsterisk
          label={t('mail:templates.body')}
          autosize
          minRows={8}
          maxLength={20_000}
          value={draft.body}
          error={problemOf('body')}
          onChange={(event) => setDraft({ ...draft, body: event.currentTarget.value })}
        />
        <Text size="sm" c="dimmed">
          {t('mail:templates.placeholders', { examples: EXAMPLES, interpolation: { escapeValue: false } })}
        </Text>
      </Stack>
    </SidePanel>
  );
}
