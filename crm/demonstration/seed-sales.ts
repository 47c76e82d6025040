/**
 * Writes what was sold before the visitor came: one statement per table, so that it takes no noticeable part of the
 * first start. Nothing here raises record events: it was simply there, as an import would have brought it.
 */
import type { PoolClient } from 'pg';
import type { Unit } from '../database/transaction.ts';
import { totalsSql } from '../quotes/sales-documents.ts';
import { demonstrationId } from './ids.ts';
import { author, insert, type Row, RowIds, written } from './rows.ts';
import { seedDistribution } from './seed-distribution.ts';
import { leadRows, linkLeads } from './seed-leads.ts';
import { accounts } from './parties.ts';
import { personNamed } from './people.ts';
import { deals, type DemonstrationDeal, letterhead, products, rates, relations, tags } from './sales.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

const UPDATE_COMPANY = `
  update crm.company_setting set quote_approval = 'discount', quote_approval_limit = 10,
    name = $1, details = $2, quote_terms_en = $3, quote_terms_ru = $4`;
/** The process is published with the others of the demonstration. */
const STAGE_OF_PROCESS = `
  update crm.stage set process_key = 'contract-signing' where list = 'deal.stage' and code = 'negotiation'`;

export async function seedSales(unit: Unit, now: Date): Promise<void> {
  const { client } = unit;
  const start = new Date(now.getTime() - 182 * DAY_MS);
  const rows = new RowIds();
  const sold = deals(now);
  await client.query(
    'insert into crm.currency_rate (currency, valid_from, rate) select * from unnest($1::text[], $2::date[], $3::numeric[])',
    [rates.map(([code]) => code), rates.map(() => start), rates.map(([, rate]) => rate)],
  );
  await client.query(UPDATE_COMPANY, [letterhead.name, letterhead.details, ...letterhead.terms]);
  await client.query(STAGE_OF_PROCESS);
  await insert(
    client,
    'product',
    products.map((product) => ({ ...product, ...written(start) })),
  );
  const documents = documentsOf(sold);
  await insert(client, 'lead', await leadRows(client, now));
  await insert(
    client,
    'deal',
    sold.map((deal) => ({ ...dealRow(deal), ...written(deal.createdAt, deal.stageEnteredAt) })),
  );
  await insert(client, 'stage_history', historyRows(sold, rows));
  await insert(
    client,
    'deal_contact',
    sold.map((deal) => ({
      id: rows.next(),
      deal_id: deal.id,
      contact_id: deal.contactId,
      role: 'decider',
      ...author(deal.createdAt),
    })),
  );
  await insert(client, 'quote', documents.quotes);
  await insert(client, 'order_doc', documents.orders);
  await insert(client, 'line_item', lineRows(sold, documents, rows));
  await sumUp(client);
  await insert(client, 'payment', paymentRows(documents, rows));
  await client.query(SUM_PAYMENTS);
  await linkLeads(client, now, rows);
  await seedDistribution(client, now, rows);
  await insert(client, 'activity', activityRows(sold, now, rows));
  await client.query(LINK_ACTIVITIES);
  await insert(
    client,
    'contact_relation',
    relations.map((row) => ({ ...row, ...author(start) })),
  );
  await seedTags(client, start);
  await insert(client, 'event', eventRows(sold, rows));
}

function dealRow(deal: DemonstrationDeal): Row {
  return {
    id: deal.id,
    number: `D-${1000 + numberOf(deal.id)}`,
    name: deal.name,
    account_id: deal.accountId,
    pipeline: deal.pipeline,
    stage: deal.stage,
    stage_entered_at: deal.stageEnteredAt,
    amount: 0,
    amount_from_lines: true,
    currency: 'EUR',
    probability_auto: deal.probability,
    expected_close: deal.expectedClose,
    closed_at: deal.closedAt,
    lost_reason: deal.lostReason,
    source: deal.source,
    owner_id: deal.ownerId,
  };
}

function numberOf(id: string): number {
  return Number.parseInt(id.slice(-10), 16);
}

