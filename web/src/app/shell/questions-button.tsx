import { ActionIcon, Indicator, Tooltip } from '@mantine/core';
import { IconMessageQuestion } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { routes } from '#contract';
import { useLive, useRoute } from '../../client/index.ts';
import { useShellPanels } from './shell-panels.ts';

/** Open questions that were put to the signed-in person. */
export function QuestionsButton() {
  const { t } = useTranslation('shell');
  const panels = useShellPanels();
  const questions = useRoute(routes.instances.myQuestions, {}, { refetchInterval: 120_000 });
  useLive({ kind: 'tasks' }, [routes.instances.myQuestions]);
  const count = questions.data?.items.length ?? 0;
  const label = count > 0 ? t('top.questions', { count }) : t('top.noQuestions');
  return (
    <Tooltip label={label}>
      <Indicator label={count} disabled={count === 0} size={16} offset={5} zIndex={1} color="accent">
        <ActionIcon aria-label={label} onClick={() => panels.open({ kind: 'questions' })}>
          <IconMessageQuestion size={19} stroke={1.6} />
        </ActionIcon>
      </Indicator>
    </Tooltip>
  );
}
