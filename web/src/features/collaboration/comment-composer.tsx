import { Button, MultiSelect, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes, type RecordView } from '#contract';
import { useAction, useRoute } from '../../client/index.ts';
import classes from '../timeline/timeline.module.css';

/** Something said to colleagues about a record; who is named is told. */
export function CommentComposer({ record }: { readonly record: RecordView }) {
  const { t } = useTranslation('sales');
  const [body, setBody] = useState('');
  const [mentions, setMentions] = useState<string[]>([]);
  const people = useRoute(routes.admin.people, {}, { staleTime: 300_000 }).data?.items ?? [];
  const add = useAction(routes.collaboration.addRecordComment, {
    invalidate: [routes.collaboration.recordComments, routes.records.timeline],
    onSuccess: () => {
      setBody('');
      setMentions([]);
    },
  });
  return (
    <>
      <Textarea
        aria-label={t('comments.kind')}
        placeholder={t('comments.placeholder')}
        autosize
        minRows={2}
        maxRows={12}
        maxLength={10_000}
        value={body}
        onChange={(event) => setBody(event.currentTarget.value)}
      />
      {body !== '' && (
        <>
          <MultiSelect
            mt={8}
            aria-label={t('comments.mention')}
            placeholder={mentions.length === 0 ? t('comments.mention') : undefined}
            searchable
            maxValues={50}
            data={people.map((person) => ({ value: person.id, label: person.name }))}
            value={mentions}
            onChange={setMentions}
          />
          <div className={classes.composerFoot}>
            <Button
              variant="filled"
              disabled={body.trim() === ''}
              loading={add.pending}
              onClick={() =>
                add.run({
                  params: { entity: record.entity, id: record.id },
                  body: { body: body.trim(), mentions },
                })
              }
            >
              {t('comments.save')}
            </Button>
          </div>
        </>
      )}
    </>
  );
}
