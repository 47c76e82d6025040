import type { routes } from '#contract';
import { z } from 'zod';
import { readMail } from '../adapters/mail/mail-outbox.ts';
import type { ApiContext } from '../context.ts';
import { ApiProblem } from '../errors/problems.ts';
import type { RouteHandlers } from '../middleware/mount-routes.ts';

const cursor = z.uuid().nullable();

/** The outbox page: what the processes mailed, newest first. */
export function mailHandlers({ pool }: ApiContext): Pick<RouteHandlers<typeof routes.admin>, 'mailOutbox'> {
  return {
    mailOutbox: async ({ query }) => {
      const before = cursor.safeParse(query.cursor ?? null);
      if (!before.success)
        throw new ApiProblem('API_REQUEST_INVALID', { detail: 'The cursor is not one of this list.' });
      const rows = await readMail(pool, { before: before.data, limit: query.limit });
      const items = rows.slice(0, query.limit).map(({ recipients: to, ...mail }) => ({ ...mail, to }));
      return { items, nextCursor: rows.length > query.limit ? (items.at(-1)?.id ?? null) : null };
    },
  };
}
