/** The own home of each person, and what the homes of roles begin with. */
import type { routes } from '#contract';
import type { ApiContext } from '../context.ts';
import { answerTour, arrangeHome, readHome } from '../home/home-layouts.ts';
import { arrangeRoleHome, readRoleHomes } from '../home/role-homes.ts';
import type { RouteHandlers } from '../middleware/mount-routes.ts';

export function homeHandlers({ pool, crm }: ApiContext): RouteHandlers<typeof routes.home> {
  return {
    home: ({ user }) => readHome({ pool, crm }, user),
    answerTour: async ({ user }) => {
      await answerTour(pool, user);
      return { ok: true as const };
    },
    roleHomes: async ({ user }) => ({ items: await readRoleHomes({ pool, crm }, user) }),
    arrangeRoleHome: ({ user, params, body }) => arrangeRoleHome({ pool, crm }, user, { ...params, ...body }),
    arrangeHome: ({ user, body }) => arrangeHome({ pool, crm }, user, body.widgets),
  };
}