function historyRows(sold: readonly DemonstrationDeal[], rows: RowIds): readonly Row[] {
  return sold.flatMap((deal) =>
    deal.moves.map((move) => ({
      id: rows.next(),
      entity: 'deal',
      record_id: deal.id,
      pipeline: deal.pipeline,
      from_stage: move.from,
      to_stage: move.to,
      at: move.at,
      actor_kind: 'user',
      actor_id: deal.ownerId,
      duration_ms: move.durationMs,
    })),
  );
}

interface Documents {
  readonly quotes: readonly (Row & { id: string; deal_id: string })[];
  readonly orders: readonly (Row & { id: string; deal_id: string; created_at: Date })[];
}

/** Whatever came as far as a quote has one; what was won is an order. */
function documentsOf(sold: readonly DemonstrationDeal[]): Documents {
  const quoted = sold.filter((deal) => deal.moves.some((move) => move.to === 'quote'));
  const quotes = quoted.map((deal, index) => {
    const at = deal.moves.find((move) => move.to === 'quote')?.at ?? deal.createdAt;
    const status =
      deal.stage === 'won'
        ? 'accepted'
        : deal.stage === 'lost'
          ? 'rejected'
          : index % 3 === 0
            ? 'draft'
            : 'sent';
    return {
      id: demonstrationId('quote', index + 1),
      number: `Q-${1001 + index}`,
      name: deal.name,
      deal_id: deal.id,
      account_id: deal.accountId,
      contact_id: deal.contactId,
      status,
      valid_until: deal.expectedClose,
      currency: 'EUR',
      net_total: 0,
      tax_total: 0,
      total: 0,
      sent_at: status === 'draft' ? null : at,
      decided_at: deal.closedAt,
      owner_id: deal.ownerId,
      ...written(at),
    };
  });
  const orders = quotes
    .filter((quote) => quote.status === 'accepted')
    .map((quote, index) => {
      const at = quote.decided_at ?? new Date(0);
      const status = index % 4 === 3 ? 'confirmed' : index % 4 === 2 ? 'shipped' : 'delivered';
      return {
        id: demonstrationId('order', index + 1),
        number: `O-${1001 + index}`,
        name: quote.name,
        quote_id: quote.id,
        deal_id: quote.deal_id,
        account_id: quote.account_id,
        contact_id: quote.contact_id,
        status,
        due_on: new Date(at.getTime() + 14 * DAY_MS).toISOString().slice(0, 10),
        currency: 'EUR',
        net_total: 0,
        tax_total: 0,
        total: 0,
        paid_total: 0,
        shipped_at: status === 'confirmed' ? null : new Date(at.getTime() + 2 * DAY_MS),
        closed_at: status === 'delivered' ? new Date(at.getTime() + 5 * DAY_MS) : null,
        owner_id: quote.owner_id,
        ...written(at),
        created_at: at,
      };
    });
  return { quotes, orders };
}

function lineRows(sold: readonly DemonstrationDeal[], documents: Documents, rows: RowIds): readonly Row[] {
  const of = (type: string, parentId: string, deal: DemonstrationDeal): Row[] =>
    deal.lines.map((line, index) => {
      const product = products[line.product - 1];
      return {
        id: rows.next(),
        parent_type: type,
        parent_id: parentId,
        product_id: product?.id,
        name: product?.name,
        unit: product?.unit,
        qty: line.qty,
        price: product?.price,
        discount_pct: line.discount,
        tax_rate: product?.tax_rate,
        sort_order: index + 1,
      };
    });
  const dealOf = (id: string) => sold.find((deal) => deal.id === id) as DemonstrationDeal;
  return [
    ...sold.flatMap((deal) => of('deal', deal.id, deal)),
    ...documents.quotes.flatMap((quote) => of('quote', quote.id, dealOf(quote.deal_id))),
    ...documents.orders.flatMap((order) => of('order', order.id, dealOf(order.deal_id))),
  ];
}

const SUM_DEALS = `
  update crm.deal d set amount = s.net, amount_base = s.net
  from (select parent_id, sum(net) as net from crm.line_item where parent_type = 'deal' group by parent_id) s
  where s.parent_id = d.id`;

