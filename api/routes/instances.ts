/** Instances: the list, the card, the live map, and what a manager may do with one. */
import type { routes } from '#contract';
import type { Variables } from '#engine';
import { instanceOfIncident } from '../adapters/engine-ports/engine-reads.ts';
import { engineOptions } from '../commands/engine-options.ts';
import type { ApiContext } from '../context.ts';
import { ApiProblem } from '../errors/problems.ts';
import type { RouteHandlers } from '../middleware/mount-routes.ts';
import { readMigrationCheck } from '../presenters/migration-check.ts';
import {
  readHistory,
  readIncidentValues,
  readInstanceCard,
  readInstanceList,
  readLiveMap,
} from '../presenters/read-instance.ts';
import { changeableInstance, watchedInstance } from '../rights/instance-access.ts';
import { commentHandlers } from './comments.ts';

export function instanceHandlers(context: ApiContext): RouteHandlers<typeof routes.instances> {
  const { engine } = context;
  return {
    listInstances: ({ user, query: { q, withIncident, suspended, ...query } }) =>
      readInstanceList(context, user, {
        ...query,
        ...(q ? { search: q } : {}),
        ...(withIncident === undefined ? {} : { withIncident: withIncident === 'true' }),
        ...(suspended === undefined ? {} : { suspended: suspended === 'true' }),
      }),
    getInstance: async ({ user, params }) =>
      readInstanceCard(context, user, await watchedInstance(context, user, params.id)),
    liveMap: async ({ user, params }) =>
      readLiveMap(context, user, await watchedInstance(context, user, params.id)),
    instanceHistory: async ({ user, params, query }) =>
      readHistory(context, user, { instance: await watchedInstance(context, user, params.id), ...query }),
    setParameters: async ({ user, params, body, idempotencyKey }) => {
      await changeableInstance(context, user, { instanceId: params.id, right: 'intervene' });
      await engine.setVariables(
        { instanceId: params.id, values: body.values as Variables },
        engineOptions(user, idempotencyKey, body.reason),
      );
      return { ok: true };
    },
    stopInstance: async ({ user, params, body, idempotencyKey }) => {
      await changeableInstance(context, user, { instanceId: params.id, right: 'intervene' });
      await engine.cancelInstance(
        { instanceId: params.id },
        engineOptions(user, idempotencyKey, body.reason),
      );
      return { ok: true };
    },
    startableSteps: async ({ user, params }) => {
      await watchedInstance(context, user, params.id);
      const found = await engine.views.startable(params.id);
      return {
        items: found.map(({ scopeId, elementId, name, translations, adHocName }) => ({
          scopeId,
          elementId,
          name: translations[user.locale] ?? name ?? elementId,
          groupName: adHocName,
        })),
      };
    },
    startStep: async ({ user, params, body, idempotencyKey }) => {
      await changeableInstance(context, user, { instanceId: params.id, right: 'intervene' });
      const { elementId, scopeId } = body;
      const request = { instanceId: params.id, elementId, ...(scopeId !== undefined && { scopeId }) };
      await engine.activateElement(request, engineOptions(user, idempotencyKey));
      return { ok: true };
    },
    incidentValues: ({ user, params }) => readIncidentValues(context, user, params.id),
    retryIncident: async ({ user, params, idempotencyKey }) => {
      await changeableInstance(context, user, {
        instanceId: await instanceOfOpenIncident(context, params.id),
        right: 'intervene',
      });
      await engine.retryIncident({ incidentId: params.id }, engineOptions(user, idempotencyKey));
      return { ok: true };
    },
    suspendInstance: async ({ user, params, body, idempotencyKey }) => {
      await changeableInstance(context, user, { instanceId: params.id, right: 'intervene' });
      const options = engineOptions(user, idempotencyKey, body.reason);
      await engine.suspendInstance({ instanceId: params.id }, options);
      return { ok: true };
    },
    resumeInstance: async ({ user, params, body, idempotencyKey }) => {
      await changeableInstance(context, user, { instanceId: params.id, right: 'intervene' });
      const options = engineOptions(user, idempotencyKey, body.reason);
      await engine.resumeInstance({ instanceId: params.id, timers: body.timers }, options);
      engine.wake();
      return { ok: true };
    },
    moveTimer: async ({ user, params, body, idempotencyKey }) => {
      const instance = await changeableInstance(context, user, {
        instanceId: params.id,
        right: 'intervene',
      });
      if (!instance.timers.some((timer) => timer.jobId === params.timerId))
        throw new ApiProblem('API_NOT_FOUND');
      const options = engineOptions(user, idempotencyKey, body.reason);
      await engine.changeJob({ jobId: params.timerId, dueAt: body.dueAt }, options);
      engine.wake();
      return { ok: true };
    },
    skipIncident: async ({ user, params, body, idempotencyKey }) => {
      const instanceId = await instanceOfOpenIncident(context, params.id);
      await changeableInstance(context, user, { instanceId, right: 'intervene' });
      const options = engineOptions(user, idempotencyKey, body.reason);
      await engine.skipIncident({ incidentId: params.id, variables: body.values as Variables }, options);
      return { ok: true };
    },
    catchIncident: async ({ user, params, body, idempotencyKey }) => {
      const instanceId = await instanceOfOpenIncident(context, params.id);
      await changeableInstance(context, user, { instanceId, right: 'intervene' });
      const options = engineOptions(user, idempotencyKey, body.reason);
      await engine.catchIncident({ incidentId: params.id, errorCode: body.errorCode }, options);
      return { ok: true };
    },
    checkMigration: async ({ user, params, body }) => {
      const instance = await changeableInstance(context, user, { instanceId: params.id, right: 'migrate' });
      return readMigrationCheck(context, user, { instance, toDefinitionId: body.toDefinitionId });
    },
    migrateInstance: async ({ user, params, body, idempotencyKey }) => {
      await changeableInstance(context, user, { instanceId: params.id, right: 'migrate' });
      await engine.migrateInstance(
        { instanceId: params.id, toDefinitionId: body.toDefinitionId },
        engineOptions(user, idempotencyKey, body.reason),
      );
      return { ok: true };
    },
    ...commentHandlers(context),
  };
}

/** A retried incident is gone, and to everybody else it never was. */
async function instanceOfOpenIncident({ pool }: ApiContext, incidentId: string): Promise<string> {
  const instanceId = await instanceOfIncident(pool, incidentId);
  if (instanceId === null) throw new ApiProblem('API_NOT_FOUND');
  return instanceId;
}
