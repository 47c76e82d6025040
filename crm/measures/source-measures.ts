/**
 * What each source brings: leads that came in a period, what became of them, and the deals of that period with what was
 * won, by the first or the last touch of the customer. Of the records that the caller may read.
 */
import { SqlParameters } from '../database/sql-parameters.ts';
import type { Queryable } from '../database/transaction.ts';
import type { RowContext } from '../entities/record-rows.ts';
import { scopeFor } from '../rights/scope-for.ts';
import { unratedSql } from '../money/base-amount.ts';
import { amountSql, sumKnown } from './stage-measures.ts';

export type Touched = 'first' | 'last';

export interface SourceMeasure {
  /** Null: not known. */
  readonly source: string | null;
  readonly leads: number;
  readonly converted: number;
  readonly disqualified: number;
  readonly deals: number;
  readonly won: number;
  readonly lost: number;
  /** Null for whom amounts are hidden. */
  readonly wonAmount: number | null;
  readonly openAmount: number | null;
}

export interface SourceLead {
  readonly recordId: string;
  readonly source: string | null;
  readonly status: 'open' | 'won' | 'lost' | 'paused';
}

export interface SourceDeal extends SourceLead {
  readonly amount: number | null;
  /** It has an amount, but no rate is known for it. */
  readonly isUnrated: boolean;
}

export interface SourceFacts {
  readonly leads: readonly SourceLead[];
  readonly deals: readonly SourceDeal[];
}

/** The newest lead of the customer that came before the deal did, else what the deal itself says. */
const LAST_TOUCH = `coalesce((
  select l.source from crm.lead l where l.account_id = r.account_id and l.source is not null and l.deleted_at is null
    and l.created_at <= r.created_at order by l.created_at desc, l.id desc limit 1), r.source)`;
const FIRST_TOUCH = `coalesce((select a.first_source from crm.account a where a.id = r.account_id), r.source)`;

export async function readSourceFacts(
  reader: Queryable,
  period: { readonly from: Date; readonly to: Date; readonly touch: Touched },
  context: RowContext,
): Promise<SourceFacts> {
  const read = async <Row extends object>(entity: 'lead' | 'deal', select: string): Promise<Row[]> => {
    const parameters = new SqlParameters();
    const scope = scopeFor({ ...context, entity, action: 'read', alias: 'r', parameters });
    const from = parameters.add(period.from, 'timestamptz');
    const to = parameters.add(period.to, 'timestamptz');
    const field = entity === 'lead' ? 'status' : 'stage';
    const { rows } = await reader.query<Row>(
      `select r.id as "recordId", s.base_status as status, ${select}
       from crm.${entity} r join crm.stage s on s.list = '${entity}.${field}' and s.code = r.${field}
       where r.created_at >= ${from} and r.created_at < ${to} and r.deleted_at is null and ${scope}`,
      parameters.values,
    );
    return rows;
  };
  const source = period.touch === 'first' ? FIRST_TOUCH : LAST_TOUCH;
  return {
    leads: await read<SourceLead>('lead', 'r.source'),
    deals: await read<SourceDeal>(
      'deal',
      `${source} as source, (${amountSql('deal', context)})::float8 as amount, ${unratedSql('deal', 'r')} as "isUnrated"`,
    ),
  };
}

/** The most won first. */
export function sourceMeasures({ leads, deals }: SourceFacts): readonly SourceMeasure[] {
  const sources = [...new Set([...leads, ...deals].map(({ source }) => source))];
  return sources
    .map((source): SourceMeasure => {
      const came = leads.filter((lead) => lead.source === source);
      const made = deals.filter((deal) => deal.source === source);
      const amountOf = (...statuses: SourceLead['status'][]): number | null =>
        sumKnown(made.filter((deal) => statuses.includes(deal.status)).map(({ amount }) => amount));
      return {
        source,
        leads: came.length,
        converted: came.filter(({ status }) => status === 'won').length,
        disqualified: came.filter(({ status }) => status === 'lost').length,
        deals: made.length,
        won: made.filter(({ status }) => status === 'won').length,
        lost: made.filter(({ status }) => status === 'lost').length,
        wonAmount: amountOf('won'),
        openAmount: amountOf('open', 'paused'),
      };
    })
    .sort((one, other) => (other.wonAmount ?? 0) - (one.wonAmount ?? 0) || other.leads - one.leads);
}
