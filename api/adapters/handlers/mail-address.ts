import { CrmRejection, type Crm } from '#crm';
import { HandlerRefusal } from './refusal.ts';
import type { MailSettings } from './mail-send.ts';
import { assertDeclaredRead, type ProcessCallers } from './process-caller.ts';

/** The best address of a contact or account, read in the name of the process. */
export function mailAddressOf(crm: Crm, callers: ProcessCallers): MailSettings['addressOf'] {
  return async ({ entity, id }, context, purpose) => {
    if (entity !== 'contact' && entity !== 'account') return null;
    assertDeclaredRead(context, entity);
    const caller = await callers.callerFor(context, null);
    const points = await crm.points.list(caller, { type: entity, id });
    const refusal = await crm.consents.refusalOf({ entity, id }, { channel: 'email', purpose });
    if (refusal !== null)
      throw new HandlerRefusal(`The ${entity} must not be written to: consent is '${refusal}'.`);
    const usable = points.filter((point) => point.kind === 'email' && point.email !== null);
    return (usable.find((point) => point.status === 'ok') ?? usable[0])?.email ?? null;
  };
}

/** For addresses that a process has as text. */
export function mayWriteTo(crm: Crm): MailSettings['assertMayWriteTo'] {
  return async (addresses, purpose) => {
    try {
      await crm.consents.assertMayWriteTo(addresses, purpose);
    } catch (error) {
      throw error instanceof CrmRejection ? new HandlerRefusal(error.message) : error;
    }
  };
}
