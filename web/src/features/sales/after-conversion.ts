import { routes } from '#contract';

/** Everything that a conversion or its reversal makes stale. */
export const AFTER_CONVERSION = [
  routes.records.getRecord,
  routes.records.listRecords,
  routes.records.timeline,
  routes.records.related,
  routes.records.relations,
  routes.leads.leadConversion,
  routes.sales.recordPath,
] as const;
