/** The company's structure as administrators make it, and who stands in for whom. */
import { z } from 'zod';
import { id, idParams, instant, none, ok, person } from './common.ts';
import { defineRoute } from './route.ts';
import { expectedVersion } from './setting-rules.ts';

const name = z.string().trim().min(1).max(200);
const otherName = z.string().trim().max(200).nullable();
/** By which processes name it; null while none does. */
const code = z.string().trim().max(60).nullable();

const departmentBody = z.object({ name, nameRu: otherName, code, parentId: id.nullable() }).strict();
export const department = departmentBody.extend({ id, version: z.number().int() });
export type StructureDepartment = z.infer<typeof department>;

const positionBody = z
  .object({ title: name, titleRu: otherName, code, departmentId: id, isHead: z.boolean() })
  .strict();
export const position = positionBody.extend({
  id,
  version: z.number().int(),
  /** Also those who have left and were never dismissed. */
  holders: z.array(person.extend({ isActive: z.boolean() })),
});
export type StructurePosition = z.infer<typeof position>;

export const substitution = z.object({ id, user: person, by: person, from: z.string(), to: z.string() });
export type Substitution = z.infer<typeof substitution>;

const versioned = { version: expectedVersion };
const holderParams = z.object({ id, userId: id }).strict();
const admin = { access: 'admin', query: none, idempotent: true, personOnly: true } as const;

export const structureRoutes = {
  structure: defineRoute({
    ...admin,
    method: 'GET',
    path: '/api/admin/structure',
    summary: 'Departments and positions with codes, both names and holders',
    params: none,
    body: none,
    response: z.object({ departments: z.array(department), positions: z.array(position) }),
    idempotent: false,
  }),
  createDepartment: defineRoute({
    ...admin,
    method: 'POST',
    path: '/api/admin/departments',
    summary: 'Make a department',
    params: none,
    body: departmentBody,
    response: department,
  }),
  updateDepartment: defineRoute({
    ...admin,
    method: 'PUT',
    path: '/api/admin/departments/:id',
    summary:
      'Rename a department or move it below another; 409 when processes name the code that it gives up',
    params: idParams,
    body: departmentBody.extend(versioned).strict(),
    response: department,
  }),
  deleteDepartment: defineRoute({
    ...admin,
    method: 'DELETE',
    path: '/api/admin/departments/:id',
    summary: 'Remove a department that nothing belongs to; otherwise 409 with what does',
    params: idParams,
    body: none,
    response: ok,
  }),
  createPosition: defineRoute({
    ...admin,
    method: 'POST',
    path: '/api/admin/positions',
    summary: 'Make a position; a new head takes the place of the former one',
    params: none,
    body: positionBody,
    response: position,
  }),
  updatePosition: defineRoute({
    ...admin,
    method: 'PUT',
    path: '/api/admin/positions/:id',
    summary: 'Rename a position or move it into another department; 409 as for departments',
    params: idParams,
    body: positionBody.extend(versioned).strict(),
    response: position,
  }),
  deletePosition: defineRoute({
    ...admin,
    method: 'DELETE',
    path: '/api/admin/positions/:id',
    summary: 'Remove a position that nobody holds and nothing names; otherwise 409 with who and what does',
    params: idParams,
    body: none,
    response: ok,
  }),
  appoint: defineRoute({
    ...admin,
    method: 'PUT',
    path: '/api/admin/positions/:id/holders/:userId',
    summary: 'Appoint a person, who leaves the position held before',
    params: holderParams,
    body: none,
    response: position,
  }),
  dismiss: defineRoute({
    ...admin,
    method: 'DELETE',
    path: '/api/admin/positions/:id/holders/:userId',
    summary: 'Dismiss a person from a position',
    params: holderParams,
    body: none,
    response: position,
  }),
  substitutions: defineRoute({
    method: 'GET',
    path: '/api/substitutions',
    access: 'signedIn',
    summary: 'Substitutions that last or are to come: one’s own and those one does; for administrators all',
    params: none,
    query: none,
    body: none,
    response: z.object({ items: z.array(substitution) }),
    idempotent: false,
  }),
  createSubstitution: defineRoute({
    method: 'POST',
    path: '/api/substitutions',
    access: 'signedIn',
    summary: 'Who does whose work for a time: for oneself, or as an administrator for anybody',
    params: none,
    query: none,
    body: z.object({ userId: id, byUserId: id, from: instant, to: instant }).strict(),
    response: substitution,
    idempotent: true,
    personOnly: true,
  }),
  endSubstitution: defineRoute({
    method: 'DELETE',
    path: '/api/substitutions/:id',
    access: 'signedIn',
    summary: 'End a substitution that lasts, take back one to come',
    params: idParams,
    query: none,
    body: none,
    response: ok,
    idempotent: true,
    personOnly: true,
  }),
};
