/**
 * `crm.convert-lead` makes account, contact and deal of a lead, `crm.distribute-lead` finds who gets it; in the name of
 * the process and in its step.
 */
import type { RecordRef, TransactionHandler, Variables } from '#engine';
import { crmHandler, type CrmHandlerDeps } from './crm-handler.ts';
import { recordInput, requiredRecord } from './input.ts';
import { assertDeclaredWrite } from './process-caller.ts';
import { fieldsOf } from './record-handlers.ts';

const OWN_INPUTS: readonly string[] = ['lead', 'account', 'contact'];

/** A party that is known is taken, the rest is made from what the lead knows; further inputs are fields of the deal. */
export function convertLeadHandler(deps: CrmHandlerDeps): TransactionHandler {
  return crmHandler(deps, async ({ input, context, caller, crm }) => {
    const lead = requiredRecord(input, 'lead');
    for (const entity of ['lead', 'account', 'contact', 'deal']) assertDeclaredWrite(context, entity);
    const known = await crm.records.get(caller, { entity: 'lead', id: lead.id });
    const partOf = (entity: 'account' | 'contact') => {
      const id = recordInput(input, entity)?.id ?? known.fields[entity];
      return typeof id === 'string' ? { id } : { fields: {} };
    };
    const done = await crm.conversions.convert(caller, {
      id: lead.id,
      account: partOf('account'),
      contact: partOf('contact'),
      deal: { fields: fieldsOf(input, OWN_INPUTS) },
    });
    return {
      account: ref('account', done.accountId),
      contact: ref('contact', done.contactId),
      deal: ref('deal', done.dealId),
    };
  });
}

/** Somebody by the rules, or nobody while it waits in the queue of its team. */
export function distributeLeadHandler(deps: CrmHandlerDeps): TransactionHandler {
  return crmHandler(deps, async ({ input, context, caller, crm }) => {
    const lead = requiredRecord(input, 'lead');
    assertDeclaredWrite(context, 'lead');
    const { owner, outcome } = await crm.distribution.distribute(caller, { id: lead.id });
    return { owner: ref('user', owner?.id ?? null), outcome };
  });
}

function ref(entity: string, id: string | null): (Variables & RecordRef) | null {
  return id === null ? null : { $record: entity, id };
}
