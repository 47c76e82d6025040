/** The editable choices of selects. Read often and changed rarely, so each node keeps them for half a minute. */
import { HOME_COUNTRY_DEFAULT } from '../company/home-country.ts';
import type { Queryable } from '../database/transaction.ts';
import type { OptionLists, SelectOption, Tone } from './entity-types.ts';

export type { OptionLists } from './entity-types.ts';

const KEPT_MS = 30_000;

const SELECT_OPTIONS = `
  select list, code, label_en, label_ru, tone, base_state, group_code, active, asks_reason,
    (select home_country from crm.company_setting) as home_country
  from crm.select_option
  order by list, sort_order`;

interface OptionRow {
  readonly list: string;
  readonly code: string;
  readonly label_en: string;
  readonly label_ru: string;
  readonly tone: Tone;
  readonly base_state: string | null;
  readonly group_code: string | null;
  readonly active: boolean;
  readonly asks_reason: boolean;
  readonly home_country: string | null;
}

export interface OptionCatalogue {
  /**
   * `reader`: where the caller reads. Inside a transaction it is that one: whoever holds a connection and asks the pool for
   * one more may wait for others who do the same.
   */
  load(reader: Queryable): Promise<OptionLists>;
  /** What this node keeps is out of date: choices were changed. */
  forget(): void;
}

export function createOptionCatalogue(): OptionCatalogue {
  let kept: { readonly lists: OptionLists; readonly until: number } | null = null;
  return {
    async load(reader) {
      // The machine's own time: how long a copy is kept has nothing to do with the demonstration clock.
      const now = performance.now();
      if (kept && kept.until > now) return kept.lists;
      const { rows } = await reader.query<OptionRow>(SELECT_OPTIONS);
      kept = { lists: optionLists(rows), until: now + KEPT_MS };
      return kept.lists;
    },
    forget() {
      kept = null;
    },
  };
}

function optionLists(rows: readonly OptionRow[]): OptionLists {
  const lists = new Map<string, OptionRow[]>();
  for (const row of rows) lists.set(row.list, [...(lists.get(row.list) ?? []), row]);
  const find = (list: string, code: string) => lists.get(list)?.find((row) => row.code === code);
  return {
    options: (list) => (lists.get(list) ?? []).filter((row) => row.active).map(optionFromRow),
    retired: (list) => (lists.get(list) ?? []).filter((row) => !row.active).map(optionFromRow),
    isActive: (list, code) => find(list, code)?.active ?? false,
    baseState: (list, code) => find(list, code)?.base_state ?? null,
    asksReason: (list, code) => find(list, code)?.asks_reason ?? false,
    homeCountry: rows[0]?.home_country ?? HOME_COUNTRY_DEFAULT,
    label: (list, code) => {
      const row = find(list, code);
      return row ? { en: row.label_en, ru: row.label_ru } : { en: code, ru: code };
    },
  };
}

function optionFromRow(row: OptionRow): SelectOption {
  return {
    value: row.code,
    label: { en: row.label_en, ru: row.label_ru },
    tone: row.tone,
    ...(row.group_code === null ? {} : { group: row.group_code }),
    ...(row.base_state === null ? {} : { baseState: row.base_state }),
    ...(row.asks_reason ? { asksReason: true } : {}),
  };
}
