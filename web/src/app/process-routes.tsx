/** Addresses of the screens around processes; each screen is a chunk of its own. */
import type { RouteObject } from 'react-router';
import { paths } from './paths.ts';

export const processRoutes: RouteObject[] = [
  {
    path: paths.processes(),
    lazy: async () => ({ Component: (await import('../routes/processes/processes-page.tsx')).ProcessesPage }),
  },
  {
    path: '/processes/:processKey/design',
    lazy: async () => ({ Component: (await import('../routes/designer/designer-page.tsx')).DesignerPage }),
  },
];
