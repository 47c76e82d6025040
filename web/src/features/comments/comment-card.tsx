import { Button, Textarea } from '@mantine/core';
import { IconCornerDownRight } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes, type Comment } from '#contract';
import { useAction } from '../../client/index.ts';
import { PersonAvatar } from '../../ui/person-avatar.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import classes from './comment-card.module.css';

/** One comment or question with its answer; who was asked answers here. */
export function CommentCard({ comment }: { readonly comment: Comment }) {
  const { t } = useTranslation('instance');
  return (
    <article className={classes.card}>
      <header className={classes.head}>
        <PersonAvatar person={comment.author} withName />
        <span className={classes.dim}>
          <RelativeTime at={comment.createdAt} />
        </span>
        {comment.isQuestion && (
          <StatusBadge
            tone={comment.answer ? 'done' : 'waiting'}
            label={
              comment.answer
                ? t('talk.answered')
                : comment.askedOf
                  ? t('talk.waitsFor', { name: comment.askedOf.name })
                  : t('talk.open')
            }
          />
        )}
      </header>
      <p className={classes.body}>{comment.body}</p>
      {comment.elementName && <span className={classes.dim}>{comment.elementName}</span>}
      {comment.answer && (
        <div className={classes.answer}>
          <IconCornerDownRight size={15} aria-hidden className={classes.corner} />
          <div>
            <header className={classes.head}>
              <PersonAvatar person={comment.answer.author} withName />
              <span className={classes.dim}>
                <RelativeTime at={comment.answer.at} />
              </span>
            </header>
            <p className={classes.body}>{comment.answer.body}</p>
          </div>
        </div>
      )}
      {comment.canAnswer && !comment.answer && <AnswerField commentId={comment.id} />}
    </article>
  );
}

function AnswerField({ commentId }: { readonly commentId: string }) {
  const { t } = useTranslation('instance');
  const [answer, setAnswer] = useState('');
  const send = useAction(routes.instances.answerQuestion, {
    invalidate: [routes.instances.listComments, routes.instances.myQuestions],
  });
  const text = answer.trim();
  return (
    <div className={classes.field}>
      <Textarea
        aria-label={t('talk.yourAnswer')}
        placeholder={t('talk.yourAnswer')}
        autosize
        minRows={1}
        maxRows={8}
        maxLength={10_000}
        value={answer}
        onChange={(event) => setAnswer(event.currentTarget.value)}
      />
      <Button
        disabled={!text}
        loading={send.pending}
        onClick={() => send.run({ params: { id: commentId }, body: { body: text } })}
      >
        {t('talk.send')}
      </Button>
    </div>
  );
}
