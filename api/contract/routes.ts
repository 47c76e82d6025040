/** Every route of the product by name; nothing else is mounted. */
import { adminRoutes } from './admin.ts';
import { auditRoutes } from './audit.ts';
import { calendarRoutes } from './calendars.ts';
import { choiceRoutes } from './choices.ts';
import { companyRoutes } from './company.ts';
import { customFieldRoutes } from './custom-fields.ts';
import { distributionRoutes } from './distribution.ts';
import { duplicateRoutes } from './duplicates.ts';
import { eventRoutes } from './events.ts';
import { exportGuardRoutes } from './export-guard.ts';
import { externalJobRoutes } from './external-jobs.ts';
import { fullExportRoutes } from './full-exports.ts';
import { healthRoutes } from './health.ts';
import { importRoutes } from './imports.ts';
import { instanceRoutes } from './instances.ts';
import { measureRoutes } from './measures.ts';
import { operationRoutes } from './operations.ts';
import { peopleRoutes } from './people.ts';
import { pointRoutes } from './points.ts';
import { privacyRoutes } from './privacy.ts';
import { processRoutes } from './processes.ts';
import { readyProcessRoutes } from './ready-processes.ts';
import { recordBatchRoutes } from './record-batches.ts';
import { recordRoutes } from './records.ts';
import { rightsRoutes } from './rights.ts';
import { leadRoutes } from './leads.ts';
import { orderRoutes } from './orders.ts';
import { structureRoutes } from './structure.ts';
import { slaRoutes } from './sla.ts';
import { collaborationRoutes } from './collaboration.ts';
import { mailRoutes } from './mail.ts';
import { lifecycleRoutes } from './lifecycle.ts';
import { salesRoutes } from './sales.ts';
import { searchRoutes } from './search.ts';
import { securityAdminRoutes, securityRoutes } from './security.ts';
import { sessionRoutes } from './session.ts';
import { taskFileRoutes } from './task-files.ts';
import { taskRoutes } from './tasks.ts';
import { webFormRoutes } from './web-forms.ts';
import { webhookRoutes } from './webhooks.ts';
import { homeRoutes } from './home.ts';
import { viewRoutes } from './views.ts';
import { workListRoutes } from './work-lists.ts';

export const routes = {
  session: sessionRoutes,
  security: securityRoutes,
  securityAdmin: securityAdminRoutes,
  people: peopleRoutes,
  structure: structureRoutes,
  points: pointRoutes,
  privacy: privacyRoutes,
  records: recordRoutes,
  duplicates: duplicateRoutes,
  views: viewRoutes,
  home: homeRoutes,
  workLists: workListRoutes,
  search: searchRoutes,
  recordBatches: recordBatchRoutes,
  sales: salesRoutes,
  leads: leadRoutes,
  distribution: distributionRoutes,
  calendars: calendarRoutes,
  measures: measureRoutes,
  collaboration: collaborationRoutes,
  lifecycle: lifecycleRoutes,
  mail: mailRoutes,
  webForms: webFormRoutes,
  webhooks: webhookRoutes,
  sla: slaRoutes,
  orders: orderRoutes,
  tasks: taskRoutes,
  taskFiles: taskFileRoutes,
  processes: processRoutes,
  readyProcesses: readyProcessRoutes,
  instances: instanceRoutes,
  events: eventRoutes,
  admin: adminRoutes,
  health: healthRoutes,
  operations: operationRoutes,
  externalJobs: externalJobRoutes,
  rights: rightsRoutes,
  customFields: customFieldRoutes,
  choices: choiceRoutes,
  company: companyRoutes,
  audit: auditRoutes,
  imports: importRoutes,
  exportGuard: exportGuardRoutes,
  fullExports: fullExportRoutes,
} as const;
