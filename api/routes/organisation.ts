import type { routes } from '#contract';
import type { ApiContext } from '../context.ts';
import type { RouteHandlers } from '../middleware/mount-routes.ts';

/** The company's structure and its people: every colleague may know both. */
export function organisationHandlers({
  crm,
}: ApiContext): Pick<RouteHandlers<typeof routes.admin>, 'organisation' | 'people'> {
  return {
    organisation: ({ user }) => crm.organisation.view(user.locale),
    people: async ({ user }) => ({ items: await crm.organisation.people(user.locale) }),
  };
}
