/**
 * The product's routes in this process, over the proxy. Nothing goes on in the background, so that the statements of an
 * operation are its own: what the schedules would do, an operation asks for itself.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Router } from 'express';
import pg from 'pg';
import { routes } from '#contract';
import { isEntity, type Crm } from '#crm';
import { createClock } from '../../../api/adapters/clock.ts';
import { createSecretBox, type SecretBox } from '../../../api/adapters/secret-box.ts';
import { createPool } from '../../../api/adapters/database/pool.ts';
import { createFileStorage } from '../../../api/adapters/file-storage.ts';
import { timeOrderedIds } from '../../../api/adapters/ids.ts';
import { createLogger } from '../../../api/adapters/logger.ts';
import { createApp } from '../../../api/app.ts';
import { Credentials } from '../../../api/auth/credentials.ts';
import { peopleFromCrm } from '../../../api/auth/people.ts';
import { composeSignIn } from '../../../api/auth/sign-in.ts';
import { Sessions } from '../../../api/auth/sessions.ts';
import { SignInGuard } from '../../../api/auth/sign-in-guard.ts';
import { createRecordBatchRunner } from '../../../api/bulk/record-batches.ts';
import { readConfig } from '../../../api/config.ts';
import type { ApiContext } from '../../../api/context.ts';
import { createCore } from '../../../api/core.ts';
import { processDrafts } from '../../../api/drafts/process-drafts.ts';
import { taskDrafts } from '../../../api/drafts/task-drafts.ts';
import { crmProblem } from '../../../api/errors/crm-problems.ts';
import { engineProblem } from '../../../api/errors/engine-problems.ts';
import { createMailFiling, type MailFiling } from '../../../api/mail/file-mail.ts';
import { createMailSending } from '../../../api/mail/send-mail.ts';
import { createTaskMails } from '../../../api/mail/task-mails.ts';
import { createTaskReplies } from '../../../api/mail/task-replies.ts';
import { mountRoutes } from '../../../api/middleware/mount-routes.ts';
import { Traffic } from '../../../api/middleware/traffic.ts';
import { auditHandlers } from '../../../api/routes/audit.ts';
import { collaborationHandlers } from '../../../api/routes/collaboration.ts';
import { duplicateHandlers } from '../../../api/routes/duplicates.ts';
import { eventHandlers } from '../../../api/routes/events.ts';
import { fileHandlers } from '../../../api/routes/files.ts';
import { Health } from '../../../api/routes/health.ts';
import { importHandlers } from '../../../api/routes/imports.ts';
import { instanceHandlers } from '../../../api/routes/instances.ts';
import { leadHandlers } from '../../../api/routes/leads.ts';
import { processHandlers } from '../../../api/routes/processes.ts';
import { recordBatchHandlers } from '../../../api/routes/record-batches.ts';
import { recordMailHandlers } from '../../../api/routes/record-mail.ts';
import { recordHandlers } from '../../../api/routes/records.ts';
import { taskHandlers } from '../../../api/routes/tasks.ts';
import { webFormHandlers } from '../../../api/routes/web-forms.ts';
import { createExportBooks } from '../../../api/tables/tell-of-export.ts';
import { seedPeople, signIn, type Visitor } from '../../support/visitors.ts';

export interface CutProduct {
  readonly url: string;
  readonly admin: Visitor;
  readonly crm: Crm;
  readonly filing: MailFiling;
  readonly secrets: SecretBox;
  /** Over an untouched connection. */
  readonly pool: pg.Pool;
  /**
   * Sends a write under its key. @throws ServerBug on a 500; an error, to be tried again, on any other answer that says
   * that the server could not.
   */
  write<T>(method: string, path: string, body: unknown, key?: string): Promise<T>;
  /** Goes on with batches that were begun, as the schedule does. */
  workOnBatches(): Promise<void>;
  stop(): Promise<void>;
}

const ADMIN = 'Viktor';

/** What must reach no caller. */
export class ServerBug extends Error {}

