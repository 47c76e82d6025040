import { Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { routes } from '#contract';
import { useRoute } from '../../client/index.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { SidePanel } from '../../ui/side-panel.tsx';
import { QuestionCard } from './question-card.tsx';

/** Questions that wait for the signed-in person, each with its answer field. */
export function QuestionsPanel({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('shell');
  const questions = useRoute(routes.instances.myQuestions, {});
  return (
    <SidePanel title={t('questions.title')} onClose={onClose}>
      <Loaded query={questions} compact>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState compact tone="done" title={t('questions.empty')} />
          ) : (
            <Stack gap="lg">
              {items.map((question) => (
                <QuestionCard key={question.id} question={question} />
              ))}
            </Stack>
          )
        }
      </Loaded>
    </SidePanel>
  );
}
