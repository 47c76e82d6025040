import { z } from 'zod';
import { id, none, pageQuery, person } from './common.ts';
import { defineRoute } from './route.ts';

export const organisation = z.object({
  departments: z.array(z.object({ id, name: z.string(), parentId: id.nullable() })),
  positions: z.array(z.object({ id, title: z.string(), departmentId: id, isHead: z.boolean() })),
  users: z.array(
    z.object({
      id,
      name: z.string(),
      email: z.string(),
      positionId: id.nullable(),
      status: z.enum(['active', 'disabled']),
      locale: z.string(),
      timeZone: z.string(),
      roles: z.array(z.string()),
      substitution: z.object({ by: person, from: z.string(), to: z.string() }).nullable(),
    }),
  ),
});
export type Organisation = z.infer<typeof organisation>;

export const mailItem = z.object({
  id,
  to: z.string(),
  subject: z.string(),
  body: z.string(),
  state: z.enum(['queued', 'sent', 'failed']),
  sentAt: z.string().nullable(),
  instanceId: id.nullable(),
  elementId: z.string().nullable(),
  error: z.string().nullable(),
});
export type MailItem = z.infer<typeof mailItem>;

export const adminRoutes = {
  organisation: defineRoute({
    method: 'GET',
    path: '/api/organisation',
    access: 'signedIn',
    summary: 'Departments, positions, people and substitutions',
    params: none,
    query: none,
    body: none,
    response: organisation,
    idempotent: false,
  }),
  people: defineRoute({
    method: 'GET',
    path: '/api/people',
    access: 'signedIn',
    summary: 'Active people to pick from',
    params: none,
    query: none,
    body: none,
    response: z.object({ items: z.array(person.extend({ positionTitle: z.string().nullable() })) }),
    idempotent: false,
  }),
  mailOutbox: defineRoute({
    method: 'GET',
    path: '/api/admin/mail',
    access: 'admin',
    summary: 'What the processes mailed',
    params: none,
    query: z.object(pageQuery).strict(),
    body: none,
    response: z.object({ items: z.array(mailItem), nextCursor: z.string().nullable() }),
    idempotent: false,
  }),
  advanceClock: defineRoute({
    method: 'POST',
    path: '/api/demo/clock',
    access: 'demonstrationAdmin',
    summary: 'Move the demonstration clock forward and run what falls due',
    params: none,
    query: none,
    body: z
      .object({ duration: z.string().regex(/^P(?!$)(\d+D)?(T(?=\d)(\d+H)?(\d+M)?)?$|^P\d+W$/) })
      .strict(),
    response: z.object({ now: z.string(), jobsRun: z.number().int() }),
    idempotent: false,
  }),
};
