import type { MigrationCheck } from '#contract';
import type { InstanceView } from '#engine';
import type { RequestUser } from '#crm';
import type { ApiContext } from '../context.ts';
import { ApiProblem } from '../errors/problems.ts';
import { elementName } from './definition-names.ts';

/** The engine's dry run with names; elements that only one of the versions has keep the name that they have there. */
export async function readMigrationCheck(
  context: ApiContext,
  user: RequestUser,
  request: { readonly instance: InstanceView; readonly toDefinitionId: string },
): Promise<MigrationCheck> {
  const { instance, toDefinitionId } = request;
  const [from, to] = await Promise.all([
    context.definitions.find(instance.definitionId),
    context.definitions.find(toDefinitionId),
  ]);
  if (!to || to.processKey !== instance.processKey) throw new ApiProblem('API_NOT_FOUND');
  const check = await context.engine.checkMigration({ instanceId: instance.id, toDefinitionId });
  const named = <T extends { readonly elementId: string }>(item: T): T & { elementName: string | null } => ({
    ...item,
    elementName:
      elementName(from, item.elementId, user.locale) ?? elementName(to, item.elementId, user.locale),
  });
  return { ...check, obstacles: check.obstacles.map(named), active: check.active.map(named) };
}
