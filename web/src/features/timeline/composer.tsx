import { Button, NumberInput, SegmentedControl, Textarea, TextInput } from '@mantine/core';
import { DateTimePicker } from '@mantine/dates';
import { notifications } from '@mantine/notifications';
import { IconCalendarEvent, IconChecklist, IconMessage, IconNote, IconPhone } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes, type RecordView } from '#contract';
import { useMe } from '../../app/me-context.ts';
import { useAction } from '../../client/index.ts';
import { dateTimeFormat, instantFromLocal } from '../../ui/date-values.ts';
import { CommentComposer } from '../collaboration/comment-composer.tsx';
import { useEntity } from '../records/use-entity.ts';
import { activityFields, nextFullHour, type ActivityKind } from './activity-fields.ts';
import { usePageActions } from '../../ui/actions/page-actions.ts';
import { focusSoon } from '../../ui/focus-soon.ts';
import classes from './timeline.module.css';

const KINDS: readonly ActivityKind[] = ['note', 'call', 'meeting', 'task'];
const ICONS = {
  note: IconNote,
  call: IconPhone,
  meeting: IconCalendarEvent,
  task: IconChecklist,
  comment: IconMessage,
};

/** Writes a note, or plans a call, a meeting or a task on the record. */
export function Composer({ record }: { readonly record: RecordView }) {
  const { t } = useTranslation('timeline');
  const { t: sales } = useTranslation('sales');
  const me = useMe();
  const meta = useEntity('activity');
  const [kind, setKind] = useState<ActivityKind | 'comment'>('note');
  const [text, setText] = useState('');
  const [start, setStart] = useState<string | null>(nextFullHour);
  const [minutes, setMinutes] = useState<number | string>(30);
  const create = useAction(routes.records.createRecord, {
    invalidate: [
      routes.records.timeline,
      routes.records.related,
      routes.records.relations,
      routes.records.listRecords,
      routes.tasks.calendar,
    ],
    onSuccess: (activity) => {
      setText('');
      notifications.show({ message: t('composer.done', { name: activity.title }), color: 'accent' });
    },
  });
  const begin = (next: ActivityKind | 'comment'): void => {
    setKind(next);
    // The field that it is written into stands there after the next paint.
    focusSoon('[data-composer] textarea, [data-composer] input:not([type="radio"])');
  };
  const isRetired = useEntity(record.entity)?.isRetired ?? false;
  const isOffered = record.entity !== 'activity' && !isRetired;
  const offered = isOffered
    ? meta?.rights.create
      ? ([...KINDS, 'comment'] as const)
      : (['comment'] as const)
    : [];
  usePageActions(
    offered.map((one) => ({
      name: `write-${one}`,
      label: t(`composer.open.${one}`),
      icon: ICONS[one],
      run: () => begin(one),
    })),
  );
  if (!isOffered) return null;
  // Who plans nothing may still speak about it.
  if (!meta?.rights.create)
    return (
      <section data-composer className={classes.composer} aria-label={t('composer.label')}>
        <CommentComposer record={record} />
      </section>
    );
  const planKind: ActivityKind = kind === 'comment' ? 'note' : kind;
  const planned = planKind !== 'note';
  const startsAt = planned ? instantFromLocal(start) : null;
  const ready = text.trim() !== '' && (!planned || startsAt !== null);
  const save = (): void => {
    const fields = activityFields({
      kind: planKind,
      text: text.trim(),
      startsAt,
      minutes: Number(minutes) || 30,
    });
    // What the record points to itself (a ticket's account, say) goes along when activities have such a field.
    const along = Object.fromEntries(
      meta.fields
        .filter((field) => field.type === 'reference' && field.key in record.fields)
        .map((field) => [field.key, record.fields[field.key]]),
    );
    const pointer = meta.fields.find((field) => field.referenceEntity === record.entity && !field.readOnly);
    create.run({
      params: { entity: 'activity' },
      body: {
        fields: { ...along, ...fields, owner: me.user.id, ...(pointer && { [pointer.key]: record.id }) },
        // Of kinds that activities have no field for.
        ...(!pointer && { about: { entity: record.entity, id: record.id } }),
      },
    });
  };
  return (
    <section data-composer className={classes.composer} aria-label={t('composer.label')}>
      <SegmentedControl
        mb={10}
        aria-label={t('composer.kind')}
        value={kind}
        onChange={(value) => setKind(value as ActivityKind | 'comment')}
        data={[
          ...KINDS.map((value) => ({ value: value as string, label: t(`composer.kinds.${value}`) })),
          { value: 'comment', label: sales('comments.kind') },
        ]}
      />
      {kind === 'comment' ? (
        <CommentComposer record={record} />
      ) : (
        <>
          {planned ? (
            <div className={classes.composerRow}>
              <TextInput
                label={t('composer.subject')}
                maxLength={300}
                value={text}
                onChange={(event) => setText(event.currentTarget.value)}
              />
              <DateTimePicker
                label={t('composer.start')}
                valueFormat={dateTimeFormat}
                value={start}
                onChange={setStart}
              />
              <NumberInput
                label={t('composer.minutes')}
                min={5}
                max={1440}
                step={15}
                value={minutes}
                onChange={setMinutes}
              />
            </div>
          ) : (
            <Textarea
              aria-label={t('composer.note')}
              placeholder={t('composer.notePlaceholder')}
              autosize
              minRows={2}
              maxRows={12}
              maxLength={10_000}
              value={text}
              onChange={(event) => setText(event.currentTarget.value)}
            />
          )}
          {(planned || text !== '') && (
            <div className={classes.composerFoot}>
              <Button variant="filled" disabled={!ready} loading={create.pending} onClick={save}>
                {t(`composer.save.${planKind}`)}
              </Button>
            </div>
          )}
        </>
      )}
    </section>
  );
}
