import type { LiveMap } from '#contract';
import { LiveCanvas } from '../../features/live-map/live-canvas.tsx';
import { MapLegend } from '../../features/live-map/map-legend.tsx';
import type { MapState } from './use-map-state.ts';

interface InstanceMapProps {
  readonly map: LiveMap;
  readonly state: MapState;
}

/** The drawing and its legend. */
export function InstanceMap({ map, state }: InstanceMapProps) {
  return (
    <>
      <LiveCanvas map={map} selected={state.selected} onSelect={state.select} onOutline={state.setOutline} />
      <MapLegend />
    </>
  );
}
