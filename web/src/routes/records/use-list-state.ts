/** The list's whole state lives in the address: a link shows another person the same list. */
import { useLocalStorage } from '@mantine/hooks';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { filterGroup, type EntityMeta, type FilterGroup } from '#contract';
import { completeOnly } from '../../features/records/filter/operators.ts';
import type { Density } from '../../theme/tokens.ts';
import type { SortKey } from '../../ui/data-table/columns.ts';

const NO_FILTER: FilterGroup = { op: 'and', items: [] };

function readFilter(text: string | null): FilterGroup {
  if (!text) return NO_FILTER;
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

export interface ListState {
  readonly q: string;
  readonly filter: FilterGroup;
  /** What the server is asked: without conditions that are still being typed. */
  readonly wireFilter: string | undefined;
  readonly sort: readonly SortKey[];
  readonly wireSort: string | undefined;
  readonly columns: readonly string[];
  readonly peek: string | null;
  readonly density: Density;
  readonly narrowed: boolean;
  setQ(q: string): void;
  setFilter(filter: FilterGroup): void;
  setSort(sort: readonly SortKey[]): void;
  setColumns(columns: readonly string[]): void;
  setPeek(id: string | null): void;
  setDensity(density: Density): void;
  clear(): void;
}

export function useListState(meta: EntityMeta): ListState {
  const [search, setSearch] = useSearchParams();
  const [density, setDensity] = useLocalStorage<Density>({
    key: 'throughline-density',
    defaultValue: 'normal',
  });
  // Conditions that are not complete yet are on screen but not in the address.
  const [typed, setTyped] = useState<FilterGroup>(() => readFilter(search.get('filter')));
  const put = (changes: Record<string, string | null>): void =>
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        for (const [name, value] of Object.entries(changes)) {
          if (value) next.set(name, value);
          else next.delete(name);
        }
        return next;
      },
      { replace: true },
    );
  const complete = completeOnly(typed);
  const wireFilter = complete ? JSON.stringify(complete) : undefined;
  const columns = search.get('columns');
  const q = search.get('q') ?? '';
  const sort = search.get('sort');
  return {
    q,
    filter: typed,
    wireFilter,
    sort: readSort(sort ?? meta.defaultSort),
    wireSort: sort ?? undefined,
    columns: columns ? columns.split(',') : meta.listColumns,
    peek: search.get('peek'),
    density,
    narrowed: q !== '' || wireFilter !== undefined,
    setQ: (value) => put({ q: value }),
    setFilter: (filter) => {
      setTyped(filter);
      const next = completeOnly(filter);
      put({ filter: next ? JSON.stringify(next) : null });
    },
    setSort: (next) => put({ sort: writeSort(next) }),
    setColumns: (next) =>
      put({ columns: next.join(',') === meta.listColumns.join(',') ? null : next.join(',') }),
    setPeek: (id) => put({ peek: id }),
    setDensity,
    clear: () => {
      setTyped(NO_FILTER);
      put({ q: null, filter: null });
    },
  };
}
