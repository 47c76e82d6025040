/** What is done to a running instance from outside its diagram. */
import { migrationCheck } from '../decide/migration-check.ts';
import type { Engine } from '../engine.ts';
import { EngineRejection } from '../errors.ts';
import type { CommandContext } from './command-context.ts';
import { submissionOf } from './submission.ts';

type InstanceCommands = Pick<
  Engine,
  | 'setVariables'
  | 'cancelInstance'
  | 'activateElement'
  | 'suspendInstance'
  | 'resumeInstance'
  | 'changeJob'
  | 'skipIncident'
  | 'catchIncident'
  | 'retryIncident'
  | 'checkMigration'
  | 'migrateInstance'
>;

export function instanceCommands(context: CommandContext): InstanceCommands {
  const { runner } = context;
  return {
    async setVariables(request, options) {
      const { instanceId, values, scopeId = null } = request;
      const command = { kind: 'setVariables', instanceId, values, scopeId } as const;
      await runner.submit(submissionOf(command, request, options));
    },
    async activateElement(request, options) {
      const { instanceId, elementId, scopeId = null } = request;
      const command = { kind: 'activateElement', instanceId, elementId, scopeId } as const;
      await runner.submit(submissionOf(command, request, options));
    },
    async cancelInstance(request, options) {
      const { instanceId } = request;
      await runner.submit(submissionOf({ kind: 'cancelInstance', instanceId }, request, options));
    },
    async suspendInstance(request, options) {
      const { instanceId, takesBack } = request;
      const command = { kind: 'suspendInstance', instanceId, ...(takesBack && { takesBack }) } as const;
      await runner.submit(submissionOf(command, request, options));
    },
    async resumeInstance(request, options) {
      const { instanceId, timers = 'keep' } = request;
      await runner.submit(submissionOf({ kind: 'resumeInstance', instanceId, timers }, request, options));
    },
    async changeJob(request, options) {
      const { jobId, dueAt, retriesLeft } = request;
      await runner.submit(submissionOf({ kind: 'changeJob', jobId, dueAt, retriesLeft }, request, options));
    },
    async skipIncident(request, options) {
      const { incidentId, variables = {} } = request;
      await runner.submit(submissionOf({ kind: 'skipIncident', incidentId, variables }, request, options));
    },
    async catchIncident(request, options) {
      const { incidentId, errorCode } = request;
      await runner.submit(submissionOf({ kind: 'catchIncident', incidentId, errorCode }, request, options));
    },
    async retryIncident(request, options) {
      const { incidentId } = request;
      await runner.submit(submissionOf({ kind: 'retryIncident', incidentId }, request, options));
    },
    async migrateInstance(request, options) {
      const { instanceId, toDefinitionId } = request;
      await runner.submit(
        submissionOf({ kind: 'migrateInstance', instanceId, toDefinitionId }, request, options),
      );
    },
    checkMigration: checkMigration(context),
  };
}

/** The dry run: reads what migrating would read, decides nothing. */
function checkMigration({ store, definitions }: CommandContext): Engine['checkMigration'] {
  return async ({ instanceId, toDefinitionId }) => {
    const needs = [
      { kind: 'subtree', scopeId: instanceId },
      { kind: 'subscriptionsOfKind', subscriptionKind: 'compensation' },
    ] as const;
    const [answer] = await store.read([
      { target: { kind: 'instance', id: instanceId }, needs, idempotency: null },
    ]);
    const slice = answer?.kind === 'slice' ? answer.slice : null;
    const instance = slice?.instances.find((row) => row.id === instanceId);
    if (!slice || !instance) {
      throw new EngineRejection('ENG_INSTANCE_NOT_FOUND', `There is no process instance '${instanceId}'.`);
    }
    if (instance.status !== 'active') {
      const message = `Expected process instance '${instanceId}' to be active, but it is '${instance.status}'.`;
      throw new EngineRejection('ENG_INSTANCE_ENDED', message, { status: instance.status });
    }
    const [from, to] = await Promise.all([
      definitions.get(instance.definitionId),
      definitions.get(toDefinitionId),
    ]);
    if (!from || !to) {
      throw new EngineRejection(
        'ENG_DEFINITION_NOT_FOUND',
        `There is no process definition '${toDefinitionId}'.`,
      );
    }
    const isIts = (row: { readonly instanceId: string | null }): boolean => row.instanceId === instanceId;
    return migrationCheck(from.definition, to.definition, {
      tokens: slice.tokens.filter(isIts),
      scopes: slice.scopes.filter(isIts),
      subscriptions: slice.subscriptions.filter(isIts),
    });
  };
}
