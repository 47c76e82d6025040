/**
 * What a step is to the author: a call, a meeting, an e-mail … rather than a user or service task. Derived from our
 * extensions, so that a foreign diagram simply has none.
 */
import { isA, readAction, readCall, type ModdleElement } from '#moddle';

export const CRM_TASK_KINDS = [
  'call',
  'meeting',
  'email',
  'createRecord',
  'updateRecord',
  'createTask',
  'note',
  'http',
  'contact',
] as const;
export type CrmTaskKind = (typeof CRM_TASK_KINDS)[number];

const BY_ACTION: Readonly<Record<string, CrmTaskKind>> = {
  'crm.plan-meeting': 'meeting',
  'mail.send': 'email',
  'crm.create-record': 'createRecord',
  'crm.update-record': 'updateRecord',
  'crm.convert-lead': 'createRecord',
  'crm.distribute-lead': 'updateRecord',
  'crm.create-task': 'createTask',
  'crm.add-note': 'note',
  'http.request': 'http',
  'crm.pick-contact': 'contact',
};

export function crmTaskKindOf(element: ModdleElement): CrmTaskKind | null {
  if (isA(element, 'bpmn:UserTask')) return readCall(element) ? 'call' : null;
  if (!isA(element, 'bpmn:ServiceTask', 'bpmn:SendTask')) return null;
  return BY_ACTION[readAction(element)?.type ?? ''] ?? null;
}
