/** Administrators' operations on definitions and over many instances, and the log of what people did. */
import type { FailedSteps, HistorySetting, Operation, routes, Suspension } from '#contract';
import type { Actor, Variables } from '#engine';
import type { RequestUser } from '#crm';
import { engineOptions } from '../commands/engine-options.ts';
import type { ApiContext } from '../context.ts';
import type { RouteHandlers } from '../middleware/mount-routes.ts';
import { elementName, processName } from '../presenters/definition-names.ts';
import type { Names } from '../presenters/names.ts';
import { readBatches } from '../presenters/read-batch.ts';
import { processNames } from '../presenters/process-names.ts';
import { readNames } from '../presenters/read-names.ts';

export function operationHandlers(context: ApiContext): RouteHandlers<typeof routes.operations> {
  const { operations } = context.engine;
  return {
    listSuspensions: async ({ user }) => ({ items: await readSuspensions(context, user) }),
    suspend: async ({ user, body }) => {
      await operations.suspend(body.target, engineOptions(user, undefined, body.reason));
      return { ok: true };
    },
    resume: async ({ user, body }) => {
      await operations.resume(body.target, engineOptions(user, undefined, body.reason));
      return { ok: true };
    },
    listBatches: ({ user, query }) => readBatches(context, user, query.limit),
    startBatch: ({ user, body }) => {
      const { work, targets, reason } = body;
      const typed = 'values' in work ? { ...work, values: work.values as Variables } : work;
      return operations.startBatch({ work: typed, targets }, engineOptions(user, undefined, reason));
    },
    failedSteps: async ({ user, params }) => ({ items: await readFailedSteps(context, user, params) }),
    cancelBatch: async ({ user, params }) => {
      await operations.cancelBatch(params.id, engineOptions(user, undefined));
      return { ok: true };
    },
    historySettings: async ({ user }) => ({ items: await readSettings(context, user) }),
    changeHistory: async ({ user, params, body }) => {
      const { historyLevel, historyDays, reason } = body;
      await operations.changeSetting(
        { processKey: params.processKey, historyLevel, historyDays },
        engineOptions(user, undefined, reason),
      );
      return { ok: true };
    },
    operationLog: async ({ user, query }) => {
      const found = await operations.log(query);
      const people = found.map(({ actor }) => actor.id);
      const [names, processes] = await Promise.all([
        readNames(context, user, { people }),
        processNames(context, user),
      ]);
      const items = found.map(({ actor, processKey, ...rest }): Operation => ({
        ...rest,
        by: shownActor(actor, names),
        processKey,
        processName: processKey === null ? null : (processes.get(processKey) ?? null),
      }));
      return { items, nextBefore: items.length === query.limit ? (items.at(-1)?.at ?? null) : null };
    },
  };
}

function shownActor({ kind, id }: Actor, names: Names): Operation['by'] {
  return { kind, name: kind === 'user' ? (names.person(id)?.name ?? null) : id };
}

async function readSuspensions(context: ApiContext, user: RequestUser): Promise<Suspension[]> {
  const found = await context.engine.operations.suspensions();
  const names = await readNames(context, user, { people: found.map(({ by }) => by) });
  return Promise.all(
    found.map(async ({ id, target, since, by, reason }) => {
      const key = target.kind === 'jobType' ? null : target.processKey;
      const definition = key === null ? null : await context.engine.views.latestDefinition(key);
      return {
        ...{ id, target, since, reason },
        by: names.person(by),
        processName: definition && processName(definition, definition.name, user.locale),
        elementName:
          target.kind === 'element' ? elementName(definition, target.elementId, user.locale) : null,
      };
    }),
  );
}

async function readFailedSteps(
  { engine, definitions }: ApiContext,
  user: RequestUser,
  process: { readonly processKey: string },
): Promise<FailedSteps[]> {
  const found = await engine.operations.failedSteps(process);
  const full = await definitions.findAll(found.map(({ definitionId }) => definitionId));
  return found.map(({ elementId, definitionId, incidents }) => ({
    elementId,
    elementName: elementName(full.get(definitionId) ?? null, elementId, user.locale),
    count: incidents,
  }));
}

/** Every process, also those whose history nobody has limited. */
async function readSettings(context: ApiContext, user: RequestUser): Promise<HistorySetting[]> {
  const [names, settings] = await Promise.all([
    processNames(context, user),
    context.engine.operations.settings(),
  ]);
  const set = new Map(settings.map((setting) => [setting.processKey, setting]));
  return [...new Set([...names.keys(), ...set.keys()])].map((processKey) => ({
    processKey,
    processName: names.get(processKey) ?? null,
    historyLevel: set.get(processKey)?.historyLevel ?? 'full',
    historyDays: set.get(processKey)?.historyDays ?? null,
  }));
}
