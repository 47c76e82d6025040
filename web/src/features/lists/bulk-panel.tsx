import { Button, Select, Stack, TagsInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes, type EntityMeta, type RecordBatchWork } from '#contract';
import { useRoute } from '../../client/index.ts';
import { useLocalized } from '../../i18n/use-locale.ts';
import { SidePanel } from '../../ui/side-panel.tsx';
import { FieldInput } from '../records/field-input.tsx';
import { isBlank } from '../records/field-values.ts';
import { asksReason, isReasonGiven, reasonFields } from '../records/status-reason.ts';
import { BulkStartFields, useBulkStart } from './bulk-start-fields.tsx';

export type BulkChoice = 'edit' | 'assign' | 'tag' | 'start';

interface BulkPanelProps {
  readonly meta: EntityMeta;
  readonly choice: BulkChoice;
  readonly count: number;
  readonly pending: boolean;
  readonly onRun: (work: RecordBatchWork) => void;
  readonly onClose: () => void;
}

/** What all chosen rows shall become. */
export function BulkPanel({ meta, choice, count, pending, onRun, onClose }: BulkPanelProps) {
  const { t } = useTranslation(['lists', 'common']);
  const localized = useLocalized();
  const [key, setKey] = useState<string | null>(choice === 'assign' ? 'owner' : null);
  const [value, setValue] = useState<unknown>(null);
  const [reason, setReason] = useState<Readonly<Record<string, unknown>>>({});
  const [add, setAdd] = useState<string[]>([]);
  const [remove, setRemove] = useState<string[]>([]);
  const tags = useRoute(routes.collaboration.tags, { query: {} }, { enabled: choice === 'tag' });
  const start = useBulkStart(meta.entity, choice === 'start');
  const fields = meta.fields.filter((field) => !field.readOnly);
  const field = fields.find((one) => one.key === key);
  const asked = field && asksReason(meta, { [field.key]: value }) ? reasonFields(meta) : [];
  const names = (tags.data?.items ?? []).map((tag) => tag.name);
  const work = ((): RecordBatchWork | null => {
    if (choice === 'tag') return add.length + remove.length > 0 ? { kind: 'tag', add, remove } : null;
    if (choice === 'start') return start.work;
    if (!field || (field.required && isBlank(value))) return null;
    const fields = { [field.key]: value === '' ? null : value, ...(asked.length > 0 && reason) };
    return isReasonGiven(meta, fields) || asked.length === 0 ? { kind: 'edit', fields } : null;
  })();
  return (
    <SidePanel
      title={t(`lists:bulk.${choice}`)}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('common:actions.cancel')}</Button>
          <Button
            variant="filled"
            disabled={work === null}
            loading={pending}
            onClick={() => work && onRun(work)}
          >
            {t('lists:bulk.apply', { count })}
          </Button>
        </>
      }
    >
      <Stack>
        {choice === 'edit' && (
          <Select
            label={t('lists:bulk.field')}
            searchable
            data-autofocus
            data={fields.map((one) => ({ value: one.key, label: localized(one.label) }))}
            value={key}
            onChange={(next) => {
              setKey(next);
              setValue(null);
            }}
          />
        )}
        {field && <FieldInput key={field.key} field={field} value={value} onChange={setValue} showLabel />}
        {asked.map((one) => (
          <FieldInput
            key={one.key}
            field={one}
            value={reason[one.key]}
            onChange={(given) => setReason({ ...reason, [one.key]: given })}
            showLabel
          />
        ))}
        {choice === 'tag' && (
          <>
            <TagsInput
              label={t('lists:bulk.addTags')}
              data={names}
              value={add}
              onChange={setAdd}
              maxTags={20}
            />
            <TagsInput
              label={t('lists:bulk.removeTags')}
              data={names}
              value={remove}
              onChange={setRemove}
              maxTags={20}
            />
          </>
        )}
        {choice === 'start' && <BulkStartFields choice={start} />}
      </Stack>
    </SidePanel>
  );
}
