import { Button, Text, Textarea } from '@mantine/core';
import { IconMessageQuestion } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { routes, type Comment } from '#contract';
import { paths } from '../../app/paths.ts';
import { useAction } from '../../client/index.ts';
import { RelativeTime } from '../../ui/relative-time.tsx';
import classes from './question-card.module.css';

interface QuestionCardProps {
  readonly question: Comment & { readonly instanceId: string; readonly instanceTitle: string };
}

/** A question that waits for the reader's answer, answered in its place. */
export function QuestionCard({ question }: QuestionCardProps) {
  const { t } = useTranslation(['instance', 'common']);
  const [answer, setAnswer] = useState('');
  const [open, setOpen] = useState(false);
  const send = useAction(routes.instances.answerQuestion, {
    invalidate: [routes.instances.myQuestions, routes.instances.listComments],
  });
  const text = answer.trim();
  const submit = (): void => {
    if (text) send.run({ params: { id: question.id }, body: { body: text } });
  };
  return (
    <article className={classes.card}>
      <IconMessageQuestion size={18} stroke={1.7} className={classes.icon} aria-hidden />
      <div className={classes.body}>
        <Text size="sm" c="dimmed">
          {t('instance:talk.asks', { name: question.author?.name ?? t('common:words.unknown') })}{' '}
          <Link to={paths.instance(question.instanceId)}>{question.instanceTitle}</Link> ·{' '}
          <RelativeTime at={question.createdAt} />
        </Text>
        <Text className={classes.text}>{question.body}</Text>
        {!open && (
          <Button size="compact-sm" onClick={() => setOpen(true)}>
            {t('instance:talk.answer')}
          </Button>
        )}
        {open && (
          <div className={classes.answer}>
            <Textarea
              aria-label={t('instance:talk.yourAnswer')}
              placeholder={t('instance:talk.yourAnswer')}
              autosize
              autoFocus
              minRows={1}
              maxRows={8}
              value={answer}
              onChange={(event) => setAnswer(event.currentTarget.value)}
              onKeyDown={(event) => {
                if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit();
                if (event.key === 'Escape') setOpen(false);
              }}
            />
            <Button onClick={submit} loading={send.pending} disabled={!text}>
              {t('instance:talk.send')}
            </Button>
          </div>
        )}
      </div>
    </article>
  );
}
