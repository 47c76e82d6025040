import { z } from 'zod';
import { id, idParams, instant, none, ok, person } from './common.ts';
import { entityIdParams } from './records.ts';
import { defineRoute } from './route.ts';

export const recordAction = z.enum(['create', 'read', 'edit', 'delete', 'export', 'share', 'comment']);
export const rightsLevel = z.enum(['none', 'own', 'team', 'department', 'territory', 'all']);
export const fieldLevel = z.enum(['hidden', 'read', 'edit']);

/** `*`: every kind of record that has no row of its own in the role. */
const entityOrAll = z.string().regex(/^(\*|[a-z][a-z_]{0,62})$/);
const entityKey = z.string().regex(/^[a-z][a-z_]{0,62}$/);

const roleContent = z
  .object({
    name: z.string().trim().min(1).max(100),
    nameRu: z.string().trim().max(100).nullable(),
    permissions: z
      .array(z.object({ entity: entityOrAll, action: recordAction, level: rightsLevel }).strict())
      .max(2000)
      .refine(
        (rows) => new Set(rows.map((row) => `${row.entity}:${row.action}`)).size === rows.length,
        'Each kind of record has each action once: remove the second.',
      ),
    fieldRights: z
      .array(z.object({ entity: entityKey, field: z.string().max(100), level: fieldLevel }).strict())
      .max(5000)
      .refine(
        (rows) => new Set(rows.map((row) => `${row.entity}:${row.field}`)).size === rows.length,
        'Each field has one level: remove the second.',
      ),
    inherits: z.array(entityKey).max(200),
    memberIds: z.array(id).max(10_000),
  })
  .strict();

export const role = roleContent.extend({
  id,
  code: z.string(),
  isBaseline: z.boolean(),
  version: z.number().int(),
});
export type Role = z.infer<typeof role>;

const groupContent = z
  .object({
    name: z.string().trim().min(1).max(100),
    /** Only a territory lies in another. */
    parentId: id.nullable(),
    memberIds: z.array(id).max(10_000),
  })
  .strict();
export type GroupContent = z.infer<typeof groupContent>;
const group = groupContent.extend({ id });
const groupParams = z.object({ kind: z.enum(['team', 'territory']) }).strict();

export const recordShare = z.object({
  id,
  principal: person.extend({ kind: z.enum(['user', 'team']) }),
  access: z.enum(['read', 'edit']),
  expiresAt: z.string().nullable(),
});
export type RecordShare = z.infer<typeof recordShare>;

export const accessGround = z.object({
  action: recordAction,
  kind: z.enum(['level', 'task', 'share', 'parent', 'participant', 'linked']),
  level: rightsLevel.exclude(['none']).nullable(),
  role: z.object({ code: z.string(), name: z.string() }).nullable(),
  /** The kind of record through which it is seen. */
  via: z.string().nullable(),
});
export type AccessGround = z.infer<typeof accessGround>;

