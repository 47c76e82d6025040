import { Button, Textarea } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes, type RecordQuery, type WorkList } from '#contract';
import { useAction } from '../../client/index.ts';
import { SidePanel } from '../../ui/side-panel.tsx';

interface CommentWorkPanelProps {
  readonly list: WorkList;
  readonly query: RecordQuery;
  readonly count: number;
  readonly onDone: () => void;
  readonly onClose: () => void;
}

/** One comment on all chosen tasks or instances. */
export function CommentWorkPanel({ list, query, count, onDone, onClose }: CommentWorkPanelProps) {
  const { t } = useTranslation(['lists', 'common']);
  const [body, setBody] = useState('');
  const comment = useAction(routes.workLists.commentOnWork, {
    invalidate: [routes.instances.listComments],
    onSuccess: ({ count: made, refusedCount }) => {
      notifications.show({
        message: [
          t('lists:work.commented', { count: made }),
          ...(refusedCount > 0 ? [t('lists:work.commentRefused', { count: refusedCount })] : []),
        ].join(' '),
      });
      onDone();
    },
  });
  const text = body.trim();
  return (
    <SidePanel
      title={t('lists:work.commentTitle', { count })}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('common:actions.cancel')}</Button>
          <Button
            variant="filled"
            disabled={text === ''}
            loading={comment.pending}
            onClick={() => comment.run({ params: { list }, body: { query, body: text } })}
          >
            {t('lists:work.comment')}
          </Button>
        </>
      }
    >
      <Textarea
        label={t('lists:work.commentText')}
        description={t(`lists:work.commentHint.${list}`)}
        autosize
        minRows={4}
        maxLength={10_000}
        value={body}
        onChange={(event) => setBody(event.currentTarget.value)}
      />
    </SidePanel>
  );
}
