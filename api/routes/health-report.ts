import type { routes } from '#contract';
import type { ApiContext } from '../context.ts';
import { readHealth } from '../health/read-health.ts';
import type { RouteHandlers } from '../middleware/mount-routes.ts';

export function healthReportHandlers(context: ApiContext): RouteHandlers<typeof routes.health> {
  return { report: () => readHealth(context) };
}
