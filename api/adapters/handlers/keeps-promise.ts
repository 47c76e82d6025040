/** A letter about a ticket is an answer to its customer: what was promised about answers is kept. */
import type { Crm } from '#crm';
import type { MailSettings } from './mail-send.ts';

export function keepsPromise(crm: Crm): MailSettings['onSent'] {
  return async (record, context) => {
    if (record.entity !== 'ticket') return;
    await crm.sla.answeredByProcess({
      ticketId: record.id,
      actor: { kind: 'process', id: context.instanceId },
    });
  };
}
