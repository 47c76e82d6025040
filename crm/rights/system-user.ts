import type { RecordAction, RequestUser } from './request-user.ts';

/** In whose name rules and jobs of the product work: exists in no table and cannot sign in. */
export function systemUser(one: {
  /** Stands where an id is asked for; no person's. */
  readonly id: string;
  readonly name: string;
  /** What it may do with every record. */
  readonly actions: readonly RecordAction[];
}): RequestUser {
  const { id, name, actions } = one;
  const permissions = actions.map((action) => ({ entity: '*', action, level: 'all' as const }));
  return {
    id,
    name,
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
    roles: [{ code: 'system', name, permissions, processRights: [] }],
    isAdmin: false,
    standsInFor: [],
  };
}
