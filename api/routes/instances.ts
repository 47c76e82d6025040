/** Instances: the list, the card, the live map, and what a manager may do with one. */
import type { routes } from '#contract';
import type { Variables } from '#engine';
import { instanceOfIncident } from '../adapters/engine-ports/engine-reads.ts';
import { engineOptions } from '../commands/engine-options.ts';
import type { ApiContext } from '../context.ts';
import { ApiProblem } from '../errors/problems.ts';
import type { RouteHandlers } from '../middleware/mount-routes.ts';
import { readMigrationCheck } from '../presenters/migration-check.ts';
import { readHistory, readInstanceCard, readInstanceList, readLiveMap } from '../presenters/read-instance.ts';
import { changeableInstance, watchedInstance } from '../rights/instance-access.ts';
import { commentHandlers } from './comments.ts';

export function instanceHandlers(context: ApiContext): RouteHandlers<typeof routes.instances> {
  const { engine } = context;
  return {
    listInstances: ({ user, query: { q, withIncident, ...query } }) =>
      readInstanceList(context, user, {
        ...query,
        ...(q ? { search: q } : {}),
        ...(withIncident === undefined ? {} : { withIncident: withIncident === 'true' }),
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
    retryIncident: async ({ user, params, idempotencyKey }) => {
      await changeableInstance(context, user, {
        instanceId: await instanceOfOpenIncident(context, params.id),
        right: 'intervene',
      });
      await engine.retryIncident({ incidentId: params.id }, engineOptions(user, idempotencyKey));
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