export const rightsRoutes = {
  roles: defineRoute({
    method: 'GET',
    path: '/api/admin/roles',
    access: 'admin',
    summary: 'Roles with everything that they allow',
    params: none,
    query: none,
    body: none,
    response: z.object({ items: z.array(role) }),
    idempotent: false,
  }),
  createRole: defineRoute({
    method: 'POST',
    path: '/api/admin/roles',
    access: 'admin',
    summary: 'Create a role',
    params: none,
    query: none,
    body: roleContent.extend({ code: z.string().regex(/^[a-z][a-z_]{1,62}$/) }).strict(),
    response: role,
    idempotent: true,
  }),
  updateRole: defineRoute({
    method: 'PUT',
    path: '/api/admin/roles/:id',
    access: 'admin',
    summary: 'Replace what a role allows and who has it',
    params: idParams,
    query: none,
    body: roleContent.extend({ version: z.number().int() }).strict(),
    response: role,
    idempotent: true,
  }),
  deleteRole: defineRoute({
    method: 'DELETE',
    path: '/api/admin/roles/:id',
    access: 'admin',
    summary: 'Delete a role',
    params: idParams,
    query: none,
    body: none,
    response: ok,
    idempotent: true,
  }),
  groups: defineRoute({
    method: 'GET',
    path: '/api/admin/groups/:kind',
    access: 'admin',
    summary: 'Teams or territories with their members',
    params: groupParams,
    query: none,
    body: none,
    response: z.object({ items: z.array(group) }),
    idempotent: false,
  }),
  createGroup: defineRoute({
    method: 'POST',
    path: '/api/admin/groups/:kind',
    access: 'admin',
    summary: 'Create a team or territory',
    params: groupParams,
    query: none,
    body: groupContent,
    response: group,
    idempotent: true,
  }),
  updateGroup: defineRoute({
    method: 'PUT',
    path: '/api/admin/groups/:kind/:id',
    access: 'admin',
    summary: 'Change a team or territory and its members',
    params: groupParams.extend({ id }).strict(),
    query: none,
    body: groupContent,
    response: group,
    idempotent: true,
  }),
  deleteGroup: defineRoute({
    method: 'DELETE',
    path: '/api/admin/groups/:kind/:id',
    access: 'admin',
    summary: 'Delete a team or territory that nothing belongs to',
    params: groupParams.extend({ id }).strict(),
    query: none,
    body: none,
    response: ok,
    idempotent: true,
  }),
  teams: defineRoute({
    method: 'GET',
    path: '/api/teams',
    access: 'signedIn',
    summary: 'Teams to pick from',
    params: none,
    query: none,
    body: none,
    response: z.object({ items: z.array(person) }),
    idempotent: false,
  }),
  recordShares: defineRoute({
    method: 'GET',
    path: '/api/records/:entity/:id/shares',
    access: 'signedIn',
    summary: 'With whom a record is shared',
    params: entityIdParams,
    query: none,
    body: none,
    response: z.object({ items: z.array(recordShare) }),
    idempotent: false,
  }),
  shareRecord: defineRoute({
    method: 'POST',
    path: '/api/records/:entity/:id/shares',
    access: 'signedIn',
    summary: 'Share a record with a person or team, for ever or until an instant',
    params: entityIdParams,
    query: none,
    body: z
      .object({
        principal: z.object({ kind: z.enum(['user', 'team']), id }).strict(),
        access: z.enum(['read', 'edit']),
        expiresAt: instant.nullable(),
      })
      .strict(),
    response: recordShare,
    idempotent: true,
  }),
  endShare: defineRoute({
    method: 'DELETE',
    path: '/api/records/:entity/:id/shares/:shareId',
    access: 'signedIn',
    summary: 'End sharing a record',
    params: entityIdParams.extend({ shareId: id }),
    query: none,
    body: none,
    response: ok,
    idempotent: true,
  }),
  explainAccess: defineRoute({
    method: 'GET',
    path: '/api/records/:entity/:id/access',
    access: 'admin',
    summary: 'On which grounds a person may see or change a record',
    params: entityIdParams,
    query: z.object({ userId: id }).strict(),
    body: none,
    response: z.object({ grounds: z.array(accessGround) }),
    idempotent: false,
  }),
  seeAs: defineRoute({
    method: 'POST',
    path: '/api/session/see-as',
    access: 'admin',
    summary: 'See the product as another person, without changing anything; noted in the audit',
    params: none,
    query: none,
    body: z.object({ userId: id }).strict(),
    response: ok,
    idempotent: false,
  }),
  endSeeAs: defineRoute({
    method: 'DELETE',
    path: '/api/session/see-as',
    access: 'signedIn',
    summary: 'See the product as oneself again',
    params: none,
    query: none,
    body: none,
    response: ok,
    idempotent: false,
    whileSeeingAs: true,
  }),
};
