import { ActionIcon, Button, Group, MultiSelect, Stack, Switch, Text, TextInput } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { v7 as uuid } from 'uuid';
import { routes, type Webhook } from '#contract';
import { useMe } from '../../app/me-context.ts';
import { useEntities } from '../../app/shell/navigation.ts';
import { useAction, useReportError, type ApiError } from '../../client/index.ts';
import { useLocalized } from '../../i18n/use-locale.ts';
import { UserPicker } from '../../ui/pickers/user-picker.tsx';
import { SidePanel } from '../../ui/side-panel.tsx';

interface WebhookPanelProps {
  readonly hook: Webhook | null;
  /** Null: nothing new to show. */
  readonly onSecret: (secret: string | null) => void;
  readonly onClose: () => void;
}

/** Makes or changes a webhook. */
export function WebhookPanel({ hook, onSecret, onClose }: WebhookPanelProps) {
  const { t } = useTranslation('webhooks');
  const report = useReportError();
  const me = useMe();
  const choices = useEventChoices();
  const [id] = useState(hook?.id ?? uuid());
  const [draft, setDraft] = useState({
    name: hook?.name ?? '',
    url: hook?.url ?? '',
    ownerId: hook?.owner.id ?? me.user.id,
    events: hook?.events ?? [],
    conditions: hook?.conditions ?? [],
    active: hook?.active ?? true,
  });
  const [problem, setProblem] = useState<ApiError | null>(null);
  const options = {
    invalidate: [routes.webhooks.webhooks],
    onSuccess: ({ secret }: { secret: string | null }) => onSecret(secret),
    onError: (error: ApiError) => (error.fields.length > 0 ? setProblem(error) : report(error)),
  };
  const save = useAction(routes.webhooks.saveWebhook, options);
  const rotate = useAction(routes.webhooks.rotateWebhookSecret, options);
  const remove = useAction(routes.webhooks.deleteWebhook, options);
  const problemOf = (path: string): string | undefined =>
    problem?.fields.find((field) => `${field.path}.`.startsWith(`${path}.`))?.message;
  const setCondition = (at: number, part: { field?: string; value?: string }): void =>
    setDraft({
      ...draft,
      conditions: draft.conditions.map((one, index) => (index === at ? { ...one, ...part } : one)),
    });
  return (
    <SidePanel
      title={hook?.name ?? t('new')}
      width={560}
      onClose={onClose}
      footer={
        <>
          {hook && (
            <>
              <Button loading={remove.pending} onClick={() => remove.run({ params: { id } })}>
                {t('delete')}
              </Button>
              <Button loading={rotate.pending} onClick={() => rotate.run({ params: { id } })}>
                {t('rotate')}
              </Button>
            </>
          )}
          <Button
            variant="filled"
            loading={save.pending}
            onClick={() => save.run({ params: { id }, body: { ...draft, version: hook?.version ?? null } })}
          >
            {t('save')}
          </Button>
        </>
      }
    >
      <Stack gap="sm">
        <TextInput
          data-autofocus
          withAsterisk
          label={t('name')}
          maxLength={100}
          value={draft.name}
          error={problemOf('name')}
          onChange={(event) => setDraft({ ...draft, name: event.currentTarget.value })}
        />
        <TextInput
          withAsterisk
          label={t('url')}
          placeholder="https://"
          value={draft.url}
          error={problemOf('url')}
          onChange={(event) => setDraft({ ...draft, url: event.currentTarget.value })}
        />
        <UserPicker
          required
          label={t('owner')}
          value={draft.ownerId}
          error={problemOf('ownerId')}
          onChange={(ownerId) => ownerId && setDraft({ ...draft, ownerId })}
        />
        <MultiSelect
          searchable
          withAsterisk
          label={t('events')}
          data={choices}
          value={draft.events}
          error={problemOf('events')}
          onChange={(events) => setDraft({ ...draft, events })}
        />
        <Text size="sm" fw={500}>
          {t('conditions')}
        </Text>
        {draft.conditions.map((condition, at) => (
          <Group key={at} gap={6} wrap="nowrap">
            <TextInput
              style={{ flex: 1 }}
              aria-label={t('field')}
              placeholder={t('field')}
              value={condition.field}
              onChange={(event) => setCondition(at, { field: event.currentTarget.value })}
            />
            <TextInput
              style={{ flex: 1 }}
              aria-label={t('value')}
              placeholder={t('value')}
              value={String(condition.value ?? '')}
              onChange={(event) => setCondition(at, { value: event.currentTarget.value })}
            />
            <ActionIcon
              aria-label={t('dropCondition')}
              onClick={() =>
                setDraft({ ...draft, conditions: draft.conditions.filter((_, index) => index !== at) })
              }
            >
              <IconX size={16} />
            </ActionIcon>
          </Group>
        ))}
        {problemOf('conditions') && (
          <Text size="sm" c="red" role="alert">
            {problemOf('conditions')}
          </Text>
        )}
        <div>
          <Button
            size="compact-sm"
            onClick={() =>
              setDraft({ ...draft, conditions: [...draft.conditions, { field: '', value: '' }] })
            }
          >
            {t('addCondition')}
          </Button>
        </div>
        <Switch
          label={t('active')}
          checked={draft.active}
          onChange={(event) => setDraft({ ...draft, active: event.currentTarget.checked })}
        />
      </Stack>
    </SidePanel>
  );
}

function useEventChoices(): { value: string; label: string }[] {
  const { t } = useTranslation('webhooks');
  const localized = useLocalized();
  const entities = useEntities();
  const ofRecords = entities.flatMap((meta) =>
    (['created', 'changed', 'deleted'] as const).map((what) => ({
      value: `${meta.entity}.${what}`,
      label: t(`event.${what}`, { kind: localized(meta.label), interpolation: { escapeValue: false } }),
    })),
  );
  return [
    ...ofRecords,
    { value: 'process.started', label: t('event.started') },
    { value: 'process.ended', label: t('event.ended') },
    { value: 'task.completed', label: t('event.completed') },
  ];
}
