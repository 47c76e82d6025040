/**
 * Messages, signals and facts from outside. Whom they reach is up to the diagrams and not to the sender, so they ask for
 * a right over every process: to intervene for what waits, to start for what begins.
 */
import type { routes } from '#contract';
import type { Variables } from '#engine';
import type { RequestUser } from '#crm';
import { engineOptions } from '../commands/engine-options.ts';
import type { ApiContext } from '../context.ts';
import { ApiProblem } from '../errors/problems.ts';
import { processNames } from '../presenters/process-names.ts';
import type { RouteHandlers } from '../middleware/mount-routes.ts';
import { keysWithAny } from '../rights/process-rights.ts';

export function eventHandlers(context: ApiContext): RouteHandlers<typeof routes.events> {
  const { engine } = context;
  return {
    knownEvents: async ({ user }) => {
      assertEverywhere(user, 'intervene');
      const [found, names] = await Promise.all([engine.views.knownEvents(), processNames(context, user)]);
      const items = found.map(({ kind, name, isPattern, processKeys }) => ({
        kind,
        name,
        isPattern,
        processes: processKeys.map((key) => ({ key, name: names.get(key) ?? key })),
      }));
      return { items };
    },
    whoWaits: async ({ user, query: { kind, name, correlationKey } }) => {
      assertEverywhere(user, 'intervene');
      const event = { kind, name, ...(correlationKey !== undefined && { correlationKey }) };
      const [found, names] = await Promise.all([engine.views.whoWaits(event), processNames(context, user)]);
      const sum = (of: 'waiting' | 'starts'): number => found.reduce((total, row) => total + row[of], 0);
      return {
        waiting: sum('waiting'),
        starts: sum('starts'),
        processes: found.map(({ processKey: key, waiting, starts }) => ({
          ...{ key, name: names.get(key) ?? key },
          ...{ waiting, starts },
        })),
      };
    },
    sendMessage: async ({ user, body, idempotencyKey }) => {
      assertEverywhere(user, 'intervene');
      const { variables, correlationKey, name, timeToLive, reason } = body;
      const request = {
        name,
        ...(correlationKey !== undefined && { correlationKey }),
        ...(variables && { variables: variables as Variables }),
        ...(timeToLive !== undefined && { timeToLive }),
      };
      const options = engineOptions(user, idempotencyKey, reason);
      const deliver = () => engine.correlateMessage(request, options);
      const facts = { name, correlationKey: correlationKey ?? null };
      const {
        instanceIds,
        started,
        collected = [],
        held = [],
        keptUntil = null,
      } = await (reason === undefined ? deliver() : engine.operations.sendMessage(facts, options, deliver));
      return {
        instanceIds: [...instanceIds],
        started: [...started],
        collected: [...collected],
        held: [...held],
        keptUntil,
      };
    },
    sendSignal: async ({ user, body, idempotencyKey }) => {
      assertEverywhere(user, 'intervene');
      const { name, variables, reason } = body;
      const request = { name, ...(variables && { variables: variables as Variables }) };
      const options = engineOptions(user, idempotencyKey, reason);
      if (reason === undefined) await engine.signal(request, options);
      else await engine.operations.sendSignal(request, options);
      return { ok: true };
    },
    signalsOnTheirWay: async ({ user }) => {
      assertEverywhere(user, 'intervene');
      return { items: [...(await engine.views.signals())] };
    },
    evaluateConditions: async ({ user, body, idempotencyKey }) => {
      assertEverywhere(user, 'start');
      const { businessKey } = body;
      const { started } = await engine.evaluateConditions(
        { variables: body.variables as Variables, ...(businessKey !== undefined && { businessKey }) },
        engineOptions(user, idempotencyKey),
      );
      return { started: [...started] };
    },
  };
}

/** @throws ApiProblem API_FORBIDDEN */
function assertEverywhere(user: RequestUser, right: 'intervene' | 'start'): void {
  if (keysWithAny(user, [right]) !== 'all') throw new ApiProblem('API_FORBIDDEN');
}
