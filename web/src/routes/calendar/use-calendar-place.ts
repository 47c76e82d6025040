/** Where the calendar stands: day, view and person live in the address. */
import { useMediaQuery } from '@mantine/hooks';
import dayjs from 'dayjs';
import { useSearchParams } from 'react-router';
import { productNow } from '../../ui/product-clock.ts';

export type CalendarView = 'day' | 'week' | 'month';
export const VIEWS: readonly CalendarView[] = ['day', 'week', 'month'];

export interface CalendarPlace {
  readonly view: CalendarView;
  /** YYYY-MM-DD */
  readonly date: string;
  readonly userId: string | null;
  /** First and last instant on screen. */
  readonly from: string;
  readonly to: string;
  show(view: CalendarView, date?: string): void;
  step(by: number): void;
  today(): void;
  setUser(userId: string | null): void;
}

export function useCalendarPlace(): CalendarPlace {
  const [search, setSearch] = useSearchParams();
  const narrow = useMediaQuery('(max-width: 48em)', undefined, { getInitialValueInEffect: false }) ?? false;
  const view = VIEWS.find((known) => known === search.get('view')) ?? (narrow ? 'day' : 'week');
  const date = search.get('date') ?? dayjs(productNow()).format('YYYY-MM-DD');
  const userId = search.get('user');
  const set = (part: Record<string, string | null>): void => {
    const next = new URLSearchParams(search);
    for (const [name, value] of Object.entries(part)) {
      if (value === null) next.delete(name);
      else next.set(name, value);
    }
    setSearch(next, { replace: true });
  };
  const day = dayjs(date);
  // A month's grid begins and ends with whole weeks; Monday comes first.
  const monday = (value: dayjs.Dayjs): dayjs.Dayjs =>
    value.subtract((value.day() + 6) % 7, 'day').startOf('day');
  const first = view === 'day' ? day.startOf('day') : monday(view === 'week' ? day : day.startOf('month'));
  const last = view === 'day' ? first.add(1, 'day') : first.add(view === 'week' ? 7 : 42, 'day');
  return {
    view,
    date,
    userId,
    from: first.toISOString(),
    to: last.toISOString(),
    show: (next, at) => set({ view: next, ...(at ? { date: at } : {}) }),
    step: (by) => set({ date: day.add(by, view).format('YYYY-MM-DD') }),
    today: () => set({ date: null }),
    setUser: (id) => set({ user: id }),
  };
}
