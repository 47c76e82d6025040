/** The prices of a price list: from a quantity on, a price or a discount. Saved as a whole, as the editor shows them. */
import { actorOf, type Caller, rowContext, writeContext } from '../caller.ts';
import type { Transactions } from '../database/transaction.ts';
import { readRow } from '../entities/record-rows.ts';
import { entityOf } from '../entities/registry.ts';
import { lockForChange, recordNotFound } from '../entities/write-record.ts';
import { type FieldRefusal, fieldsInvalid } from '../errors.ts';
import type { CrmClock, CrmIds } from '../ports.ts';
import type { ParticipantSource } from '../rights/scope-for.ts';
import { appendEvents } from '../timeline/append-events.ts';

export interface PriceRule {
  readonly productId: string;
  readonly productName: string;
  readonly qtyMin: number;
  readonly price: number | null;
  readonly discountPct: number | null;
}

export type PriceRuleDraft = Omit<PriceRule, 'productName'>;

export interface PriceRuleService {
  /** @throws CrmRejection CRM_RECORD_NOT_FOUND */
  list(caller: Caller, request: { priceListId: string }): Promise<PriceRule[]>;
  /** @throws CrmRejection CRM_FIELDS_INVALID, CRM_FORBIDDEN, CRM_RECORD_NOT_FOUND */
  save(
    caller: Caller,
    request: { priceListId: string; rules: readonly PriceRuleDraft[] },
  ): Promise<PriceRule[]>;
}

const SELECT_RULES = `
  select r.product_id as "productId", p.name as "productName", r.qty_min::float8 as "qtyMin",
         r.price::float8 as price, r.discount_pct::float8 as "discountPct"
  from crm.price_rule r join crm.product p on p.id = r.product_id
  where r.price_list_id = $1 order by p.name, r.qty_min`;
const INSERT_RULES = `
  insert into crm.price_rule (id, price_list_id, product_id, qty_min, price, discount_pct)
  select r.id, $1, r.product_id, r.qty_min, r.price, r.discount_pct
  from unnest($2::uuid[], $3::uuid[], $4::numeric[], $5::numeric[], $6::numeric[])
    as r (id, product_id, qty_min, price, discount_pct)
  join crm.product p on p.id = r.product_id and p.deleted_at is null`;
const RULES_MAX = 5_000;

export function createPriceRuleService(ports: {
  readonly transactions: Transactions;
  readonly clock: CrmClock;
  readonly ids: CrmIds;
  readonly participants: ParticipantSource | null;
}): PriceRuleService {
  const { transactions, clock, ids, participants } = ports;
  const list: PriceRuleService['list'] = async (caller, { priceListId }) => {
    const reader = transactions.reader(caller.transaction);
    const request = { definition: entityOf('price_list'), id: priceListId, lock: false };
    if (!(await readRow(reader, request, rowContext(caller, participants))))
      throw recordNotFound('price_list', priceListId);
    return (await reader.query<PriceRule>(SELECT_RULES, [priceListId])).rows;
  };
  return {
    list,
    save: (caller, { priceListId, rules }) =>
      transactions.run(caller.transaction, async (unit) => {
        assertRules(rules);
        const definition = entityOf('price_list');
        const context = writeContext(caller, participants);
        await lockForChange(unit, { definition, id: priceListId, action: 'edit' }, context);
        const read = async () => (await unit.client.query<PriceRule>(SELECT_RULES, [priceListId])).rows;
        const before = wordsOf(await read());
        await unit.client.query('delete from crm.price_rule where price_list_id = $1', [priceListId]);
        const { rowCount } = await unit.client.query(INSERT_RULES, [
          priceListId,
          rules.map(() => ids.next()),
          rules.map((rule) => rule.productId),
          rules.map((rule) => rule.qtyMin),
          rules.map((rule) => rule.price),
          rules.map((rule) => rule.discountPct),
        ]);
        if (rowCount !== rules.length)
          throw fieldsInvalid([
            { path: 'rules', code: 'gone', message: 'A rule names a product that is not there.' },
          ]);
        const after = wordsOf(await read());
        const from = before.filter((rule) => !after.includes(rule));
        const to = after.filter((rule) => !before.includes(rule));
        if (from.length + to.length > 0)
          await appendEvents(unit.client, [
            {
              id: ids.next(),
              occurredAt: clock.now(),
              actor: actorOf(caller),
              kind: 'record',
              verb: 'changed',
              entity: 'price_list',
              recordId: priceListId,
              changes: [{ field: 'rules', from, to }],
            },
          ]);
        unit.changed({ entity: 'price_list', recordId: priceListId, change: 'changed', version: null });
        return list({ ...caller, transaction: { client: unit.client } }, { priceListId });
      }),
  };
}

/** Each rule as one line of the timeline: what changed is told, not all five thousand. */
function wordsOf(rules: readonly PriceRule[]): string[] {
  return rules.map(({ productName, qtyMin, price, discountPct }) => {
    const from = qtyMin > 0 ? ` (${qtyMin}+)` : '';
    return `${productName}${from}: ${price === null ? `−${discountPct} %` : price}`;
  });
}

function assertRules(rules: readonly PriceRuleDraft[]): void {
  if (rules.length > RULES_MAX)
    throw fieldsInvalid([
      {
        path: 'rules',
        message: `A price list has at most ${RULES_MAX} rules.`,
        code: 'tooMany',
        values: { max: RULES_MAX },
      },
    ]);
  const seen = new Set<string>();
  for (const [index, rule] of rules.entries()) {
    const { productId, qtyMin, price, discountPct } = rule;
    const problem: Omit<FieldRefusal, 'path'> | null =
      (price === null) === (discountPct === null)
        ? { code: 'priceOrDiscount', message: 'A rule is a price or a discount: give one of the two.' }
        : (price ?? 0) < 0 || (discountPct ?? 0) < 0 || (discountPct ?? 0) > 100 || qtyMin < 0
          ? {
              code: 'badPrice',
              message: 'Prices and quantities are not below zero, discounts go up to 100 %.',
            }
          : seen.has(`${productId} ${qtyMin}`)
            ? { code: 'ruleTwice', message: 'This product has a rule from this quantity already.' }
            : null;
    if (problem) throw fieldsInvalid([{ path: `rules.${index}`, ...problem }]);
    seen.add(`${productId} ${qtyMin}`);
  }
}
