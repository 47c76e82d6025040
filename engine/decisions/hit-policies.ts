/** What becomes of the rules that hit (DMN 1.3 clause 8.2.10): one result, a list, or one number. */
import { EngineFailure } from '../errors.ts';

export const HIT_POLICIES = [
  'UNIQUE',
  'ANY',
  'PRIORITY',
  'FIRST',
  'RULE ORDER',
  'OUTPUT ORDER',
  'COLLECT',
] as const;
export type HitPolicy = (typeof HIT_POLICIES)[number];
export const AGGREGATIONS = ['SUM', 'MIN', 'MAX', 'COUNT'] as const;
export type Aggregation = (typeof AGGREGATIONS)[number];

/** Outputs of one rule, by name. */
export type Row = Readonly<Record<string, unknown>>;

export interface HitPolicyRequest {
  readonly decision: string;
  readonly policy: HitPolicy;
  readonly aggregation: Aggregation | null;
  /** In the order of the table. */
  readonly rows: readonly Row[];
  readonly outputs: readonly { readonly name: string; readonly priorities: readonly unknown[] }[];
}

/** Whether the policy gives one result, so that a table without a hit gives its defaults or null. */
export function isSingle(policy: HitPolicy): boolean {
  return policy === 'UNIQUE' || policy === 'ANY' || policy === 'PRIORITY' || policy === 'FIRST';
}

/** The results that stay; aggregation makes one of them. @throws EngineFailure ENG_DECISION_FAILED */
export function applyHitPolicy(request: HitPolicyRequest): readonly Row[] {
  const { policy, rows, aggregation } = request;
  switch (policy) {
    case 'UNIQUE':
      if (rows.length > 1) throw contradiction(request, 'hits several rules, but may hit one');
      return rows;
    case 'ANY': {
      const distinct = new Set(rows.map((row) => JSON.stringify(row)));
      if (distinct.size > 1) throw contradiction(request, 'hits rules with different outputs');
      return rows.slice(0, 1);
    }
    case 'FIRST':
      return rows.slice(0, 1);
    case 'PRIORITY':
      return byPriority(request).slice(0, 1);
    case 'OUTPUT ORDER':
      return byPriority(request);
    case 'RULE ORDER':
      return rows;
    case 'COLLECT':
      return aggregation ? aggregated(request, aggregation) : rows;
  }
}

function byPriority({ rows, outputs }: HitPolicyRequest): readonly Row[] {
  const rank = (row: Row, index: number): number => {
    const { name, priorities } = outputs[index]!;
    const found = priorities.findIndex((value) => JSON.stringify(value) === JSON.stringify(row[name]));
    return found < 0 ? priorities.length : found;
  };
  return [...rows].sort((a, b) => {
    for (let index = 0; index < outputs.length; index++) {
      const difference = rank(a, index) - rank(b, index);
      if (difference !== 0) return difference;
    }
    return 0;
  });
}

function aggregated(request: HitPolicyRequest, aggregation: Aggregation): readonly Row[] {
  const { rows, outputs } = request;
  const name = outputs[0]!.name;
  if (aggregation === 'COUNT') return [{ [name]: rows.length }];
  if (rows.length === 0) return [];
  const numbers = rows.map((row) => row[name]);
  if (!numbers.every((value): value is number => typeof value === 'number')) {
    throw contradiction(request, `counts up outputs that are no numbers`);
  }
  if (aggregation === 'SUM') return [{ [name]: numbers.reduce((sum, value) => sum + value, 0) }];
  const pick = aggregation === 'MIN' ? Math.min : Math.max;
  return [{ [name]: numbers.reduce((best, value) => pick(best, value)) }];
}

function contradiction({ decision, policy }: HitPolicyRequest, what: string): EngineFailure {
  return new EngineFailure('ENG_DECISION_FAILED', `The decision '${decision}' (${policy}) ${what}.`, {
    decision,
  });
}
