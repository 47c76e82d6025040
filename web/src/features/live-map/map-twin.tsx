import { UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { OutlineItem } from '#modeler';
import type { LiveMap } from '#contract';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { StatusIcon } from '../../ui/status-icon.tsx';
import { executorOf } from './canvas-map.ts';
import { STATE_TONES } from './live-state.ts';
import classes from './map-twin.module.css';

interface MapTwinProps {
  readonly map: LiveMap;
  readonly outline: readonly OutlineItem[];
  readonly selected: string | null;
  readonly onSelect: (elementId: string) => void;
}

/** The map as a list, step by step in reading order: the same facts for who does not look at the drawing. */
export function MapTwin({ map, outline, selected, onSelect }: MapTwinProps) {
  const { t } = useTranslation('instance');
  const states = new Map(map.elements.map((element) => [element.elementId, element]));
  const rows = flatten(outline).filter((row) => row.item.name !== null || states.has(row.item.id));
  return (
    <ol className={classes.list} aria-label={t('map.twin')}>
      {rows.map(({ item, depth }) => {
        const live = states.get(item.id);
        const who = live ? executorOf(live) : null;
        const tone = live ? STATE_TONES[live.state] : 'neutral';
        return (
          <li key={item.id}>
            <UnstyledButton
              className={classes.row}
              data-future={live ? undefined : true}
              aria-pressed={selected === item.id}
              style={{ '--depth': depth }}
              onClick={() => onSelect(item.id)}
            >
              <StatusIcon tone={tone} size={15} />
              <span className={classes.words}>
                <span className={classes.name}>{item.name ?? t('map.unnamed')}</span>
                <span className={classes.facts}>
                  {t(`state.${live?.state ?? 'future'}`)}
                  {who && live?.state !== 'done' && `, ${who}`}
                  {live && live.timesEntered > 1 && `, ${t('map.times', { count: live.timesEntered })}`}
                  {live?.since && (
                    <>
                      , <RelativeTime at={live.until ?? live.since} />
                    </>
                  )}
                </span>
              </span>
            </UnstyledButton>
          </li>
        );
      })}
    </ol>
  );
}

interface Row {
  readonly item: OutlineItem;
  readonly depth: number;
}

/** The processes themselves are no rows; what is inside of a subprocess is indented. */
function flatten(items: readonly OutlineItem[], depth = -1): readonly Row[] {
  return items.flatMap((item) => [
    ...(depth >= 0 ? [{ item, depth }] : []),
    ...flatten(item.children, depth + 1),
  ]);
}
