import type { routes } from '#contract';
import { idempotently } from '../commands/idempotently.ts';
import type { ApiContext } from '../context.ts';
import type { RouteHandlers } from '../middleware/mount-routes.ts';

/** Calendars of people, by the rights on activities: of others one sees what one may read. */
export function calendarHandlers(
  context: ApiContext,
): Pick<RouteHandlers<typeof routes.tasks>, 'calendar' | 'moveCalendarItem'> {
  const { crm } = context;
  return {
    calendar: async ({ user, query }) => {
      const userIds = query.userId
        ? [query.userId]
        : [user.id, ...user.standsInFor.map((person) => person.id)];
      const range = { from: new Date(query.from), to: new Date(query.to), userIds };
      const items = await crm.activities.calendar({ user }, range);
      const people = await crm.organisation.people();
      return { items, people: people.map(({ id, name }) => ({ id, name })) };
    },
    moveCalendarItem: ({ user, params, body, idempotencyKey }) =>
      idempotently(
        context,
        { userId: user.id, key: idempotencyKey, request: { move: params.id, body } },
        (transaction) => crm.activities.move({ user, transaction }, { id: params.id, ...body }),
      ),
  };
}
