/** All task handlers by the name that a diagram uses; the table of known actions is proved equal to it by a test. */
import type { TaskHandler } from '#engine';
import { addNoteHandler, createTaskHandler, notifyHandler, planMeetingHandler } from './activity-handlers.ts';
import { endCallHandler, planCallHandler } from './call-handlers.ts';
import type { CrmHandlerDeps } from './crm-handler.ts';
import type { EgressRules } from './egress.ts';
import { httpRequestHandler } from './http-request.ts';
import { convertLeadHandler, distributeLeadHandler } from './lead-handlers.ts';
import { mailSendHandler, type MailSettings } from './mail-send.ts';
import { createRecordHandler, pickContactHandler, updateRecordHandler } from './record-handlers.ts';

export function taskHandlers(
  deps: CrmHandlerDeps & { readonly mail: MailSettings; readonly egress: EgressRules },
): ReadonlyMap<string, TaskHandler> {
  return new Map<string, TaskHandler>([
    ['crm.plan-call', planCallHandler(deps)],
    ['crm.end-call', endCallHandler(deps)],
    ['crm.pick-contact', pickContactHandler(deps)],
    ['crm.create-record', createRecordHandler(deps)],
    ['crm.update-record', updateRecordHandler(deps)],
    ['crm.convert-lead', convertLeadHandler(deps)],
    ['crm.distribute-lead', distributeLeadHandler(deps)],
    ['crm.create-task', createTaskHandler(deps)],
    ['crm.plan-meeting', planMeetingHandler(deps)],
    ['crm.add-note', addNoteHandler(deps)],
    ['crm.notify', notifyHandler(deps)],
    ['mail.send', mailSendHandler(deps.mail)],
    ['http.request', httpRequestHandler(deps.egress)],
  ]);
}
