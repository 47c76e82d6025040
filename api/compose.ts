/**
 * Puts the product together on its foundation: the core, the live stream, the routes and the schedules. Wiring only;
 * what a part decides is in the part.
 */
import { join } from 'node:path';
import { Router } from 'express';
import { routes } from '#contract';
import { type CrmChange, isEntity } from '#crm';
import { createPostgresChannel } from '#engine';
import { createRecordBatchRunner, type RecordBatchRunner } from './bulk/record-batches.ts';
import { createFileStorage, type FileStorage } from './adapters/file-storage.ts';
import { timeOrderedIds } from './adapters/ids.ts';
import { mailRoute } from './adapters/mail/mail-route.ts';
import { createMailFiling } from './mail/file-mail.ts';
import { createMailbox, type Mailbox } from './mail/mailbox.ts';
import { createMailSending, type MailSending } from './mail/send-mail.ts';
import { createTaskMails, type TaskMails } from './mail/task-mails.ts';
import { createTaskReplies } from './mail/task-replies.ts';
import { createWebhookDispatcher, type WebhookDispatcher } from './webhooks/deliver-webhooks.ts';
import { deleteContents } from './privacy/delete-contents.ts';
import { peopleFromCrm } from './auth/people.ts';
import { composeSignIn, type SignIn } from './auth/sign-in.ts';
import type { ApiContext } from './context.ts';
import { createCore, type Core } from './core.ts';
import { demonstrationLogins, ensureDemonstration } from './demonstration/index.ts';
import { processDrafts } from './drafts/process-drafts.ts';
import { taskDrafts } from './drafts/task-drafts.ts';
import { crmProblem } from './errors/crm-problems.ts';
import { engineProblem } from './errors/engine-problems.ts';
import { mountRoutes } from './middleware/mount-routes.ts';
import { canJoinRoom } from './rights/room-access.ts';
import { advanceClockHandler } from './routes/clock.ts';
import { distributionHandlers } from './routes/distribution.ts';
import { duplicateHandlers } from './routes/duplicates.ts';
import { eventHandlers } from './routes/events.ts';
import { externalJobHandlers } from './routes/external-jobs.ts';
import { instanceHandlers } from './routes/instances.ts';
import { createNodeBeats } from './health/node-beats.ts';
import { packageVersion } from './openapi/package-version.ts';
import { healthReportHandlers } from './routes/health-report.ts';
import { jobHandlers } from './routes/jobs.ts';
import { mailHandlers } from './routes/mail.ts';
import { recordMailHandlers } from './routes/record-mail.ts';
import { measureHandlers } from './routes/measures.ts';
import { operationHandlers } from './routes/operations.ts';
import { organisationHandlers } from './routes/organisation.ts';
import { processHandlers } from './routes/processes.ts';
import { readyProcessHandlers } from './routes/ready-processes.ts';
import { recordBatchHandlers } from './routes/record-batches.ts';
import { recordHandlers } from './routes/records.ts';
import { auditHandlers } from './routes/audit.ts';
import { choiceHandlers } from './routes/choices.ts';
import { companyHandlers } from './routes/company.ts';
import { customFieldHandlers } from './routes/custom-fields.ts';
import { peopleHandlers } from './routes/people.ts';
import { privacyHandlers } from './routes/privacy.ts';
import { securityAdminHandlers } from './routes/security-admin.ts';
import { rightsHandlers } from './routes/rights.ts';
import { leadHandlers } from './routes/leads.ts';
import { orderHandlers } from './routes/orders.ts';
import { slaHandlers } from './routes/sla.ts';
import { collaborationHandlers } from './routes/collaboration.ts';
import { fileHandlers } from './routes/files.ts';
import { taskFileHandlers } from './routes/task-files.ts';
import { fullExportHandlers } from './routes/full-exports.ts';
import { importHandlers } from './routes/imports.ts';
import { createExportBooks, type ExportBooks } from './tables/tell-of-export.ts';
import { exportGuardHandlers } from './routes/export-guard.ts';
import { createFullExports, type FullExports } from './tables/full-exports.ts';
import { secretsOfEnvironment } from './tables/known-secrets.ts';
import { lifecycleHandlers } from './routes/lifecycle.ts';
import { salesHandlers } from './routes/sales.ts';
import { searchHandlers } from './routes/search.ts';
import { taskHandlers } from './routes/tasks.ts';
import { mountFormPages, webFormHandlers } from './routes/web-forms.ts';
import { structureHandlers } from './routes/structure.ts';
import { workingCalendarHandlers } from './routes/working-calendars.ts';
import { webhookHandlers } from './routes/webhooks.ts';
import { pointHandlers } from './routes/points.ts';
import { homeHandlers } from './routes/home.ts';
import { viewHandlers } from './routes/views.ts';
import { workListHandlers } from './routes/work-lists.ts';
import type { Foundation, Product } from './run.ts';
import { housekeeping } from './schedules/housekeeping.ts';
import { startSchedules, type RunningSchedules } from './schedules/schedules.ts';
import { createLiveSockets } from './sockets/live-sockets.ts';
import { createLiveUpdates, type LiveUpdates } from './sockets/live-updates.ts';
import { createNodeRelay, type NodeRelay } from './sockets/node-relay.ts';

