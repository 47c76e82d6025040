import { z } from 'zod';
import { id, none } from './common.ts';
import { defineRoute } from './route.ts';

const count = z.number().int();

/** What goes out to others: how much waits, since when, and how much was given up within the last week. */
const outgoing = z.object({ waiting: count, oldestAt: z.string().nullable(), failed: count });

export const healthReport = z.object({
  at: z.string(),
  /** Counts go up to `countedTo`; beyond it there are at least as many. */
  work: z.object({
    due: count,
    oldestDueAt: z.string().nullable(),
    running: count,
    failed: count,
    incidents: count,
    timersToday: count,
    nextTimerAt: z.string().nullable(),
    countedTo: count,
  }),
  mail: outgoing,
  webhooks: outgoing,
  /** Folders that mail is read from; `error` is what the last try met. */
  mailboxes: z.array(z.object({ name: z.string(), fetchedAt: z.string(), error: z.string().nullable() })),
  nodes: z.array(
    z.object({
      id,
      host: z.string(),
      version: z.string(),
      startedAt: z.string(),
      seenAt: z.string(),
      /** Says nothing any more, and has not said goodbye either. */
      isSilent: z.boolean(),
      sockets: count,
      memoryMb: count,
      /** How late its timers were in the worst hundredth. */
      delayMs: z.number(),
    }),
  ),
  database: z.object({
    version: z.string(),
    bytes: z.number(),
    connections: count,
    connectionsMax: count,
    tables: z.array(z.object({ name: z.string(), bytes: z.number() })),
    /** What runs for more than `slowSeconds`, or keeps a transaction open for that long; the text without its values. */
    slow: z.array(z.object({ seconds: z.number(), state: z.string(), statement: z.string() })),
    slowSeconds: z.number(),
  }),
  /** Running instances without progress for `stuckDays` that no timer will wake. */
  stuck: z.object({ count, countedTo: count, days: count }),
});
export type HealthReport = z.infer<typeof healthReport>;

export const healthRoutes = {
  report: defineRoute({
    method: 'GET',
    path: '/api/admin/health',
    access: 'admin',
    summary: 'How the product is: work that waits, mail and webhooks, nodes, the database, stuck instances',
    params: none,
    query: none,
    body: none,
    response: healthReport,
    idempotent: false,
  }),
};
