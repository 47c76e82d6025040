/** Kinds of records that are compared and merged, and what of the screen a merge makes stale. */
import { routes } from '#contract';

export type Compared = 'account' | 'contact' | 'lead';
export const COMPARED: readonly Compared[] = ['account', 'contact', 'lead'];

/** What a merge changes on the screen. */
export const MERGE_CHANGES = [
  routes.records.getRecord,
  routes.records.listRecords,
  routes.records.recordGroups,
  routes.records.timeline,
  routes.records.recordProcesses,
  routes.duplicates.merges,
  routes.duplicates.duplicatePairs,
  routes.duplicates.duplicateCounts,
];

const FIRST_TOUCH = ['firstSource', 'firstCampaign', 'firstTouchAt'];
const LAST_TOUCH = ['lastSource', 'lastCampaign', 'lastTouchAt'];

/** Why nobody chooses a field: words under `merge`. */
export function fixedReason(key: string): 'earliest' | 'latest' | 'fixed' {
  if (FIRST_TOUCH.includes(key)) return 'earliest';
  return LAST_TOUCH.includes(key) ? 'latest' : 'fixed';
}
