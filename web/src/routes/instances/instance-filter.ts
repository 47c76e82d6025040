/** The monitor's filter lives in the address, so that a link shows the same list. */
import { useSearchParams } from 'react-router';
import type { InstanceCard } from '#contract';

type Status = InstanceCard['status'];
export const STATUSES: readonly Status[] = ['active', 'completed', 'cancelled', 'terminated'];

export interface InstanceFilter {
  readonly processKey: string | null;
  readonly status: Status | null;
  readonly withIncident: boolean;
  readonly suspended: boolean;
  readonly q: string;
}

export interface InstanceFilterState {
  readonly filter: InstanceFilter;
  readonly isSet: boolean;
  change(part: Partial<InstanceFilter>): void;
  clear(): void;
}

/** Running instances come first to mind: they are shown unless the address says otherwise. */
export function useInstanceFilter(): InstanceFilterState {
  const [search, setSearch] = useSearchParams();
  const status = search.get('status') ?? 'active';
  const filter: InstanceFilter = {
    processKey: search.get('process'),
    status: STATUSES.find((known) => known === status) ?? null,
    withIncident: search.get('incidents') === 'true',
    suspended: search.get('suspended') === 'true',
    q: search.get('q') ?? '',
  };
  const change = (part: Partial<InstanceFilter>): void => {
    const next = { ...filter, ...part };
    const entries: [string, string][] = [];
    if (next.processKey) entries.push(['process', next.processKey]);
    if (next.status !== 'active') entries.push(['status', next.status ?? 'all']);
    if (next.withIncident) entries.push(['incidents', 'true']);
    if (next.suspended) entries.push(['suspended', 'true']);
    if (next.q) entries.push(['q', next.q]);
    setSearch(new URLSearchParams(entries), { replace: true });
  };
  return {
    filter,
    isSet:
      filter.processKey !== null ||
      filter.withIncident ||
      filter.suspended ||
      filter.q !== '' ||
      filter.status !== 'active',
    change,
    clear: () => setSearch({}, { replace: true }),
  };
}
