import type { InstanceCard, LiveMap } from '#contract';
import { ElementPanel } from '../../features/live-map/element-panel.tsx';
import { LiveCanvas } from '../../features/live-map/live-canvas.tsx';
import { MapLegend } from '../../features/live-map/map-legend.tsx';
import { findInOutline, type MapState } from './use-map-state.ts';

interface InstanceMapProps {
  readonly map: LiveMap;
  readonly card: InstanceCard;
  readonly state: MapState;
}

/** The drawing, its legend, and the facts of the element that is selected. */
export function InstanceMap({ map, card, state }: InstanceMapProps) {
  const selected = state.selected ? findInOutline(state.outline, state.selected) : null;
  return (
    <>
      <LiveCanvas map={map} selected={state.selected} onSelect={state.select} onOutline={state.setOutline} />
      <MapLegend />
      {selected && (
        <ElementPanel
          elementId={selected.id}
          name={selected.name}
          map={map}
          card={card}
          onClose={() => state.select(null)}
        />
      )}
    </>
  );
}
