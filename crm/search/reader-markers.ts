/**
 * Under what a person's rows of the search stand in their index: kinds of records, owners, teams and territories, and
 * single ids. It is a wide net, never a narrow one: the one predicate of rights stands beside it in the same statement
 * (`readable-docs.ts`) and decides; here is only said where it can hold at all.
 */
import { entities } from '../entities/entity-table.ts';
import type { EntityDefinition } from '../entities/entity-types.ts';
import type { RowContext } from '../entities/record-rows.ts';
import type { ReaderLists } from '../rights/grounds.ts';
import { inheritsFromParent, levelsOf } from '../rights/request-user.ts';

export interface ReaderMarkers {
  readonly markers: readonly string[];
  readonly ids: readonly string[];
}

/** Null where the person may read all customers, and without lists, where it cannot be told beforehand. */
export function readerMarkers(
  context: RowContext,
  kinds: readonly EntityDefinition[] = entities.filter((one) => !one.isDirectory),
): ReaderMarkers | null {
  const { lists } = context;
  if (!lists) return null;
  const markers = new Set<string>();
  const ids = new Set<string>();
  for (const definition of kinds) {
    const { entity } = definition;
    // To meet all of a large kind in the index costs more than to leave others out saves.
    if (readsAllOfParties(definition, context)) return null;
    if (isWide(definition, context)) markers.add(entity);
    else for (const marker of markersOf(entity, context, lists)) markers.add(marker);
    for (const id of [...lists.shared(entity, 'read'), ...lists.ofTasks(entity)]) ids.add(id);
  }
  return { markers: [...markers], ids: [...ids] };
}

function readsAllOfParties({ entity, partyType }: EntityDefinition, { user }: RowContext): boolean {
  return partyType !== null && levelsOf(user, entity, 'read').has('all');
}

/** All of the kind are the person's, or single ones that no column of the row tells. */
function isWide(definition: EntityDefinition, { user }: RowContext): boolean {
  const { entity, ownerColumn = 'owner_id', teamColumn = 'team_id' } = definition;
  if (levelsOf(user, entity, 'read').has('all')) return true;
  if (entity === 'activity' || inheritsFromParent(user, entity)) return true;
  return ownerColumn !== 'owner_id' || teamColumn !== 'team_id';
}

function markersOf(entity: string, { user }: RowContext, lists: ReaderLists): readonly string[] {
  const levels = levelsOf(user, entity, 'read');
  if (levels.size === 0) return [];
  return [
    user.id,
    ...(levels.has('team') ? [...user.teamIds, ...lists.teamPeople] : []),
    ...(levels.has('department') ? lists.departmentPeople : []),
    ...(levels.has('territory') ? (user.territoriesBelow ?? []) : []),
  ];
}
