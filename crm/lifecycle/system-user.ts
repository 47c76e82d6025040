import type { RequestUser } from '../rights/request-user.ts';

/** In whose name the product's own rules write: sees and changes everything, exists in no table and cannot sign in. */
export const SYSTEM_USER: RequestUser = {
  id: '00000000-0000-7000-8000-000000000001',
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
      permissions: [
        { entity: '*', action: 'read', level: 'all' },
        { entity: '*', action: 'edit', level: 'all' },
      ],
      processRights: [],
    },
  ],
  isAdmin: false,
  standsInFor: [],
};
