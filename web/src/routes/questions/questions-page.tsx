import { Button } from '@mantine/core';
import { IconMessageQuestion } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { routes } from '#contract';
import { useLive, useRoute } from '../../client/index.ts';
import { QuestionCard } from '../../features/comments/question-card.tsx';
import { paths } from '../../app/paths.ts';
import { Sample } from '../../features/help/sample.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { PageHeader } from '../../ui/page-header.tsx';

/** Every open question that is put to the reader. */
export function QuestionsPage() {
  const { t } = useTranslation('instance');
  const questions = useRoute(routes.instances.myQuestions);
  useLive({ kind: 'tasks' }, [routes.instances.myQuestions]);
  return (
    <>
      <PageHeader title={t('questions.title')} />
      <Loaded query={questions}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState
              icon={<IconMessageQuestion size={28} stroke={1.5} />}
              title={t('questions.empty')}
              message={t('questions.emptyHint')}
              action={
                <Button component={Link} to={paths.inbox()}>
                  {t('questions.toInbox')}
                </Button>
              }
              sample={<Sample of="question" />}
            />
          ) : (
            items.map((question) => <QuestionCard key={question.id} question={question} />)
          )
        }
      </Loaded>
    </>
  );
}
