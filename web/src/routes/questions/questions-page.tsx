import { IconMessageQuestion } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { routes } from '#contract';
import { useLive, useRoute } from '../../client/index.ts';
import { QuestionCard } from '../../features/comments/question-card.tsx';
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
            />
          ) : (
            items.map((question) => <QuestionCard key={question.id} question={question} />)
          )
        }
      </Loaded>
    </>
  );
}
