/** Homes of people and of roles: which widgets, in which order. What they show is read through the routes of their parts. */
import { z } from 'zod';
import { id, none, ok } from './common.ts';
import { defineRoute } from './route.ts';

export const homeWidget = z.enum([
  'today',
  'overdue',
  'calls',
  'questions',
  'pool',
  'exceptions',
  'teamLoad',
  'processes',
  'recent',
  'failedStarts',
  'unusualExports',
  'myDeals',
  'rottingDeals',
  'myTickets',
]);
export type HomeWidget = z.infer<typeof homeWidget>;
export const homeWidgets: readonly HomeWidget[] = homeWidget.options;

/** A view of a list, saved or shipped: which list, and which view of it. */
const homeView = z.templateLiteral(['view:', z.string().regex(/[a-z][a-z_]{0,62}:[0-9a-zA-Z-]{1,60}/)]);
const homePart = z.union([homeWidget, homeView]);
export type HomeView = z.infer<typeof homeView>;
export type HomePart = z.infer<typeof homePart>;

const homeLayout = z.object({
  widgets: z.array(homePart),
  /** What the caller may add beside views of his lists: some are for who leads or administers. */
  offered: z.array(homeWidget),
  /** Arranged by the person; else as the role has it. */
  isOwn: z.boolean(),
  /** Nobody has answered the offer of the tour for this person yet. */
  offersTour: z.boolean(),
});

const arrangement = z
  .object({
    widgets: z
      .array(homePart)
      .max(20)
      .refine((widgets) => new Set(widgets).size === widgets.length, 'Name each widget once.')
      .nullable(),
  })
  .strict();

const roleHome = z.object({
  role: z.object({
    id,
    code: z.string(),
    name: z.string(),
    nameRu: z.string().nullable(),
    isBaseline: z.boolean(),
  }),
  /** Who has the role; null for the one that everybody has. */
  people: z.number().int().nullable(),
  widgets: z.array(homePart),
  /** What somebody with this role alone may have, beside views of lists. */
  offered: z.array(homeWidget),
  /** Kinds of records whose views it may have. */
  lists: z.array(z.string()),
  /** Chosen by an administrator; else as the product has it. */
  isSet: z.boolean(),
});
export type RoleHome = z.infer<typeof roleHome>;

export const homeRoutes = {
  roleHomes: defineRoute({
    method: 'GET',
    path: '/api/admin/role-homes',
    access: 'admin',
    summary: 'What the home of each role begins with',
    params: none,
    query: none,
    body: none,
    response: z.object({ items: z.array(roleHome) }),
    idempotent: false,
  }),
  arrangeRoleHome: defineRoute({
    method: 'PUT',
    path: '/api/admin/role-homes/:id',
    access: 'admin',
    summary:
      'Choose what the home of a role begins with; null gives back the product’s own. Homes that people arranged stay',
    params: z.object({ id }).strict(),
    query: none,
    body: arrangement,
    response: roleHome,
    idempotent: false,
  }),
  home: defineRoute({
    method: 'GET',
    path: '/api/home',
    access: 'signedIn',
    summary: 'Widgets of the caller’s home, by his role until he arranges them himself',
    params: none,
    query: none,
    body: none,
    response: homeLayout,
    idempotent: false,
  }),
  answerTour: defineRoute({
    method: 'POST',
    path: '/api/tour',
    access: 'signedIn',
    summary: 'Say that the tour was begun or is not wanted; it is not offered again',
    params: none,
    query: none,
    body: none,
    response: ok,
    idempotent: false,
  }),
  arrangeHome: defineRoute({
    method: 'PUT',
    path: '/api/home',
    access: 'signedIn',
    summary: 'Arrange the own home; null gives back the home of the role',
    params: none,
    query: none,
    body: arrangement,
    response: homeLayout,
    idempotent: false,
  }),
};
