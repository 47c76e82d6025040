/** The own home of each person. */
import type { routes } from '#contract';
import type { ApiContext } from '../context.ts';
import { answerTour, arrangeHome, readHome } from '../home/home-layouts.ts';
import type { RouteHandlers } from '../middleware/mount-routes.ts';

export function homeHandlers({ pool, crm }: ApiContext): RouteHandlers<typeof routes.home> {
  return {
    home: ({ user }) => readHome({ pool, crm }, user),
    answerTour: async ({ user }) => {
      await answerTour(pool, user);
      return { ok: true as const };
    },
    arrangeHome: ({ user, body }) => arrangeHome({ pool, crm }, user, body.widgets),
  };
}