async function sumUp(client: PoolClient): Promise<void> {
  await client.query(SUM_DEALS);
  for (const [type, table] of [
    ['quote', 'quote'],
    ['order', 'order_doc'],
  ] as const) {
    const { rows } = await client.query<{ id: string }>(`select id from crm.${table}`);
    for (const { id } of rows) await client.query(totalsSql(type), [id]);
    await client.query(`select setval('crm.${type}_number', $1)`, [1001 + rows.length]);
  }
  await client.query(`select setval('crm.deal_number', 1100), setval('crm.lead_number', 1100)`);
}

/** Most orders are paid, one in part, the newest not yet. */
function paymentRows({ orders }: Documents, rows: RowIds): readonly Row[] {
  return orders.flatMap((order, index) => {
    if (index % 4 === 3) return [];
    const at = new Date(order.created_at.getTime() + 6 * DAY_MS);
    return [
      {
        id: rows.next(),
        order_id: order.id,
        // One stands for "all of it" until the totals are known.
        amount: index % 5 === 2 ? 500 : 1,
        paid_on: at.toISOString().slice(0, 10),
        method: index % 3 === 0 ? 'card' : 'transfer',
        ...author(at),
      },
    ];
  });
}

const SUM_PAYMENTS = `
  with whole as (
    update crm.payment p set amount = o.total from crm.order_doc o
    where o.id = p.order_id and p.amount = 1 returning p.order_id, p.amount),
  paid as (select order_id, amount from whole union all select order_id, amount from crm.payment where amount = 500)
  update crm.order_doc o set paid_total = least(paid.amount, o.total) from paid where paid.order_id = o.id`;

function activityRows(sold: readonly DemonstrationDeal[], now: Date, rows: RowIds): readonly Row[] {
  return sold.flatMap((deal, index) => {
    if (deal.nextInDays === null) return [];
    const start = new Date(now.getTime() + deal.nextInDays * DAY_MS);
    start.setUTCHours(7 + (index % 8), index % 2 === 0 ? 0 : 30, 0, 0);
    return [
      {
        id: rows.next(),
        kind: index % 3 === 0 ? 'meeting' : 'call',
        subject: deal.name,
        status: 'planned',
        planned_start: start,
        planned_end: new Date(start.getTime() + HOUR_MS / 2),
        all_day: false,
        direction: 'out',
        priority: 'normal',
        is_private: false,
        account_id: deal.accountId,
        contact_id: deal.contactId,
        deal_id: deal.id,
        owner_id: deal.ownerId,
        ...written(deal.stageEnteredAt),
      },
    ];
  });
}

const LINK_ACTIVITIES = `
  with linked as (
    insert into crm.activity_link (activity_id, entity, record_id)
    select a.id, l.entity, l.record_id from crm.activity a
    cross join lateral (values ('deal', a.deal_id), ('account', a.account_id), ('contact', a.contact_id)) as l (entity, record_id)
    where a.deal_id is not null returning activity_id)
  update crm.deal d set next_activity_at = a.planned_start
  from crm.activity a where a.deal_id = d.id`;

async function seedTags(client: PoolClient, start: Date): Promise<void> {
  await insert(
    client,
    'tag',
    tags.map(([name], index) => ({ id: demonstrationId('tag', index + 1), name, ...author(start) })),
  );
  await insert(
    client,
    'record_tag',
    tags.flatMap(([, numbers], index) =>
      numbers.map((number) => ({
        entity: 'account',
        record_id: accounts[number - 1]?.id,
        tag_id: demonstrationId('tag', index + 1),
        ...author(start),
      })),
    ),
  );
  await client.query(
    `insert into crm.follow (user_id, entity, record_id, created_at)
     select $1, 'deal', id, $2 from crm.deal where stage = 'negotiation'`,
    [personNamed('Dmitry Sokolov').id, start],
  );
}

function eventRows(sold: readonly DemonstrationDeal[], rows: RowIds): readonly Row[] {
  return sold.flatMap((deal) =>
    deal.moves.map((move, index) => ({
      id: rows.next(),
      occurred_at: move.at,
      actor_kind: 'user',
      actor_id: deal.ownerId,
      kind: 'record',
      verb: index === 0 ? 'created' : 'stage_entered',
      entity: 'deal',
      record_id: deal.id,
      record_version: 1 + index,
      account_id: deal.accountId,
      data: index === 0 ? {} : { changes: [{ field: 'stage', from: move.from, to: move.to }] },
    })),
  );
}
