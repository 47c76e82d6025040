/** Filters of lists: conditions in groups. */
import { z } from 'zod';

export const filterOperator = z.enum([
  'eq',
  'ne',
  'in',
  'notIn',
  'contains',
  'notContains',
  'startsWith',
  'lt',
  'lte',
  'gt',
  'gte',
  'between',
  /** A span of time: `today`, `thisMonth`, `last:30`, `next:7`. */
  'within',
  'empty',
  'notEmpty',
]);
export type FilterOperator = z.infer<typeof filterOperator>;
export interface FilterCondition {
  field: string;
  operator: FilterOperator;
  value?: unknown;
}
export interface FilterGroup {
  op: 'and' | 'or';
  items: (FilterCondition | FilterGroup)[];
}
const filterCondition = z
  .object({ field: z.string().max(100), operator: filterOperator, value: z.unknown().optional() })
  .strict();
export const filterGroup: z.ZodType<FilterGroup> = z.lazy(() =>
  z
    .object({ op: z.enum(['and', 'or']), items: z.array(z.union([filterCondition, filterGroup])).max(50) })
    .strict(),
);
