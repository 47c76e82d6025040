import { systemUser, type Caller, type CrmTransaction } from '#crm';

/** In whose name mail and web forms write. */
const INBOUND = systemUser({
  id: '00000000-0000-7000-8000-000000000002',
  name: 'Throughline',
  actions: ['create', 'read', 'edit', 'comment'],
});

export function inboundCaller(transaction: CrmTransaction | null): Caller {
  return { user: INBOUND, actor: { kind: 'system', id: null }, transaction };
}
