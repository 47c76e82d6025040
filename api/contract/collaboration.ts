/** What people do around records of any kind: tags, files, comments, following, what they are told, the customer's org chart. */
import { z } from 'zod';
import { id, none, ok, person, recordLink } from './common.ts';
import { entityIdParams } from './records.ts';
import { defineRoute } from './route.ts';

const tag = z.object({ id, name: z.string() });
export type Tag = z.infer<typeof tag>;
const tags = z.object({ items: z.array(tag) });

export const recordFile = z.object({
  id,
  name: z.string(),
  mime: z.string(),
  size: z.number(),
  sha256: z.string(),
  kind: z.string(),
  createdAt: z.string(),
  createdBy: person.nullable(),
});
export type RecordFile = z.infer<typeof recordFile>;
const files = z.object({ items: z.array(recordFile) });

const followState = z.object({ following: z.boolean(), favorite: z.boolean(), followers: z.array(person) });
export type FollowState = z.infer<typeof followState>;

const recordComment = z.object({
  id,
  author: person.nullable(),
  body: z.string(),
  createdAt: z.string(),
});
export type RecordComment = z.infer<typeof recordComment>;

const notification = z.object({
  id,
  kind: z.enum(['mention', 'comment', 'assigned', 'changed', 'sla', 'export', 'queue', 'told', 'reminder']),
  record: recordLink,
  actor: person.nullable(),
  text: z.string().nullable(),
  createdAt: z.string(),
  readAt: z.string().nullable(),
});
export type Notification = z.infer<typeof notification>;

const relationKind = z.enum(['reports_to', 'assistant_of', 'family']);
const orgChart = z.object({
  people: z.array(
    z.object({
      id,
      name: z.string(),
      role: z.string().nullable(),
      positionText: z.string().nullable(),
      isPrimary: z.boolean(),
    }),
  ),
  relations: z.array(z.object({ id, fromId: id, toId: id, kind: relationKind })),
});
export type OrgChart = z.infer<typeof orgChart>;

const read = { access: 'signedIn', query: none, body: none, idempotent: false } as const;

export const collaborationRoutes = {
  tags: defineRoute({
    ...read,
    method: 'GET',
    path: '/api/tags',
    summary: 'Tags that begin with a text, the most used first',
    params: none,
    query: z.object({ q: z.string().max(60).default('') }).strict(),
    response: tags,
  }),
  recordTags: defineRoute({
    ...read,
    method: 'GET',
    path: '/api/records/:entity/:id/tags',
    summary: 'Tags of a record',
    params: entityIdParams,
    response: tags,
  }),
  setTags: defineRoute({
    method: 'PUT',
    path: '/api/records/:entity/:id/tags',
    access: 'signedIn',
    summary: 'Make the tags of a record those named; new names become new tags',
    params: entityIdParams,
    query: none,
    body: z.object({ names: z.array(z.string().min(1).max(60)).max(50) }).strict(),
    response: tags,
    idempotent: true,
  }),
  recordFiles: defineRoute({
    ...read,
    method: 'GET',
    path: '/api/records/:entity/:id/files',
    summary: 'Files of a record',
    params: entityIdParams,
    response: files,
  }),
  addFile: defineRoute({
    method: 'POST',
    path: '/api/records/:entity/:id/files',
    access: 'signedIn',
    summary: 'Add a file: its bytes are the body, sent as application/octet-stream',
    params: entityIdParams,
    query: z.object({ name: z.string().min(1).max(200), mime: z.string().max(200).default('') }).strict(),
    body: none,
    response: files,
    idempotent: false,
    bytes: 'up',
  }),
  removeFile: defineRoute({
    method: 'DELETE',
    path: '/api/records/:entity/:id/files/:fileId',
    access: 'signedIn',
    summary: 'Take a file off a record',
    params: entityIdParams.extend({ fileId: id }).strict(),
    query: none,
    body: none,
    response: files,
    idempotent: true,
  }),
  fileContent: defineRoute({
    ...read,
    method: 'GET',
    path: '/api/files/:id/content',
    summary: 'The bytes of a file, for those who may read a record that it hangs on',
    params: z.object({ id }).strict(),
    response: ok,
    bytes: 'down',
  }),
  recordComments: defineRoute({
    ...read,
    method: 'GET',
    path: '/api/records/:entity/:id/comments',
    summary: 'Comments on a record',
    params: entityIdParams,
    response: z.object({ items: z.array(recordComment) }),
  }),
  addRecordComment: defineRoute({
    method: 'POST',
    path: '/api/records/:entity/:id/comments',
    access: 'signedIn',
    summary: 'Comment on a record; who is mentioned is told',
    params: entityIdParams,
    query: none,
    body: z
      .object({ body: z.string().min(1).max(10_000), mentions: z.array(id).max(50).default([]) })
      .strict(),
    response: recordComment,
    idempotent: true,
  }),
  followState: defineRoute({
    ...read,
    method: 'GET',
    path: '/api/records/:entity/:id/follow',
    summary: 'Whether the caller follows a record or keeps it at hand, and who else follows',
    params: entityIdParams,
    response: followState,
  }),
  setFollow: defineRoute({
    method: 'PUT',
    path: '/api/records/:entity/:id/follow',
    access: 'signedIn',
    summary: 'Follow a record, keep it at hand, or stop',
    params: entityIdParams,
    query: none,
    body: z.object({ following: z.boolean().optional(), favorite: z.boolean().optional() }).strict(),
    response: followState,
    idempotent: true,
  }),
  favorites: defineRoute({
    ...read,
    method: 'GET',
    path: '/api/favorites',
    summary: 'Records that the caller keeps at hand',
    params: none,
    response: z.object({ items: z.array(recordLink) }),
  }),
  notifications: defineRoute({
    ...read,
    method: 'GET',
    path: '/api/notifications',
    summary: 'What the caller is told of, newest first',
    params: none,
    query: z
      .object({
        unread: z.enum(['true', 'false']).default('false'),
        limit: z.coerce.number().int().min(1).max(200).default(50),
      })
      .strict(),
    response: z.object({ items: z.array(notification), unread: z.number().int() }),
  }),
  readNotifications: defineRoute({
    method: 'POST',
    path: '/api/notifications/read',
    access: 'signedIn',
    summary: 'Mark what the caller was told of as read: those named, or all',
    params: none,
    query: none,
    body: z.object({ ids: z.array(id).max(500).nullable().default(null) }).strict(),
    response: z.object({ unread: z.number().int() }),
    idempotent: true,
  }),
  orgChart: defineRoute({
    ...read,
    method: 'GET',
    path: '/api/accounts/:id/org-chart',
    summary: 'The people of an organisation and how they stand to each other',
    params: z.object({ id }).strict(),
    response: orgChart,
  }),
  relateContacts: defineRoute({
    method: 'POST',
    path: '/api/contact-relations',
    access: 'signedIn',
    summary: 'One contact reports to, assists or is family of another',
    params: none,
    query: none,
    body: z.object({ fromId: id, toId: id, kind: relationKind }).strict(),
    response: ok,
    idempotent: true,
  }),
  releaseContacts: defineRoute({
    method: 'DELETE',
    path: '/api/contact-relations/:id',
    access: 'signedIn',
    summary: 'Two contacts do not stand to each other like that any more',
    params: z.object({ id }).strict(),
    query: none,
    body: none,
    response: ok,
    idempotent: true,
  }),
};
