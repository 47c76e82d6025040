/** A line as it is typed: what is left empty is the server's to fill from product and price list. */
import { v7 as uuid } from 'uuid';
import type { LineItem } from '#contract';

export interface LineValues {
  readonly key: string;
  readonly productId: string | null;
  readonly name: string;
  readonly qty: number | null;
  readonly price: number | null;
  readonly discountPct: number | null;
  readonly taxRate: number | null;
  readonly unit: string | null;
  /** As calculated last; null for what was never saved. */
  readonly total: number | null;
}

export function lineValuesOf(line: LineItem): LineValues {
  const { id: key, productId, name, qty, price, discountPct, taxRate, unit, total } = line;
  return { key, productId, name, qty, price, discountPct, taxRate, unit, total };
}

export function emptyLine(): LineValues {
  return {
    key: uuid(),
    productId: null,
    name: '',
    qty: 1,
    price: null,
    discountPct: null,
    taxRate: null,
    unit: null,
    total: null,
  };
}

export function wantedLine({ key: _key, total: _total, discountPct, name, qty, ...line }: LineValues) {
  return {
    ...line,
    name: name.trim() || null,
    // Nothing typed is refused by the server with its sentence, beside the input.
    qty: qty ?? 0,
    ...(discountPct === null ? {} : { discountPct }),
  };
}
