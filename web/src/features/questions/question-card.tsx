import { Button, Group, Text, Textarea } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { routes, type Comment } from '#contract';
import { paths } from '../../app/paths.ts';
import { useAction } from '../../client/index.ts';
import { PersonAvatar } from '../../ui/person-avatar.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';

interface QuestionCardProps {
  readonly question: Comment & { readonly instanceId: string; readonly instanceTitle: string };
}

export function QuestionCard({ question }: QuestionCardProps) {
  const { t } = useTranslation('shell');
  const [answer, setAnswer] = useState('');
  const send = useAction(routes.instances.answerQuestion, {
    invalidate: [routes.instances.myQuestions, routes.instances.listComments],
    onSuccess: () => notifications.show({ message: t('questions.sent'), color: 'accent' }),
  });
  return (
    <article>
      <Group justify="space-between" gap="xs" wrap="nowrap">
        <PersonAvatar person={question.author} withName />
        <Text span size="xs" c="dimmed">
          <RelativeTime at={question.createdAt} />
        </Text>
      </Group>
      <Text my={6} style={{ whiteSpace: 'pre-line', overflowWrap: 'anywhere' }}>
        {question.body}
      </Text>
      <Text size="sm" mb={8}>
        <Link to={paths.instance(question.instanceId)}>{question.instanceTitle}</Link>
        {question.elementName && ` · ${question.elementName}`}
      </Text>
      <Textarea
        aria-label={t('questions.answerLabel')}
        placeholder={t('questions.answerLabel')}
        autosize
        minRows={2}
        maxLength={10_000}
        value={answer}
        onChange={(event) => setAnswer(event.currentTarget.value)}
      />
      <Button
        mt={8}
        disabled={answer.trim() === ''}
        loading={send.pending}
        onClick={() => send.run({ params: { id: question.id }, body: { body: answer.trim() } })}
      >
        {t('questions.send')}
      </Button>
    </article>
  );
}
