import type { Crm } from '#crm';
import type { MailSettings } from './mail-send.ts';
import { assertDeclaredRead, type ProcessCallers } from './process-caller.ts';

/** The best address of a contact or account, read in the name of the process. */
export function mailAddressOf(crm: Crm, callers: ProcessCallers): MailSettings['addressOf'] {
  return async ({ entity, id }, context) => {
    if (entity !== 'contact' && entity !== 'account') return null;
    assertDeclaredRead(context, entity);
    const caller = await callers.callerFor(context, null);
    const points = await crm.accountContacts.points(caller, { type: entity, id });
    const usable = points.filter((point) => point.kind === 'email' && point.email !== null);
    return (usable.find((point) => point.status === 'ok') ?? usable[0])?.email ?? null;
  };
}
