/**
 * The tour of each role: five pages with what they are for. A step leads to its page and points at the link by which
 * one gets there; what somebody may not open is not among his steps.
 */
import type { Me } from '#contract';
import { paths } from '../../app/paths.ts';

export type TourWords =
  | ('myDay' | 'inbox' | 'customers' | 'calendar' | 'search' | 'exceptions' | 'monitor' | 'deals' | 'service')
  | ('library' | 'ownerHome' | 'ownerMonitor' | 'adminHome' | 'people' | 'fields' | 'operations');

export interface TourStep {
  readonly words: TourWords;
  /** Left out: the step is about the frame, on whatever page. */
  readonly to?: string;
}

const SEARCH: TourStep = { words: 'search' };
const INBOX: TourStep = { words: 'inbox', to: paths.inbox() };

const TOURS = {
  administrator: [
    { words: 'adminHome', to: paths.home() },
    { words: 'people', to: paths.people() },
    { words: 'fields', to: paths.fields() },
    { words: 'operations', to: paths.operations() },
    SEARCH,
  ],
  owner: [
    { words: 'ownerHome', to: paths.home() },
    { words: 'library', to: paths.processes() },
    { words: 'ownerMonitor', to: paths.instances() },
    INBOX,
    SEARCH,
  ],
  manager: [
    { words: 'exceptions', to: paths.home() },
    { words: 'monitor', to: paths.instances() },
    { words: 'deals', to: paths.records('deal') },
    { words: 'service', to: paths.serviceMeasures() },
    SEARCH,
  ],
  employee: [
    { words: 'myDay', to: paths.home() },
    INBOX,
    { words: 'customers', to: paths.records('account') },
    { words: 'calendar', to: paths.calendar() },
    SEARCH,
  ],
} as const satisfies Readonly<Record<string, readonly TourStep[]>>;

/** By the work that somebody does, as his home is. */
function roleOf({ isAdmin, processRights }: Pick<Me, 'isAdmin' | 'processRights'>): keyof typeof TOURS {
  if (isAdmin) return 'administrator';
  if (processRights.includes('draw')) return 'owner';
  return processRights.includes('intervene') ? 'manager' : 'employee';
}

/** @param open addresses that the rail leads to for this person */
export function tourOf(
  me: Pick<Me, 'isAdmin' | 'processRights'>,
  open: ReadonlySet<string>,
): readonly TourStep[] {
  const steps: readonly TourStep[] = TOURS[roleOf(me)];
  return steps.filter(({ to }) => to === undefined || open.has(to));
}
