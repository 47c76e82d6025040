import { Button, Menu } from '@mantine/core';
import { IconArrowBackUp, IconLayoutGrid, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes, type HomeWidget } from '#contract';
import { useMe } from '../../app/me-context.ts';
import { queryClient, routeKey, useAction, useLive, useRoute } from '../../client/index.ts';
import { TourOffer } from '../../features/help/tour-offer.tsx';
import { offerUndo } from '../../features/lists/offer-undo.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { FirstSteps } from './first-steps.tsx';
import { WidgetFrame } from './widget-frame.tsx';
import { WIDGETS } from './widgets.tsx';
import classes from './home.module.css';

/** What the day begins with: widgets by one's role, or as one has arranged them oneself. */
export function HomePage() {
  const { t } = useTranslation(['home', 'common']);
  const me = useMe();
  const [arranging, setArranging] = useState(false);
  const [dragged, setDragged] = useState<HomeWidget | null>(null);
  const home = useRoute(routes.home.home, {}, { staleTime: 60_000 });
  const save = useAction(routes.home.arrangeHome, {
    onSuccess: (layout) => queryClient.setQueryData(routeKey(routes.home.home, {}), layout),
  });
  const { listTasks } = routes.tasks;
  useLive({ kind: 'tasks' }, [listTasks, routes.instances.myQuestions, routes.workLists.listWork]);
  const arrange = (widgets: readonly HomeWidget[] | null): void =>
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
                  onAdd={(widget) => arrange([...home.data.widgets, widget])}
                />
              )}
              {arranging && home.data.isOwn && (
                <Button
                  variant="subtle"
                  leftSection={<IconArrowBackUp size={16} aria-hidden />}
                  onClick={() => arrange(null)}
                >
                  {t('home:asRole')}
                </Button>
              )}
              <Button
                leftSection={<IconLayoutGrid size={16} aria-hidden />}
                aria-pressed={arranging}
                onClick={() => setArranging(!arranging)}
              >
                {t(arranging ? 'home:done' : 'home:arrange')}
              </Button>
            </>
          )
        }
      />
      {home.data?.offersTour && me.seenBy === null && <TourOffer />}
      {me.isAdmin && me.seenBy === null && <FirstSteps />}
      <Loaded query={home}>
        {({ widgets }) => {
          const place = (widget: HomeWidget, at: number): void => {
            const rest = widgets.filter((one) => one !== widget);
            arrange([...rest.slice(0, at), widget, ...rest.slice(at)]);
          };
          const remove = (widget: HomeWidget): void => {
            arrange(widgets.filter((one) => one !== widget));
            offerUndo({
              id: `home-${widget}`,
              message: t('home:removed', { name: t(`home:widgets.${widget}`) }),
              undo: t('common:actions.undo'),
              onUndo: () => arrange(widgets),
            });
          };
          return (
            <div className={classes.grid} data-arranging={arranging || undefined}>
              {widgets.length === 0 && <p className={classes.dim}>{t('home:empty')}</p>}
              {widgets.map((widget, at) => {
                const Widget = WIDGETS[widget];
                return (
                  <WidgetFrame
                    key={widget}
                    name={t(`home:widgets.${widget}`)}
                    arranging={arranging}
                    isFirst={at === 0}
                    isLast={at === widgets.length - 1}
                    onMove={(by) => place(widget, at + by)}
                    onRemove={() => remove(widget)}
                    onDragStart={() => setDragged(widget)}
                    onDrop={() => {
                      if (dragged !== null && dragged !== widget) place(dragged, at);
                      setDragged(null);
                    }}
                  >
                    <Widget />
                  </WidgetFrame>
                );
              })}
            </div>
          );
        }}
      </Loaded>
    </>
  );
}

interface AddWidgetProps {
  readonly offered: readonly HomeWidget[];
  readonly onAdd: (widget: HomeWidget) => void;
}

function AddWidget({ offered, onAdd }: AddWidgetProps) {
  const { t } = useTranslation('home');
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button
          variant="subtle"
          disabled={offered.length === 0}
          leftSection={<IconPlus size={16} aria-hidden />}
        >
          {t('add')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {offered.map((widget) => (
          <Menu.Item key={widget} onClick={() => onAdd(widget)}>
            {t(`widgets.${widget}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
