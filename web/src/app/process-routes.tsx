/** Addresses of the screens around processes; each screen is a chunk of its own. */
import type { RouteObject } from 'react-router';

export const processRoutes: RouteObject[] = [];