/** One more on the same database needs no people of its own. */
export async function startCutProduct(
  directUrl: string,
  cutUrl: string,
  { isSeeded = false, connections = 4 } = {},
): Promise<CutProduct> {
  const direct = new pg.Pool({ connectionString: directUrl, max: 2 });
  direct.on('error', () => undefined);
  if (!isSeeded) await seedPeople(direct, ADMIN);
  const folder = mkdtempSync(join(tmpdir(), 'throughline-statements-'));
  const config = readConfig({ PORT: '0', LOG_LEVEL: 'silent', UNSAFE_DATABASE: '1', DATABASE_URL: cutUrl });
  const logger = createLogger(config);
  const pool = createPool({ url: cutUrl, max: connections, logger });
  const clock = await createClock({ pool: direct, demo: false });
  const files = createFileStorage({ folder, sizeMax: 1_048_576 });
  const transport = { send: () => Promise.resolve(), close: () => undefined };
  const mail = { transport, sender: config.mailFrom };
  const core = createCore({
    ...{ pool, clock, ids: timeOrderedIds, logger, mail, httpAllow: [] },
    filePath: (storageKey) => files.path(storageKey),
    onCommitted: () => undefined,
    onStepChange: () => undefined,
  });
  const context: ApiContext = {
    ...core,
    ...{ pool, clock, files, logger, ids: timeOrderedIds, entities: { has: isEntity } },
    processDrafts: processDrafts(pool),
    taskDrafts: taskDrafts(pool),
    announce: () => undefined,
    announceProcesses: () => undefined,
  };
  const router = Router();
  const secrets = createSecretBox(Buffer.alloc(32, 7));
  const { mountOptions, isSignedIn } = composeSignIn(
    router,
    {
      ...{ config, logger, pool, clock },
      sessions: new Sessions({ pool, days: 1 }),
      credentials: new Credentials(pool),
      guard: new SignInGuard(pool),
      secrets,
    },
    { people: peopleFromCrm(core.crm), demonstrationLogins: () => Promise.resolve([]) },
  );
  const batches = createRecordBatchRunner(context);
  const collaboration = { ...collaborationHandlers(context), ...fileHandlers(context) };
  const sending = createMailSending(context, mail);
  mountRoutes(router, routes.records, recordHandlers(context), mountOptions);
  mountRoutes(router, routes.duplicates, duplicateHandlers(context, batches), mountOptions);
  mountRoutes(router, routes.recordBatches, recordBatchHandlers(context, batches), mountOptions);
  mountRoutes(router, routes.leads, leadHandlers(context), mountOptions);
  mountRoutes(router, routes.collaboration, collaboration, mountOptions);
  const books = createExportBooks(context, { sender: config.mailFrom, publicUrl: config.publicUrl });
  mountRoutes(router, routes.imports, importHandlers(context, books), mountOptions);
  mountRoutes(router, routes.audit, auditHandlers(context, config), mountOptions);
  mountRoutes(router, routes.tasks, taskHandlers(context), mountOptions);
  mountRoutes(router, routes.processes, processHandlers(context), mountOptions);
  mountRoutes(router, routes.instances, instanceHandlers(context), mountOptions);
  mountRoutes(router, routes.events, eventHandlers(context), mountOptions);
  const { mailFrom: sender, publicUrl } = config;
  const deliver = (): Promise<number> => sending.deliver();
  const taskMails = createTaskMails(context, { sender, publicUrl, canReply: true, deliver });
  mountRoutes(
    router,
    routes.mail,
    recordMailHandlers(context, { sending, fetch: null, taskMails }),
    mountOptions,
  );
  mountRoutes(router, routes.webForms, webFormHandlers({ ...context, secrets }, config), mountOptions);
  const health = new Health();
  health.phase = 'ready';
  const api = { router, isSignedIn, problemMappers: [crmProblem, engineProblem] };
  const server = createServer(
    createApp({ config, logger, health, traffic: new Traffic(), webFolder: folder, api: () => api }),
  );
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const admin = await signIn({ url }, ADMIN);
  return {
    ...{ url, admin, crm: core.crm, pool: direct },
    filing: createMailFiling(context, {
      ...{ ownAddress: 'desk@own.example', sender },
      replies: createTaskReplies(context, config),
    }),
    secrets,
    async write<T>(method: string, path: string, body: unknown, key?: string) {
      const answer = await admin.send<T>(method, path, body, key);
      const told = `${method} ${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`;
      if (answer.status === 500) throw new ServerBug(told);
      if (answer.status >= 400) throw new Error(told);
      return answer.body;
    },
    async workOnBatches() {
      await batches.sweep();
      await batches.idle();
    },
    async stop() {
      await batches.stop();
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
      clock.stop();
      await pool.end();
      await direct.end();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
