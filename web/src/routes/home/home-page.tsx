import { IconArrowBackUp, IconLayoutGrid } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes, type HomePart } from '#contract';
import { useMe } from '../../app/me-context.ts';
import { queryClient, routeKey, useAction, useLive, useRoute } from '../../client/index.ts';
import { TourOffer } from '../../features/help/tour-offer.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { FirstSteps } from './first-steps.tsx';
import { AddWidget } from './add-widget.tsx';
import { HomeGrid } from './home-grid.tsx';
import { ActionButton } from '../../ui/actions/action-button.tsx';

/** What the day begins with: widgets by one's role, or as one has arranged them oneself. */
export function HomePage() {
  const { t } = useTranslation(['home', 'common']);
  const me = useMe();
  const [arranging, setArranging] = useState(false);
  const home = useRoute(routes.home.home, {}, { staleTime: 60_000 });
  const save = useAction(routes.home.arrangeHome, {
    onSuccess: (layout) => queryClient.setQueryData(routeKey(routes.home.home, {}), layout),
  });
  const { listTasks } = routes.tasks;
  useLive({ kind: 'tasks' }, [listTasks, routes.instances.myQuestions, routes.workLists.listWork]);
  const arrange = (widgets: readonly HomePart[] | null): void =>
    save.run({ body: { widgets: widgets === null ? null : [...widgets] } });
  return (
    <>
      <PageHeader
        title={t('home:title', { name: me.user.name.split(' ')[0] })}
        actions={
          home.data && (
            <>
              {arranging && (
                <AddWidget
                  offered={home.data.offered.filter((one) => !home.data.widgets.includes(one))}
                  present={home.data.widgets}
                  onAdd={(widget) => arrange([...home.data.widgets, widget])}
                />
              )}
              {arranging && home.data.isOwn && (
                <ActionButton
                  variant="subtle"
                  action={{
                    name: 'as-role',
                    label: t('home:asRole'),
                    icon: IconArrowBackUp,
                    run: () => arrange(null),
                  }}
                />
              )}
              <ActionButton
                aria-pressed={arranging}
                action={{
                  name: 'arrange',
                  label: t(arranging ? 'home:done' : 'home:arrange'),
                  icon: IconLayoutGrid,
                  run: () => setArranging(!arranging),
                }}
              />
            </>
          )
        }
      />
      {home.data?.offersTour && me.seenBy === null && <TourOffer />}
      {me.isAdmin && me.seenBy === null && <FirstSteps />}
      <Loaded query={home}>
        {({ widgets }) => <HomeGrid widgets={widgets} arranging={arranging} onArrange={arrange} />}
      </Loaded>
    </>
  );
}
