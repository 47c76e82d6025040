/** `crm.create-record`, `crm.update-record` and `crm.pick-contact`: records in the name of the process. */
import { isRecordRef, type Json, type RecordRef, type TransactionHandler, type Variables } from '#engine';
import { crmHandler, type CrmEffect, type CrmHandlerDeps } from './crm-handler.ts';
import { requiredRecord, requiredText } from './input.ts';
import { assertDeclaredRead, assertDeclaredWrite } from './process-caller.ts';

export function createRecordHandler(deps: CrmHandlerDeps): TransactionHandler {
  return crmHandler(deps, async ({ input, context, caller, crm }) => {
    const entity = requiredText(input, 'entity');
    assertDeclaredWrite(context, entity);
    const created = await crm.records.create(caller, { entity, fields: fieldsOf(input, ['entity']) });
    return { record: ref(entity, created.id) };
  });
}

export function updateRecordHandler(deps: CrmHandlerDeps): TransactionHandler {
  return crmHandler(deps, async ({ input, context, caller, crm }) => {
    const { $record: entity, id } = requiredRecord(input, 'record');
    assertDeclaredWrite(context, entity);
    await crm.records.update(caller, { entity, id, fields: fieldsOf(input, ['record']) });
    return { record: ref(entity, id) };
  });
}

export function pickContactHandler(deps: CrmHandlerDeps): TransactionHandler {
  return crmHandler(deps, async (effect) => {
    const subject = requiredRecord(effect.input, 'ticket');
    const { $record: entity, id } = subject;
    for (const read of [entity, 'contact', 'account']) assertDeclaredRead(effect.context, read);
    const { fields } = await effect.crm.records.get(effect.caller, { entity, id });
    // Of a customer it is asked as of what belongs to one.
    const accountId = entity === 'account' ? id : idField(fields.account);
    const contactId =
      (entity === 'contact' ? id : idField(fields.contact)) ??
      (accountId ? await mainContact(effect, accountId) : null);
    return {
      contact: contactId ? ref('contact', contactId) : null,
      account: accountId ? ref('account', accountId) : null,
      phone: await bestPhone(effect, { contactId, accountId }),
    };
  });
}

async function mainContact({ crm, caller }: CrmEffect, accountId: string): Promise<string | null> {
  const links = await crm.accountContacts.list(caller, { accountId });
  const lasting = links.filter((link) => link.endedOn === null);
  return (lasting.find((link) => link.isPrimary) ?? lasting[0])?.contact.id ?? null;
}

/** The contact's own number before the switchboard; nobody who asked not to be called has one. */
async function bestPhone(
  { crm, caller }: CrmEffect,
  { contactId, accountId }: { readonly contactId: string | null; readonly accountId: string | null },
): Promise<string | null> {
  if (contactId) {
    const { fields } = await crm.records.get(caller, { entity: 'contact', id: contactId });
    if (fields.doNotCall === true) return null;
  }
  const parties = [
    ...(contactId ? [{ type: 'contact' as const, id: contactId }] : []),
    ...(accountId ? [{ type: 'account' as const, id: accountId }] : []),
  ];
  for (const party of parties) {
    const points = await crm.points.list(caller, party);
    const phone = points.find(
      (point) => point.kind === 'phone' && point.status !== 'invalid' && point.e164 !== null,
    );
    if (phone) return phone.e164;
  }
  return null;
}

/** Every input but the named ones is a field; a record stands for its id. */
export function fieldsOf(input: Variables, without: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(input)
      .filter(([key]) => !without.includes(key))
      .map(([key, value]) => [key, fieldValue(value)]),
  );
}

function fieldValue(value: Json): unknown {
  if (isRecordRef(value)) return value.id;
  return value === '' ? null : value;
}

function idField(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function ref(entity: string, id: string): Variables & RecordRef {
  return { $record: entity, id };
}
