/**
 * The list's whole state lives in the address: a link shows another person the same list. What the address does not say
 * comes from the saved view that it names, and else from the kind of record.
 */
import { useLocalStorage } from '@mantine/hooks';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { filterGroup, type EntityMeta, type FilterGroup, type SavedView, type ViewContent } from '#contract';
import { completeOnly } from '../records/filter/operators.ts';
import type { Density } from '../../theme/tokens.ts';
import type { SortKey } from '../../ui/data-table/columns.ts';

const NO_FILTER: FilterGroup = { op: 'and', items: [] };
/** In the address: nothing, where the view says something. */
const NONE = '-';
/** No saved view, although the person has one of his own to begin with. */
export const PLAIN = 'plain';
const OF_VIEW = ['kind', 'filter', 'sort', 'columns', 'group', 'by', 'sum', 'pipeline', 'date'] as const;

function readFilter(text: string | null, base: FilterGroup | null): FilterGroup {
  if (!text) return base ?? NO_FILTER;
  try {
    const parsed = filterGroup.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : NO_FILTER;
  } catch {
    return NO_FILTER;
  }
}

function readSort(text: string): SortKey[] {
  return text
    .split(',')
    .filter(Boolean)
    .map((part) => {
      const [key = '', direction] = part.split(':');
      return { key, descending: direction === 'desc' };
    });
}

const writeSort = (sort: readonly SortKey[]): string =>
  sort.map((key) => `${key.key}:${key.descending ? 'desc' : 'asc'}`).join(',');

type Kind = SavedView['kind'];
type Settings = SavedView['settings'];

export interface ListState {
  readonly view: SavedView | null;
  /** The list is not any more as the view was saved. */
  readonly changed: boolean;
  readonly kind: Kind;
  readonly q: string;
  readonly filter: FilterGroup;
  /** What the server is asked: without conditions that are still being typed. */
  readonly askedFilter: FilterGroup | null;
  readonly wireFilter: string | undefined;
  readonly sort: readonly SortKey[];
  readonly wireSort: string | undefined;
  readonly columns: readonly string[];
  readonly group: string | null;
  readonly settings: Settings;
  readonly peek: string | null;
  readonly density: Density;
  readonly narrowed: boolean;
  /** Everything that a saved view keeps. */
  readonly content: Pick<ViewContent, 'kind' | 'filter' | 'columns' | 'sort' | 'group' | 'settings'>;
  setQ(q: string): void;
  setFilter(filter: FilterGroup): void;
  setSort(sort: readonly SortKey[]): void;
  setColumns(columns: readonly string[]): void;
  setGroup(group: string | null): void;
  setKind(kind: Kind, settings?: Settings): void;
  setPeek(id: string | null): void;
  setDensity(density: Density): void;
  chooseView(id: string): void;
  clear(): void;
}

/** `base`: by what a list is narrowed that says nothing itself, such as tasks that are still to do. */
export function useListState(
  meta: Pick<EntityMeta, 'listColumns' | 'defaultSort'>,
  view: SavedView | null,
  base: FilterGroup | null = null,
): ListState {
  const [search, setSearch] = useSearchParams();
  const [density, setDensity] = useLocalStorage<Density>({
    key: 'throughline-density',
    defaultValue: 'normal',
  });
  // Conditions that are not complete yet are on screen but not in the address.
  const [typed, setTyped] = useState<FilterGroup>(() =>
    readFilter(search.get('filter'), view ? view.filter : base),
  );
  const put = (changes: Record<string, string | null>): void =>
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        next.set('view', view?.id ?? PLAIN);
        for (const [name, value] of Object.entries(changes)) {
          if (value) next.set(name, value);
          else next.delete(name);
        }
        return next;
      },
      { replace: true },
    );
  const given = (name: string, base: string | null | undefined): string | null => {
    const text = search.get(name);
    if (text === NONE) return null;
    return text ?? base ?? null;
  };
  /** Without a word in the address something would be left out. */
  const narrows = (view ? view.filter : base) !== null;
  const askedFilter = completeOnly(typed);
  const wireFilter = askedFilter ? JSON.stringify(askedFilter) : undefined;
  const q = search.get('q') ?? '';
  const sort = given('sort', view?.sort);
  const group = given('group', view?.group);
  const kind = (given('kind', view?.kind) ?? 'list') as Kind;
  const columns = given('columns', view?.columns.join(','))?.split(',') ?? meta.listColumns;
  const settings = settingsOf(given, view);
  return {
    view,
    changed: view !== null && OF_VIEW.some((name) => search.has(name)),
    kind,
    q,
    filter: typed,
    askedFilter,
    wireFilter,
    sort: readSort(sort ?? meta.defaultSort),
    wireSort: sort ?? undefined,
    columns,
    group,
    settings,
    peek: search.get('peek'),
    density,
    narrowed: q !== '' || wireFilter !== undefined,
    content: { kind, filter: askedFilter, columns: [...columns], sort, group, settings },
    setQ: (value) => put({ q: value }),
    setFilter: (filter) => {
      setTyped(filter);
      const next = completeOnly(filter) ?? (narrows ? NO_FILTER : null);
      put({ filter: next ? JSON.stringify(next) : null });
    },
    setSort: (next) => put({ sort: writeSort(next) || (view?.sort ? NONE : null) }),
    setColumns: (next) => put({ columns: next.join(',') }),
    setGroup: (next) => put({ group: next ?? (view?.group ? NONE : null) }),
    setKind: (next, changed = {}) =>
      put({
        kind: next === (view?.kind ?? 'list') ? null : next,
        ...('columnField' in changed ? { by: changed.columnField ?? null } : {}),
        ...('sumField' in changed ? { sum: changed.sumField ?? NONE } : {}),
        ...('pipeline' in changed ? { pipeline: changed.pipeline ?? null } : {}),
        ...('dateField' in changed ? { date: changed.dateField ?? null } : {}),
      }),
    setPeek: (id) => put({ peek: id }),
    setDensity,
    chooseView: (id) => setSearch({ view: id }),
    clear: () => {
      setTyped(NO_FILTER);
      put({ q: null, filter: narrows ? JSON.stringify(NO_FILTER) : null });
    },
  };
}

function settingsOf(
  given: (name: string, base: string | null | undefined) => string | null,
  view: SavedView | null,
): Settings {
  const base = view?.settings ?? {};
  const columnField = given('by', base.columnField);
  const sumField = given('sum', base.sumField);
  const pipeline = given('pipeline', base.pipeline);
  const dateField = given('date', base.dateField);
  return {
    ...(columnField ? { columnField } : {}),
    ...(sumField ? { sumField } : {}),
    ...(pipeline ? { pipeline } : {}),
    ...(base.limits ? { limits: base.limits } : {}),
    ...(dateField ? { dateField } : {}),
  };
}
