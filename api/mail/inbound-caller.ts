/** In whose name mail and web forms write: may make and change every record, exists in no table and cannot sign in. */
import type { Caller, CrmTransaction, RequestUser } from '#crm';

const INBOUND: RequestUser = {
  id: '00000000-0000-7000-8000-000000000002',
  name: 'Throughline',
  email: '',
  locale: 'en',
  timeZone: 'UTC',
  positionId: null,
  positionTitle: null,
  departmentId: null,
  departmentName: null,
  departmentsBelow: [],
  departmentsAbove: [],
  teamIds: [],
  roles: [
    {
      code: 'system',
      name: 'Throughline',
      permissions: (['create', 'read', 'edit', 'comment'] as const).map((action) => ({
        entity: '*',
        action,
        level: 'all' as const,
      })),
      processRights: [],
    },
  ],
  isAdmin: false,
  standsInFor: [],
};

export function inboundCaller(transaction: CrmTransaction | null): Caller {
  return { user: INBOUND, actor: { kind: 'system', id: null }, transaction };
}
