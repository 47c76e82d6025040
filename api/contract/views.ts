/** Saved views: lists, boards and calendars under a name. */
import { z } from 'zod';
import { id, idParams, none, ok, person } from './common.ts';
import { entityParams } from './records.ts';
import { filterGroup } from './record-filters.ts';
import { defineRoute } from './route.ts';

const fieldKey = z.string().min(1).max(100);

export const viewContent = z
  .object({
    name: z.string().trim().min(1).max(80),
    /** Who sees it: only oneself, a team, or everybody who may read such records. */
    audience: z.enum(['own', 'team', 'all']),
    teamId: id.nullable().default(null),
    kind: z.enum(['list', 'kanban', 'calendar']),
    filter: filterGroup.nullable().default(null),
    columns: z.array(fieldKey).max(100),
    sort: z.string().max(200).nullable().default(null),
    group: z.string().max(120).nullable().default(null),
    settings: z
      .object({
        /** The choice whose values are the columns of a board. */
        columnField: fieldKey.optional(),
        sumField: fieldKey.optional(),
        pipeline: z.string().max(100).optional(),
        /** How many rows a column of a board should have at most, by its value. */
        limits: z.record(z.string().max(100), z.number().int().min(1).max(10_000)).optional(),
        /** The date by which a calendar places rows. */
        dateField: fieldKey.optional(),
      })
      .strict()
      .default({}),
  })
  .strict();
export type ViewContent = z.input<typeof viewContent>;

export const savedView = viewContent.extend({
  id,
  entity: z.string(),
  owner: person,
  version: z.number().int(),
  mayEdit: z.boolean(),
  /** The caller's list opens with it. */
  isDefault: z.boolean(),
});
export type SavedView = z.output<typeof savedView>;

export const viewRoutes = {
  listViews: defineRoute({
    method: 'GET',
    path: '/api/views/:entity',
    access: 'signedIn',
    summary: 'Saved views of a list: own, of the caller’s teams, of all',
    params: entityParams,
    query: none,
    body: none,
    response: z.object({
      items: z.array(savedView),
      /** To whom the caller may show views of his own. */
      mayShowTo: z.object({ all: z.boolean(), teams: z.array(person) }),
    }),
    idempotent: false,
  }),
  createView: defineRoute({
    method: 'POST',
    path: '/api/views/:entity',
    access: 'signedIn',
    summary: 'Save a view of a list',
    params: entityParams,
    query: none,
    body: viewContent,
    response: savedView,
    idempotent: true,
  }),
  updateView: defineRoute({
    method: 'PUT',
    path: '/api/saved-views/:id',
    access: 'signedIn',
    summary: 'Change a saved view; 409 when somebody else changed it in between',
    params: idParams,
    query: none,
    body: viewContent.extend({ version: z.number().int() }),
    response: savedView,
    idempotent: true,
  }),
  removeView: defineRoute({
    method: 'DELETE',
    path: '/api/saved-views/:id',
    access: 'signedIn',
    summary: 'Remove a saved view',
    params: idParams,
    query: none,
    body: none,
    response: ok,
    idempotent: true,
  }),
  setDefaultView: defineRoute({
    method: 'PUT',
    path: '/api/views/:entity/default',
    access: 'signedIn',
    summary: 'The view with which the caller’s list opens; null for the plain list',
    params: entityParams,
    query: none,
    body: z.object({ viewId: id.nullable() }).strict(),
    response: ok,
    idempotent: true,
  }),
};
