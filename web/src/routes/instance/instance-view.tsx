import { Tabs } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconLayoutNavbar, IconMessage, IconMessageQuestion } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { routes, type InstanceCard } from '#contract';
import { useRoute } from '../../client/index.ts';
import { AskPanel } from '../../features/comments/ask-panel.tsx';
import { TalkTab } from '../../features/comments/talk-tab.tsx';
import { HistoryTab } from '../../features/instance/history-tab.tsx';
import { NowTab } from '../../features/instance/now-tab.tsx';
import { ParametersTab } from '../../features/instance/parameters-tab.tsx';
import { RelatedTab } from '../../features/instance/related-tab.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { ElementPane } from './element-pane.tsx';
import { InstanceHead } from './instance-head.tsx';
import { InstanceMap } from './instance-map.tsx';
import { MapSteps } from './map-steps.tsx';
import { findInOutline, useMapState } from './use-map-state.ts';
import { focusSoon } from '../../ui/focus-soon.ts';
import { usePageActions } from '../../ui/actions/page-actions.ts';
import classes from './instance-view.module.css';

const TABS = ['now', 'map', 'parameters', 'talk', 'history', 'related'] as const;
type Tab = (typeof TABS)[number];

/** Tabs at the left, the living map beside them; on a narrow screen the map is a tab of its own. */
export function InstanceView({ card }: { readonly card: InstanceCard }) {
  const { t } = useTranslation('instance');
  const [search, setSearch] = useSearchParams();
  const wide = useMediaQuery('(min-width: 68em)', undefined, { getInitialValueInEffect: false }) ?? true;
  const tab: Tab = TABS.find((name) => name === search.get('tab')) ?? 'now';
  const map = useRoute(routes.instances.liveMap, { params: { id: card.id } });
  const comments = useRoute(routes.instances.listComments, { params: { id: card.id } });
  const open = (comments.data?.items ?? []).filter((comment) => comment.isQuestion && !comment.answer).length;
  const state = useMapState();
  const [asking, setAsking] = useState(false);
  // While the canvas is made a heavy chunk loads: only when somebody can see it.
  const [seenMap, setSeenMap] = useState(wide || tab === 'map');
  if (!seenMap && (wide || tab === 'map')) setSeenMap(true);
  const selected = state.selected ? findInOutline(state.outline, state.selected) : null;
  const showMap = wide || tab === 'map';
  const show = (next: string | null): void =>
    setSearch(next === 'now' || !next ? {} : { tab: next }, { replace: true });
  usePageActions([
    card.rights.ask && {
      name: 'comment',
      label: t('talk.comment'),
      icon: IconMessage,
      run: () => {
        show('talk');
        focusSoon('#instance-pane textarea');
      },
    },
    card.rights.ask && {
      name: 'ask',
      label: t('talk.ask'),
      icon: IconMessageQuestion,
      run: () => setAsking(true),
    },
    ...TABS.filter((name) => name !== tab).map((name) => ({
      name: `tab-${name}`,
      label: t('page.show', { tab: t(`tab.${name}`) }),
      icon: IconLayoutNavbar,
      run: () => show(name),
    })),
  ]);
  return (
    <div className={classes.page}>
      <InstanceHead card={card} />
      <Tabs value={tab} className={classes.tabs} onChange={show}>
        <Tabs.List className={classes.list}>
          {TABS.map((name) => (
            <Tabs.Tab key={name} value={name} aria-controls="instance-pane">
              {t(`tab.${name}`)}
              {name === 'talk' && open > 0 && <span className={classes.count}>{open}</span>}
            </Tabs.Tab>
          ))}
        </Tabs.List>
      </Tabs>
      <div className={classes.body} data-map={tab === 'map' || undefined}>
        <div className={classes.pane} id="instance-pane" role="tabpanel" aria-label={t(`tab.${tab}`)}>
          {selected && map.data && showMap && (
            <ElementPane
              key={selected.id}
              element={selected}
              map={map.data}
              card={card}
              beside={wide}
              onClose={() => state.select(null)}
            />
          )}
          {tab === 'now' && !(selected && wide) && <NowTab card={card} />}
          {tab === 'map' && (
            <Loaded query={map} compact>
              {(loaded) => <MapSteps map={loaded} state={state} />}
            </Loaded>
          )}
          {tab === 'parameters' && <ParametersTab card={card} />}
          {tab === 'talk' && <TalkTab instanceId={card.id} mayAsk={card.rights.ask} />}
          {tab === 'history' && <HistoryTab instanceId={card.id} />}
          {tab === 'related' && <RelatedTab card={card} />}
        </div>
        {seenMap && (
          <div className={classes.map} hidden={!showMap}>
            <Loaded query={map}>{(loaded) => <InstanceMap map={loaded} state={state} />}</Loaded>
          </div>
        )}
      </div>
      {asking && <AskPanel instanceId={card.id} onClose={() => setAsking(false)} />}
    </div>
  );
}
