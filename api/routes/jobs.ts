/** Starts that did not come about: what failed, and trying it again. Failed steps of instances are on their cards. */
import type { FailedJob, IncompleteStart, routes } from '#contract';
import type { RequestUser } from '#crm';
import { EngineRejection } from '#engine';
import { engineOptions } from '../commands/engine-options.ts';
import type { ApiContext } from '../context.ts';
import type { RouteHandlers } from '../middleware/mount-routes.ts';
import { elementName, processName } from '../presenters/definition-names.ts';
import { readNames } from '../presenters/read-names.ts';

type Handlers = Pick<
  RouteHandlers<typeof routes.admin>,
  'failedJobs' | 'retryFailedJob' | 'retryFailedJobs' | 'incompleteStarts' | 'discardIncompleteStart'
>;

export function jobHandlers(context: ApiContext): Handlers {
  const { engine } = context;
  return {
    failedJobs: async ({ user }) => ({ items: await readFailedJobs(context, user) }),
    retryFailedJob: async ({ user, params }) => {
      await engine.retryFailedJob({ jobId: params.id }, engineOptions(user, undefined));
      return { ok: true };
    },
    retryFailedJobs: async ({ user }) => {
      let retried = 0;
      for (const { id } of await engine.views.failedJobs()) if (await retry(context, user, id)) retried += 1;
      return { retried };
    },
    incompleteStarts: async ({ user }) => ({ items: await readIncompleteStarts(context, user) }),
    discardIncompleteStart: async ({ user, params }) => {
      await engine.operations.discardIncompleteStart(params.id, engineOptions(user, undefined));
      return { ok: true };
    },
  };
}

/** False when somebody else was faster. */
async function retry({ engine }: ApiContext, user: RequestUser, jobId: string): Promise<boolean> {
  try {
    await engine.retryFailedJob({ jobId }, engineOptions(user, undefined));
    return true;
  } catch (error) {
    if (error instanceof EngineRejection && error.code === 'ENG_INCIDENT_NOT_FOUND') return false;
    throw error;
  }
}

async function readFailedJobs(context: ApiContext, user: RequestUser): Promise<FailedJob[]> {
  const jobs = await context.engine.views.failedJobs();
  const refs = jobs.flatMap(({ record }) =>
    record ? [{ $record: record.entity, id: record.recordId }] : [],
  );
  const [names, definitions] = await Promise.all([
    readNames(context, user, { records: refs }),
    context.definitions.findAll(
      jobs.flatMap(({ failures }) => failures.flatMap((failure) => failure.definitionId ?? [])),
    ),
  ]);
  return jobs.map(({ id, kind, dueAt, tries, failures, record }) => ({
    id,
    kind,
    dueAt,
    tries,
    failures: failures.map(({ processKey, definitionId, elementId, message }) => {
      const definition = definitions.get(definitionId ?? '') ?? null;
      return {
        processKey,
        processName: definition && processName(definition, definition.name, user.locale),
        elementName: elementName(definition, elementId, user.locale),
        message,
      };
    }),
    record: record && {
      entity: record.entity,
      change: record.change,
      link: names.record({ $record: record.entity, id: record.recordId }),
    },
  }));
}

async function readIncompleteStarts(
  { engine }: ApiContext,
  { locale }: RequestUser,
): Promise<IncompleteStart[]> {
  const starts = await engine.operations.incompleteStarts();
  return await Promise.all(
    starts.map(async ({ id, processKey, elementId, correlationKey, since, occurred }) => {
      const definition = await engine.views.latestDefinition(processKey);
      return {
        ...{ id, processKey, correlationKey, since },
        processName: definition && processName(definition, definition.name, locale),
        elementName: elementName(definition, elementId, locale),
        occurred: [...occurred],
      };
    }),
  );
}
