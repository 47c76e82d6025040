/** Addresses of the administrators' screens, and of the bin. */
import type { RouteObject } from 'react-router';
import { AdminOnly } from './admin-only.tsx';
import { paths } from './paths.ts';

export const adminRoutes: RouteObject[] = [
  {
    element: <AdminOnly />,
    children: [
      {
        path: paths.roles(),
        lazy: async () => ({ Component: (await import('../routes/admin-roles/roles-page.tsx')).RolesPage }),
      },
      {
        path: paths.roleHomes(),
        lazy: async () => ({
          Component: (await import('../routes/admin-home/role-homes-page.tsx')).RoleHomesPage,
        }),
      },
      {
        path: paths.fields(),
        lazy: async () => ({
          Component: (await import('../routes/admin-fields/fields-page.tsx')).FieldsPage,
        }),
      },
      {
        path: paths.audit(),
        lazy: async () => ({ Component: (await import('../routes/admin-audit/audit-page.tsx')).AuditPage }),
      },
      {
        path: paths.groups(),
        lazy: async () => ({
          Component: (await import('../routes/admin-groups/groups-page.tsx')).GroupsPage,
        }),
      },
      {
        path: paths.operations(),
        lazy: async () => ({
          Component: (await import('../routes/operations/operations-page.tsx')).OperationsPage,
        }),
      },
    ],
  },
  {
    path: paths.webForms(),
    lazy: async () => ({ Component: (await import('../routes/admin-forms/forms-page.tsx')).FormsPage }),
  },
  {
    path: paths.webhooks(),
    lazy: async () => ({
      Component: (await import('../routes/admin-webhooks/webhooks-page.tsx')).WebhooksPage,
    }),
  },
  {
    path: paths.company(),
    lazy: async () => ({ Component: (await import('../routes/admin-company/company-page.tsx')).CompanyPage }),
  },
  {
    path: paths.choices(),
    lazy: async () => ({ Component: (await import('../routes/admin-choices/choices-page.tsx')).ChoicesPage }),
  },
  {
    path: paths.signInRules(),
    lazy: async () => ({
      Component: (await import('../routes/admin-security/security-admin-page.tsx')).SecurityAdminPage,
    }),
  },
  {
    path: paths.pipelines(),
    lazy: async () => ({
      Component: (await import('../routes/admin-pipelines/pipelines-page.tsx')).PipelinesPage,
    }),
  },
  {
    path: paths.serviceLevels(),
    lazy: async () => ({ Component: (await import('../routes/admin-sla/sla-page.tsx')).SlaPage }),
  },
  {
    path: paths.distribution(),
    lazy: async () => ({
      Component: (await import('../routes/admin-distribution/distribution-page.tsx')).DistributionPage,
    }),
  },
  {
    path: paths.calendars(),
    lazy: async () => ({
      Component: (await import('../routes/admin-calendars/calendars-page.tsx')).CalendarsPage,
    }),
  },
  {
    path: paths.lifecycle(),
    lazy: async () => ({
      Component: (await import('../routes/admin-lifecycle/lifecycle-page.tsx')).LifecyclePage,
    }),
  },
  {
    path: paths.people(),
    lazy: async () => ({ Component: (await import('../routes/admin-people/people-page.tsx')).PeoplePage }),
  },
  {
    path: paths.fullExport(),
    lazy: async () => ({
      Component: (await import('../routes/admin-export/full-export-page.tsx')).FullExportPage,
    }),
  },
  {
    path: paths.security(),
    lazy: async () => ({ Component: (await import('../routes/security/security-page.tsx')).SecurityPage }),
  },
  {
    path: paths.bin(),
    lazy: async () => ({ Component: (await import('../routes/bin/bin-page.tsx')).BinPage }),
  },
];
