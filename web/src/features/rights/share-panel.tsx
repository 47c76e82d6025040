import { ActionIcon, Button, Group, SegmentedControl, Select, Stack, Text } from '@mantine/core';
import { DateTimePicker } from '@mantine/dates';
import { IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes, type RecordShare, type RecordView } from '#contract';
import { useAction, useReportError, useRoute, type ApiError } from '../../client/index.ts';
import { formatDateTime } from '../../i18n/formats.ts';
import { useLocale } from '../../i18n/use-locale.ts';
import { dateTimeFormat, instantFromLocal } from '../../ui/date-values.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { UserPicker } from '../../ui/pickers/user-picker.tsx';
import { Section } from '../../ui/section.tsx';
import { SidePanel } from '../../ui/side-panel.tsx';

interface SharePanelProps {
  readonly record: RecordView;
  readonly onClose: () => void;
}

/** Shares one record with a person or a team, and ends that. */
export function SharePanel({ record, onClose }: SharePanelProps) {
  const { t } = useTranslation('rights');
  const report = useReportError();
  const [kind, setKind] = useState<'user' | 'team'>('user');
  const [principal, setPrincipal] = useState<string | null>(null);
  const [access, setAccess] = useState<'read' | 'edit'>('read');
  const [until, setUntil] = useState<string | null>(null);
  const [problem, setProblem] = useState<ApiError | null>(null);
  const params = { entity: record.entity, id: record.id };
  const teams = useRoute(routes.rights.teams).data?.items ?? [];
  const share = useAction(routes.rights.shareRecord, {
    invalidate: [routes.rights.recordShares, routes.records.timeline],
    onSuccess: () => setPrincipal(null),
    onError: (error) => (error.fields.length > 0 ? setProblem(error) : report(error)),
  });
  const problemOf = (path: string): string | undefined =>
    problem?.fields.find((field) => field.path.endsWith(path))?.message;
  const send = (): void => {
    if (!principal) return;
    setProblem(null);
    const expiresAt = until === null ? null : instantFromLocal(until);
    share.run({ params, body: { principal: { kind, id: principal }, access, expiresAt } });
  };
  return (
    <SidePanel title={t('share.title', { name: record.title })} onClose={onClose}>
      <Stack gap="sm" mb="lg">
        <SegmentedControl
          aria-label={t('share.with')}
          data={[
            { value: 'user', label: t('share.person') },
            { value: 'team', label: t('share.team') },
          ]}
          value={kind}
          onChange={(next) => {
            setKind(next as 'user' | 'team');
            setPrincipal(null);
          }}
        />
        {kind === 'user' ? (
          <UserPicker label={t('share.person')} value={principal} onChange={setPrincipal} />
        ) : (
          <Select
            label={t('share.team')}
            data={teams.map((team) => ({ value: team.id, label: team.name }))}
            value={principal}
            onChange={setPrincipal}
          />
        )}
        <Select
          label={t('share.access')}
          allowDeselect={false}
          error={problemOf('access')}
          data={[
            { value: 'read', label: t('share.read') },
            ...(record.rights.edit ? [{ value: 'edit', label: t('share.edit') }] : []),
          ]}
          value={access}
          onChange={(next) => setAccess(next as 'read' | 'edit')}
        />
        <DateTimePicker
          clearable
          label={t('share.until')}
          placeholder={t('share.forever')}
          error={problemOf('expiresAt')}
          valueFormat={dateTimeFormat}
          value={until}
          onChange={setUntil}
        />
        <Group>
          <Button variant="filled" disabled={!principal} loading={share.pending} onClick={send}>
            {t('share.submit')}
          </Button>
        </Group>
      </Stack>
      <SharedWith record={record} />
    </SidePanel>
  );
}

function SharedWith({ record }: { readonly record: RecordView }) {
  const { t } = useTranslation('rights');
  const locale = useLocale();
  const params = { entity: record.entity, id: record.id };
  const shares = useRoute(routes.rights.recordShares, { params });
  const end = useAction(routes.rights.endShare, { invalidate: [routes.rights.recordShares] });
  const words = (share: RecordShare): string =>
    [
      t(`share.${share.access}`),
      share.expiresAt ? t('share.untilAt', { at: formatDateTime(locale, share.expiresAt) }) : null,
    ]
      .filter(Boolean)
      .join(', ');
  return (
    <Section title={t('share.now')}>
      <Loaded query={shares} compact>
        {({ items }) =>
          items.length === 0 ? (
            <Text size="sm" c="dimmed">
              {t('share.nobody')}
            </Text>
          ) : (
            <ul style={{ margin: 0, padding: 0, listStyle: 'none' }}>
              {items.map((share) => (
                <Group key={share.id} component="li" justify="space-between" wrap="nowrap" py={4}>
                  <span>
                    {share.principal.name}
                    <Text span size="sm" c="dimmed">
                      {' '}
                      · {words(share)}
                    </Text>
                  </span>
                  <ActionIcon
                    aria-label={t('share.end', { name: share.principal.name })}
                    onClick={() => end.run({ params: { ...params, shareId: share.id } })}
                  >
                    <IconX size={16} />
                  </ActionIcon>
                </Group>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Section>
  );
}