/** Who hears of what was committed; made after what tells it. */
interface LiveParts {
  updates: LiveUpdates | null;
  relay: NodeRelay | null;
  webhooks: WebhookDispatcher | null;
}

/** The largest file that a record takes (decision 10). */
const UPLOAD_MAX = 50 * 1_048_576;

export async function compose(foundation: Foundation): Promise<Product> {
  const { config, pool, clock, logger, sessions } = foundation;
  const mail = await mailRoute(config, pool);
  const live: LiveParts = {
    updates: null,
    relay: null,
    webhooks: null,
  };
  const files = createFileStorage({ folder: join(config.dataDir, 'files'), sizeMax: UPLOAD_MAX });
  const core = createCore({
    pool,
    listenUrl: foundation.databaseUrl,
    clock,
    ids: timeOrderedIds,
    logger,
    mail: { transport: mail.transport, sender: config.mailFrom },
    httpAllow: config.httpAllow,
    limits: config.limits,
    filePath: (storageKey) => files.path(storageKey),
    onCommitted: (changes) => {
      live.webhooks?.wake();
      tellChanges(live, changes);
    },
    onMetadataChanged: () => live.updates?.metadata(),
    onStepChange: (rootId, change) => live.updates?.stepChange(rootId, change),
  });
  const context = apiContext(foundation, core, { live, files });
  const router = Router();
  const signIn = composeSignIn(router, foundation, {
    people: peopleFromCrm(core.crm),
    demonstrationLogins,
  });
  const batches = createRecordBatchRunner(context);
  const sending = createMailSending(context, { transport: mail.transport, sender: config.mailFrom });
  const mailbox = mailboxOf(context, config);
  const taskMails = createTaskMails(context, {
    ...{ sender: config.mailFrom, publicUrl: config.publicUrl, canReply: mailbox !== null },
    deliver: () => sending.deliver(),
  });
  const webhooks = createWebhookDispatcher(context, {
    egress: { allowedHosts: config.httpAllow },
    mailFrom: config.mailFrom,
    secrets: foundation.secrets,
  });
  live.webhooks = webhooks;
  const books = createExportBooks(context, { sender: config.mailFrom, publicUrl: config.publicUrl });
  const fullExports = createFullExports(context, {
    books,
    folder: join(config.dataDir, 'exports'),
    secrets: foundation.secrets,
    secretsOfEnvironment: secretsOfEnvironment(config),
  });
  mountApi(router, {
    context,
    foundation,
    signIn,
    batches,
    sending,
    mailbox,
    webhooks,
    books,
    fullExports,
    taskMails,
  });
  const sockets = createLiveSockets({
    server: foundation.server,
    identify: signIn.identify,
    canJoin: (user, room) => canJoinRoom(context, user, room),
    onSessionEnd: (listener) => sessions.onEnd(listener),
    onPresence: (presence) => live.relay?.presence(presence),
    logger,
  });
  const updates = createLiveUpdates(sockets, {
    onStepChanges: (changes) => live.relay?.recordChanges(changes),
  });
  live.updates = updates;
  const nodeId = timeOrderedIds.next();
  const beats = createNodeBeats({
    ...{ pool, id: nodeId, version: packageVersion(), logger },
    sockets: () => sockets.connected(),
  });
  const relay = createNodeRelay(
    nodeId,
    createPostgresChannel({ url: foundation.databaseUrl, channel: 'throughline_live', logger }),
    {
      onRecordChanges: updates.recordChanges,
      onProcesses: updates.processes,
      onPresence: sockets.hearPresence,
      onGap: updates.clock,
    },
  );
  live.relay = relay;
  const forget = [
    core.engine.onStep((message) => {
      live.updates?.step(message);
      core.timeline.note(message.rootId);
      taskMails.wake();
    }),
    clock.onAdvance(() => {
      core.engine.wake();
      live.updates?.clock();
    }),
  ];
  let schedules: RunningSchedules | null = null;
  return {
    api: { router, isSignedIn: signIn.isSignedIn, problemMappers: [crmProblem, engineProblem] },
    async start(signal) {
      if (config.demo) await ensureDemonstration(foundation, mail.transport, signal);
      await core.engine.start();
      relay.start();
      await beats.start();
      schedules = await startSchedules(
        housekeeping({
          pool,
          crm: core.crm,
          sessions,
          clock,
          binDays: config.binDays,
          engine: core.engine,
          batches,
          fullExports,
          watch: () => core.timeline.catchUp(),
          deleteContents: () => deleteContents(context),
          webhooks,
          mail: {
            deliver: () => taskMails.write().then(() => sending.deliver()),
            fetch: mailbox ? () => mailbox.fetch() : null,
          },
        }),
        logger,
      );
      await core.timeline.catchUp();
    },
    drain: () => core.engine.drain(),
    async stop({ graceMs }) {
      for (const stopListening of forget) stopListening();
      await core.crm.imports.stopWork();
      mailbox?.stop();
      await taskMails.stop();
      await webhooks.stop();
      await schedules?.stop();
      await batches.stop();
      await fullExports.stop();
      await core.engine.stop({ graceMs });
      await core.timeline.idle();
      await relay.stop();
      await beats.stop();
      await sockets.stop();
      await mail.close();
    },
  };
}

