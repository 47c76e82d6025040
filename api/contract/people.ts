/** People as administrators look after them: made, invited, moved, and kept out with their work handed over. */
import { z } from 'zod';
import { id, idParams, none, ok, person } from './common.ts';
import { defineRoute } from './route.ts';

const personContent = z
  .object({
    name: z.string().trim().min(1).max(200),
    email: z.string().trim().min(3).max(320),
    phone: z.string().trim().max(60).nullable(),
    locale: z.enum(['en', 'ru']),
    timeZone: z.string().min(1).max(60),
    positionId: id.nullable(),
    teamIds: z.array(id).max(100),
    /** Codes. */
    roles: z.array(z.string().min(1).max(100)).max(100),
  })
  .strict();

export const adminPerson = personContent.extend({
  id,
  isActive: z.boolean(),
  version: z.number().int(),
  /** False until a first password is chosen or given; who comes through a provider needs none. */
  hasPassword: z.boolean(),
  /** An invitation was mailed and is still good. */
  invitedUntil: z.string().nullable(),
  openTasks: z.number().int(),
});
export type AdminPerson = z.infer<typeof adminPerson>;

const openWork = z.object({
  /** At most a hundred, the most urgent first; `taskCount` says how many there are. */
  tasks: z.array(
    z.object({ id, name: z.string(), instanceId: id, processName: z.string(), dueAt: z.string().nullable() }),
  ),
  taskCount: z.number().int(),
  /** Planned calls, meetings and the like. */
  activityCount: z.number().int(),
});
export type OpenWork = z.infer<typeof openWork>;

const token = z.string().regex(/^[\w-]{20,100}$/);
const base = { access: 'admin', query: none, idempotent: false, personOnly: true } as const;

export const peopleRoutes = {
  allPeople: defineRoute({
    ...base,
    method: 'GET',
    path: '/api/admin/people',
    summary: 'Everybody, also who has left, with position, teams and roles',
    params: none,
    body: none,
    response: z.object({
      items: z.array(adminPerson),
      roles: z.array(z.object({ code: z.string(), name: z.string() })),
      teams: z.array(person),
      positions: z.array(z.object({ id, title: z.string(), department: z.string() })),
    }),
  }),
  createPerson: defineRoute({
    ...base,
    method: 'POST',
    path: '/api/admin/people',
    summary:
      'Make a person: with a password for one sign-in, an invitation by mail, or neither (sign-in by provider)',
    params: none,
    body: personContent.extend({ enter: z.enum(['password', 'invitation', 'none']) }).strict(),
    response: z.object({ person: adminPerson, password: z.string().nullable() }),
  }),
  updatePerson: defineRoute({
    ...base,
    method: 'PUT',
    path: '/api/admin/people/:id',
    summary: 'Change a person, his teams and his roles',
    params: idParams,
    body: personContent.extend({ version: z.number().int() }).strict(),
    response: adminPerson,
  }),
  invitePerson: defineRoute({
    ...base,
    method: 'POST',
    path: '/api/admin/people/:id/invitation',
    summary: 'Mail an address by which a person chooses a password; former ones open nothing any more',
    params: idParams,
    body: none,
    response: adminPerson,
  }),
  openWork: defineRoute({
    ...base,
    method: 'GET',
    path: '/api/admin/people/:id/open-work',
    summary: 'What a person still has to do',
    params: idParams,
    body: none,
    response: openWork,
  }),
  keepOut: defineRoute({
    ...base,
    method: 'POST',
    path: '/api/admin/people/:id/keep-out',
    summary:
      'A person has left: his sessions and keys end, and his open tasks and planned activities go to a colleague, in the background',
    params: idParams,
    body: z.object({ handOverTo: id.nullable() }).strict(),
    response: z.object({ person: adminPerson, tasks: z.number().int(), activities: z.number().int() }),
  }),
  letIn: defineRoute({
    ...base,
    method: 'POST',
    path: '/api/admin/people/:id/let-in',
    summary: 'Let a person who had left sign in again',
    params: idParams,
    body: none,
    response: adminPerson,
  }),
  invitation: defineRoute({
    method: 'GET',
    path: '/api/invitations/:token',
    access: 'public',
    summary: 'Whom an invitation is for',
    params: z.object({ token }).strict(),
    query: none,
    body: none,
    response: z.object({ name: z.string(), email: z.string(), passwordLengthMin: z.number().int() }),
    idempotent: false,
  }),
  acceptInvitation: defineRoute({
    method: 'POST',
    path: '/api/invitations/:token',
    access: 'public',
    summary: 'Choose a first password; the invitation is used up',
    params: z.object({ token }).strict(),
    query: none,
    body: z.object({ password: z.string().min(1).max(200) }).strict(),
    response: ok,
    idempotent: false,
  }),
};
