/** Addresses of the screens of daily work: inbox, task, calendar, instances, questions, mail, organisation. */
import type { RouteObject } from 'react-router';
import { paths } from './paths.ts';

export const workRoutes: RouteObject[] = [
  {
    path: paths.inbox(),
    lazy: async () => ({ Component: (await import('../routes/inbox/inbox-page.tsx')).InboxPage }),
  },
  {
    path: paths.task(':id'),
    lazy: async () => ({ Component: (await import('../routes/task/task-page.tsx')).TaskPage }),
  },
  {
    path: paths.instance(':id'),
    lazy: async () => ({ Component: (await import('../routes/instance/instance-page.tsx')).InstancePage }),
  },
  {
    path: paths.instances(),
    lazy: async () => ({ Component: (await import('../routes/work-list/work-list-page.tsx')).InstancesPage }),
  },
  {
    path: paths.tasks(),
    lazy: async () => ({ Component: (await import('../routes/work-list/work-list-page.tsx')).TasksPage }),
  },
  {
    path: paths.salesMeasures(),
    lazy: async () => ({
      Component: (await import('../routes/measures/sales-measures-page.tsx')).SalesMeasuresPage,
    }),
  },
  {
    path: paths.serviceMeasures(),
    lazy: async () => ({
      Component: (await import('../routes/measures/service-measures-page.tsx')).ServiceMeasuresPage,
    }),
  },
  {
    path: '/search',
    lazy: async () => ({ Component: (await import('../routes/search/search-page.tsx')).SearchPage }),
  },
  {
    path: '/questions',
    lazy: async () => ({ Component: (await import('../routes/questions/questions-page.tsx')).QuestionsPage }),
  },
  {
    path: paths.organisation(),
    lazy: async () => ({
      Component: (await import('../routes/organisation/organisation-page.tsx')).OrganisationPage,
    }),
  },
  {
    path: paths.health(),
    lazy: async () => ({ Component: (await import('../routes/health/health-page.tsx')).HealthPage }),
  },
  {
    path: paths.jobs(),
    lazy: async () => ({ Component: (await import('../routes/jobs/jobs-page.tsx')).JobsPage }),
  },
  {
    path: paths.mail(),
    lazy: async () => ({ Component: (await import('../routes/mail/mail-page.tsx')).MailPage }),
  },
  {
    path: paths.calendar(),
    lazy: async () => ({ Component: (await import('../routes/calendar/calendar-page.tsx')).CalendarPage }),
  },
  {
    path: paths.duplicates(),
    lazy: async () => ({
      Component: (await import('../routes/duplicates/duplicates-page.tsx')).DuplicatesPage,
    }),
  },
  {
    path: paths.imports(),
    lazy: async () => ({ Component: (await import('../routes/imports/imports-page.tsx')).ImportsPage }),
  },
  {
    path: paths.import(':id'),
    lazy: async () => ({ Component: (await import('../routes/import/import-page.tsx')).ImportPage }),
  },
];
