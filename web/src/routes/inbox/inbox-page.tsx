import { Button, Tabs } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconInbox } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { routes, type TaskTab } from '#contract';
import { useLive, usePages, useRoute } from '../../client/index.ts';
import { QuestionCard } from '../../features/comments/question-card.tsx';
import { Sample } from '../../features/help/sample.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { RowsSkeleton } from '../../ui/skeletons.tsx';
import { EmptyTabAction } from './empty-tab-action.tsx';
import { InboxList } from './inbox-list.tsx';
import { useShownTab } from '../../ui/use-shown-tab.ts';
import classes from './inbox-page.module.css';

const TABS: readonly TaskTab[] = ['today', 'overdue', 'upcoming', 'later', 'pool', 'done'];

/** What is on my desk: tasks and calls in one list, questions to me on top. */
export function InboxPage() {
  const { t } = useTranslation(['tasks', 'common']);
  const [search, setSearch] = useSearchParams();
  const tab = TABS.find((candidate) => candidate === search.get('tab')) ?? 'today';
  const strip = useShownTab(tab);
  const tasks = usePages(routes.tasks.listTasks, { query: { tab } }, { keepPrevious: true });
  const questions = useRoute(routes.instances.myQuestions);
  const wide = useMediaQuery('(min-width: 75em)') ?? false;
  useLive({ kind: 'tasks' }, [routes.tasks.listTasks, routes.tasks.getTask, routes.instances.myQuestions]);
  const counts = tasks.data?.pages[0]?.counts;
  // The rows of the former tab are none of this one; only its counts stay.
  const items = tasks.isPlaceholderData ? undefined : tasks.data?.pages.flatMap((page) => page.items);
  const waiting = questions.data?.items ?? [];
  return (
    <div className={classes.page}>
      <PageHeader title={t('tasks:inbox.title')}>
        <Tabs
          value={tab}
          onChange={(next) => setSearch(next === 'today' || !next ? {} : { tab: next }, { replace: true })}
        >
          <Tabs.List ref={strip} className={classes.tabs}>
            {TABS.map((name) => (
              <Tabs.Tab key={name} value={name} aria-controls="inbox-list">
                {t(`tasks:tabs.${name}`)}{' '}
                {counts && counts[name] > 0 && (
                  <span className={classes.count} data-late={name === 'overdue' || undefined}>
                    {counts[name]}
                  </span>
                )}
              </Tabs.Tab>
            ))}
          </Tabs.List>
        </Tabs>
      </PageHeader>
      <div className={classes.body} id="inbox-list" role="tabpanel" aria-label={t(`tasks:tabs.${tab}`)}>
        {tab === 'today' && waiting.length > 0 && (
          <section aria-label={t('tasks:inbox.questions')}>
            {waiting.map((question) => (
              <QuestionCard key={question.id} question={question} />
            ))}
          </section>
        )}
        {!items && tasks.error && <ErrorState error={tasks.error} onRetry={() => void tasks.refetch()} />}
        {!items && !tasks.error && <RowsSkeleton rows={8} height={34} />}
        {items?.length === 0 && (
          <EmptyState
            icon={<IconInbox size={28} stroke={1.5} />}
            title={t(`tasks:empty.${tab}.title`)}
            message={t(`tasks:empty.${tab}.message`)}
            action={
              <EmptyTabAction tab={tab} pool={counts?.pool ?? 0} onTab={(to) => setSearch({ tab: to })} />
            }
            sample={<Sample of={tab === 'upcoming' ? 'call' : 'task'} />}
          />
        )}
        {items && items.length > 0 && (
          <InboxList key={tab} tab={tab} tasks={items} wide={wide}>
            {tasks.hasNextPage && (
              <Button
                className={classes.more}
                loading={tasks.isFetchingNextPage}
                onClick={() => void tasks.fetchNextPage()}
              >
                {t('common:actions.showMore')}
              </Button>
            )}
          </InboxList>
        )}
      </div>
    </div>
  );
}
