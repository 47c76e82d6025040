/** Addresses of the administrators' screens. */
import type { RouteObject } from 'react-router';
import { paths } from './paths.ts';

export const adminRoutes: RouteObject[] = [
  {
    path: paths.roles(),
    lazy: async () => ({ Component: (await import('../routes/admin-roles/roles-page.tsx')).RolesPage }),
  },
  {
    path: paths.fields(),
    lazy: async () => ({ Component: (await import('../routes/admin-fields/fields-page.tsx')).FieldsPage }),
  },
  {
    path: paths.groups(),
    lazy: async () => ({ Component: (await import('../routes/admin-groups/groups-page.tsx')).GroupsPage }),
  },
];
