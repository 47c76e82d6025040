import type { LiveMap } from '#contract';
import { MapTwin } from '../../features/live-map/map-twin.tsx';
import { RowsSkeleton } from '../../ui/skeletons.tsx';
import type { MapState } from './use-map-state.ts';

interface MapStepsProps {
  readonly map: LiveMap;
  readonly state: MapState;
}

/** The text twin beside the drawing. */
export function MapSteps({ map, state }: MapStepsProps) {
  if (state.outline.length === 0) return <RowsSkeleton rows={8} />;
  return <MapTwin map={map} outline={state.outline} selected={state.selected} onSelect={state.select} />;
}
