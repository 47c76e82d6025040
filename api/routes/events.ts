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
import type { RouteHandlers } from '../middleware/mount-routes.ts';
import { keysWithAny } from '../rights/process-rights.ts';

export function eventHandlers({ engine }: ApiContext): RouteHandlers<typeof routes.events> {
  return {
    sendMessage: async ({ user, body, idempotencyKey }) => {
      assertEverywhere(user, 'intervene');
      const { variables, correlationKey, name, timeToLive } = body;
      const request = {
        name,
        ...(correlationKey !== undefined && { correlationKey }),
        ...(variables && { variables: variables as Variables }),
        ...(timeToLive !== undefined && { timeToLive }),
      };
      const {
        instanceIds,
        started,
        collected = [],
        held = [],
        keptUntil = null,
      } = await engine.correlateMessage(request, engineOptions(user, idempotencyKey));
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
      const { name, variables } = body;
      const request = { name, ...(variables && { variables: variables as Variables }) };
      await engine.signal(request, engineOptions(user, idempotencyKey));
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