/** Those who watch, here and on other nodes. */
function tellChanges({ updates, relay }: LiveParts, changes: readonly CrmChange[]): void {
  updates?.recordChanges(changes);
  relay?.recordChanges(changes);
}

/** Null without IMAP_URL: then no mail is fetched. */
function mailboxOf(context: ApiContext, config: Foundation['config']): Mailbox | null {
  if (config.imapUrl === null) return null;
  const ownAddress = /<([^<>]+)>\s*$/.exec(config.mailFrom)?.[1] ?? config.mailFrom;
  const filing = createMailFiling(context, {
    ...{ ownAddress: ownAddress.trim().toLowerCase(), sender: config.mailFrom },
    replies: createTaskReplies(context, config),
  });
  return createMailbox({ ...context, imapUrl: config.imapUrl, filing });
}

function apiContext(
  foundation: Foundation,
  core: Core,
  { live, files }: { live: LiveParts; files: FileStorage },
): ApiContext {
  const { pool, clock, logger } = foundation;
  return {
    ...core,
    pool,
    clock,
    files,
    logger,
    ids: timeOrderedIds,
    entities: { has: isEntity },
    processDrafts: processDrafts(pool),
    taskDrafts: taskDrafts(pool),
    announce: (changes) => {
      core.engine.wake();
      live.webhooks?.wake();
      tellChanges(live, changes);
    },
    announceProcesses(instanceIds = []) {
      live.updates?.processes(instanceIds);
      live.relay?.processes(instanceIds);
    },
  };
}

