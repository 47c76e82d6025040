/** Lists of rows that are no records: tasks and instances. */
import type { WorkList } from '#contract';

const LISTS: readonly WorkList[] = ['user_task', 'process_instance'];

export function workListOf(entity: string): WorkList | null {
  return LISTS.find((list) => list === entity) ?? null;
}
