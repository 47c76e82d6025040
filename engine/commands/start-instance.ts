import type { Engine } from '../engine.ts';
import { EngineRejection } from '../errors.ts';
import type { CommandContext } from './command-context.ts';
import type { CachedDefinition } from './definition-cache.ts';
import { submissionOf } from './submission.ts';

/** Without a version the latest one starts; without an element the none start event. */
export function startInstance(context: CommandContext): Engine['startInstance'] {
  return async (request, options) => {
    const { row } = await wantedDefinition(context, request.processKey, request.definitionId);
    const { actor } = options;
    const command = {
      kind: 'start',
      definitionId: row.id,
      startElementId: request.startElementId ?? null,
      businessKey: request.businessKey ?? null,
      variables: request.variables ?? {},
      initiator: actor.kind === 'user' ? actor.id : null,
      origin: { kind: 'command' },
    } as const;
    const latestOf = request.definitionId ? undefined : request.processKey;
    const result = await context.runner.submit({ ...submissionOf(command, request, options), latestOf });
    return result as { readonly instanceId: string };
  };
}

async function wantedDefinition(
  { definitions }: CommandContext,
  processKey: string,
  definitionId: string | undefined,
): Promise<CachedDefinition> {
  const found = definitionId ? await definitions.get(definitionId) : await definitions.latest(processKey);
  if (found?.row.processKey === processKey) return found;
  throw new EngineRejection(
    'ENG_DEFINITION_NOT_FOUND',
    `Expected a definition of process '${processKey}'${definitionId ? ` with id '${definitionId}'` : ''}, but there is none.`,
    { processKey, definitionId },
  );
}