function mountApi(
  router: Router,
  parts: {
    readonly context: ApiContext;
    readonly foundation: Foundation;
    readonly signIn: SignIn;
    readonly batches: RecordBatchRunner;
    readonly sending: MailSending;
    readonly mailbox: Mailbox | null;
    readonly webhooks: WebhookDispatcher;
    readonly books: ExportBooks;
    readonly fullExports: FullExports;
    readonly taskMails: TaskMails;
  },
): void {
  const { context, foundation, signIn } = parts;
  const { mountOptions } = signIn;
  const { clock, config } = foundation;
  mountRoutes(router, routes.records, recordHandlers(context), mountOptions);
  mountRoutes(router, routes.duplicates, duplicateHandlers(context, parts.batches), mountOptions);
  mountRoutes(router, routes.recordBatches, recordBatchHandlers(context, parts.batches), mountOptions);
  mountRoutes(router, routes.points, pointHandlers(context), mountOptions);
  mountRoutes(router, routes.views, viewHandlers(context), mountOptions);
  mountRoutes(router, routes.home, homeHandlers(context), mountOptions);
  mountRoutes(router, routes.workLists, workListHandlers(context), mountOptions);
  mountRoutes(router, routes.search, searchHandlers(context), mountOptions);
  mountRoutes(router, routes.leads, leadHandlers(context), mountOptions);
  mountRoutes(router, routes.measures, measureHandlers(context), mountOptions);
  mountRoutes(router, routes.structure, structureHandlers(context), mountOptions);
  mountRoutes(router, routes.calendars, workingCalendarHandlers(context), mountOptions);
  mountRoutes(router, routes.distribution, distributionHandlers(context), mountOptions);
  mountRoutes(router, routes.orders, orderHandlers(context), mountOptions);
  mountRoutes(router, routes.sla, slaHandlers(context), mountOptions);
  mountRoutes(
    router,
    routes.collaboration,
    { ...collaborationHandlers(context), ...fileHandlers(context) },
    mountOptions,
  );
  mountRoutes(router, routes.taskFiles, taskFileHandlers(context), mountOptions);
  mountRoutes(router, routes.lifecycle, lifecycleHandlers(context), mountOptions);
  mountRoutes(router, routes.imports, importHandlers(context, parts.books), mountOptions);
  mountRoutes(router, routes.exportGuard, exportGuardHandlers(context), mountOptions);
  mountRoutes(router, routes.fullExports, fullExportHandlers(context, parts.fullExports), mountOptions);
  mountRoutes(router, routes.sales, salesHandlers(context), mountOptions);
  mountRoutes(router, routes.customFields, customFieldHandlers(context), mountOptions);
  mountRoutes(router, routes.company, companyHandlers(context), mountOptions);
  mountRoutes(router, routes.choices, choiceHandlers(context), mountOptions);
  mountRoutes(router, routes.audit, auditHandlers(context, { binDays: config.binDays }), mountOptions);
  mountRoutes(router, routes.rights, rightsHandlers(context), mountOptions);
  mountRoutes(router, routes.privacy, privacyHandlers(context, parts.books), mountOptions);
  const { pool, crm } = context;
  mountRoutes(
    router,
    routes.securityAdmin,
    securityAdminHandlers({ ...signIn.security, pool, crm, config }),
    mountOptions,
  );
  mountRoutes(router, routes.tasks, taskHandlers(context), mountOptions);
  mountRoutes(router, routes.processes, processHandlers(context), mountOptions);
  mountRoutes(router, routes.readyProcesses, readyProcessHandlers(context), mountOptions);
  mountRoutes(router, routes.instances, instanceHandlers(context), mountOptions);
  mountRoutes(router, routes.events, eventHandlers(context), mountOptions);
  mountRoutes(router, routes.operations, operationHandlers(context), mountOptions);
  mountRoutes(router, routes.externalJobs, externalJobHandlers(context), mountOptions);
  const { sending, mailbox, taskMails } = parts;
  const fetchMail = mailbox ? () => mailbox.fetch() : null;
  mountRoutes(
    router,
    routes.mail,
    recordMailHandlers(context, { sending, fetch: fetchMail, taskMails }),
    mountOptions,
  );
  const people = peopleHandlers({
    ...{ context, config, batches: parts.batches, security: signIn.security },
    deliver: () => sending.deliver(),
  });
  mountRoutes(router, routes.people, people, mountOptions);
  const forms = { ...context, secrets: foundation.secrets };
  mountRoutes(router, routes.webForms, webFormHandlers(forms, config), mountOptions);
  mountFormPages(router, forms);
  mountRoutes(
    router,
    routes.webhooks,
    webhookHandlers({ ...context, secrets: foundation.secrets }, parts.webhooks),
    mountOptions,
  );
  const admin = {
    ...organisationHandlers(context),
    ...mailHandlers(context),
    ...jobHandlers(context),
    advanceClock: advanceClockHandler({ clock, runDueJobs: () => context.engine.runDueJobs() }),
  };
  mountRoutes(router, routes.admin, admin, mountOptions);
  mountRoutes(router, routes.health, healthReportHandlers(context), mountOptions);
}
