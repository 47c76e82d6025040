import { Button, NumberInput, SegmentedControl, Stack, TextInput } from '@mantine/core';
import { DateTimePicker } from '@mantine/dates';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes } from '#contract';
import { useMe } from '../../app/me-context.ts';
import { useAction } from '../../client/index.ts';
import { dateTimeFormat, instantFromLocal } from '../../ui/date-values.ts';
import { RecordPicker } from '../../ui/pickers/record-picker.tsx';
import { SidePanel } from '../../ui/side-panel.tsx';

const KINDS = ['call', 'meeting', 'task'] as const;
type Kind = (typeof KINDS)[number];
const USUAL_MINUTES: Readonly<Record<Kind, number>> = { call: 15, meeting: 60, task: 30 };

interface CreateActivityPanelProps {
  /** Local time of the gap that was clicked. */
  readonly start: string;
  readonly onClose: () => void;
}

/** Plans something in a gap of the calendar. */
export function CreateActivityPanel({ start: gap, onClose }: CreateActivityPanelProps) {
  const { t } = useTranslation(['calendar', 'common', 'form']);
  const me = useMe();
  const [kind, setKind] = useState<Kind>('meeting');
  const [subject, setSubject] = useState('');
  const [start, setStart] = useState<string | null>(gap);
  const [minutes, setMinutes] = useState(USUAL_MINUTES.meeting);
  const [accountId, setAccountId] = useState<string | null>(null);
  const [asked, setAsked] = useState(false);
  const create = useAction(routes.records.createRecord, {
    invalidate: [routes.tasks.calendar, routes.records.listRecords, routes.records.timeline],
    onSuccess: (record) => {
      notifications.show({ message: t('calendar:create.done', { name: record.title }), color: 'accent' });
      onClose();
    },
  });
  const submit = (): void => {
    setAsked(true);
    const plannedStart = instantFromLocal(start);
    if (!plannedStart || subject.trim() === '') return;
    const plannedEnd = new Date(new Date(plannedStart).getTime() + minutes * 60_000).toISOString();
    create.run({
      params: { entity: 'activity' },
      body: {
        fields: {
          kind,
          subject: subject.trim(),
          plannedStart,
          plannedEnd,
          owner: me.user.id,
          ...(accountId ? { account: accountId } : {}),
        },
      },
    });
  };
  return (
    <SidePanel
      title={t('calendar:create.title')}
      width={380}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('common:actions.cancel')}</Button>
          <Button variant="filled" loading={create.pending} onClick={submit}>
            {t('calendar:create.confirm')}
          </Button>
        </>
      }
    >
      <Stack gap="md">
        <SegmentedControl
          aria-label={t('calendar:what')}
          value={kind}
          onChange={(value) => {
            const next = KINDS.find((known) => known === value) ?? 'meeting';
            setKind(next);
            setMinutes(USUAL_MINUTES[next]);
          }}
          data={KINDS.map((value) => ({ value, label: t(`calendar:kind.${value}`) }))}
        />
        <TextInput
          data-autofocus
          label={t('calendar:create.subject')}
          withAsterisk
          maxLength={300}
          value={subject}
          onChange={(event) => setSubject(event.currentTarget.value)}
          onKeyDown={(event) => event.key === 'Enter' && submit()}
          error={asked && subject.trim() === '' ? t('form:required') : undefined}
        />
        <DateTimePicker
          label={t('calendar:create.start')}
          withAsterisk
          value={start}
          onChange={setStart}
          valueFormat={dateTimeFormat}
          error={asked && !start ? t('form:required') : undefined}
        />
        <NumberInput
          label={t('calendar:create.minutes')}
          min={5}
          max={1440}
          step={5}
          value={minutes}
          onChange={(value) => setMinutes(Math.max(5, Number(value) || 5))}
        />
        <RecordPicker
          label={t('calendar:customer')}
          entity="account"
          value={accountId}
          onChange={setAccountId}
        />
      </Stack>
    </SidePanel>
  );
}
