import type { WorkList } from '#contract';
import type { TableList } from '#crm';
import type { ApiContext } from '../context.ts';
import { INSTANCE_LIST, instanceList } from './instance-list.ts';
import { TASK_LIST, taskList } from './task-list.ts';

/** The list of tasks or of instances, as the CRM lists rows. */
export function tableListOf({ crm }: Pick<ApiContext, 'crm'>, list: WorkList): TableList {
  return list === INSTANCE_LIST ? instanceList : taskList((user) => crm.organisation.groupsOf(user));
}

/** Null for kinds of records. */
export function workListOf(entity: string): WorkList | null {
  return entity === TASK_LIST || entity === INSTANCE_LIST ? entity : null;
}
