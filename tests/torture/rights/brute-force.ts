/**
 * The rules of data-model §4.8 applied record by record in plain code. Written from the rules and without a look at the
 * SQL, so that both would have to be wrong in the same way.
 */
import {
  EDITED_FIELD,
  type Kind,
  type World,
  type WorldRecord,
  type WorldRole,
  type WorldUser,
} from './world.ts';

export interface BruteForce {
  mayRead(user: WorldUser, record: WorldRecord): boolean;
  /** Any action on a record that can be read. */
  may(
    user: WorldUser,
    action: 'edit' | 'delete' | 'export' | 'share' | 'comment',
    record: WorldRecord,
  ): boolean;
  /** For a record that does not exist yet. */
  mayCreate(user: WorldUser, kind: Kind, ownerId: string | null): boolean;
  fieldLevel(user: WorldUser, kind: Kind): string;
  mayHearList(user: WorldUser, kind: Kind): boolean;
}

interface Place {
  readonly ownerId: string | null;
  readonly teamId: string | null;
  readonly territoryId: string | null;
}

export function bruteForce(world: World): BruteForce {
  const people = new Map(world.users.map((user) => [user.id, user]));
  const byId = new Map(world.records.map((record) => [record.id, record]));
  const sharesOf = byRecord(world.shares);
  const tasksOf = byRecord(world.tasks);
  const rolesOf = (user: WorldUser): WorldRole[] => [
    world.baseline,
    ...user.roles.map((id) => world.roles.get(id)).filter((role) => role !== undefined),
  ];
  const levelOf = (role: WorldRole, kind: string, action: string): string => {
    const rows = role.permissions.filter((one) => one.action === action);
    const named = rows.find((one) => one.entity === kind);
    return (named ?? rows.find((one) => one.entity === '*'))?.level ?? 'none';
  };
  const reaches = (level: string, user: WorldUser, place: Place): boolean => {
    if (level === 'none') return false;
    if (level === 'all' || place.ownerId === user.id) return true;
    const owner = place.ownerId === null ? undefined : people.get(place.ownerId);
    if (level === 'team')
      return (
        (place.teamId !== null && user.teams.includes(place.teamId)) ||
        (owner?.teams.some((team) => user.teams.includes(team)) ?? false)
      );
    if (level === 'department')
      return (
        user.departmentId !== null && isWithin(world.departments, owner?.departmentId, user.departmentId)
      );
    if (level === 'territory')
      return user.territories.some((one) => isWithin(world.territories, place.territoryId, one));
    return false;
  };
  const byLevels = (user: WorldUser, kind: Kind, action: string, place: Place): boolean =>
    rolesOf(user).some((role) => reaches(levelOf(role, kind, action), user, place));
  const isShared = (user: WorldUser, record: WorldRecord, toEdit: boolean): boolean =>
    (sharesOf.get(record.id) ?? []).some(
      (share) =>
        !share.expired &&
        (!toEdit || share.access === 'edit') &&
        (share.userId === user.id || (share.teamId !== null && user.teams.includes(share.teamId))),
    );
  const inherits = (user: WorldUser, kind: Kind): boolean =>
    kind !== 'account' && rolesOf(user).some((role) => role.inherits.includes(kind));
  /** Reading and commenting have the same grounds beside their own levels. */
  const seen = (user: WorldUser, action: 'read' | 'comment', record: WorldRecord): boolean => {
    if (byLevels(user, record.kind, action, record)) return true;
    if (tasksOf.get(record.id)?.some((task) => task.userId === user.id)) return true;
    if (isShared(user, record, false)) return true;
    const living = (id: string): WorldRecord[] => {
      const other = byId.get(id);
      return other && !other.isDeleted ? [other] : [];
    };
    if (inherits(user, record.kind))
      if (record.parents.flatMap(living).some((parent) => seen(user, action, parent))) return true;
    if (record.kind !== 'activity') return false;
    if (record.participants.includes(user.id)) return true;
    return !record.isPrivate && record.links.flatMap(living).some((linked) => seen(user, action, linked));
  };
  const mayRead = (user: WorldUser, record: WorldRecord): boolean =>
    !record.isDeleted && seen(user, 'read', record);
  return {
    mayRead,
    may(user, action, record) {
      if (!mayRead(user, record)) return false;
      if (action === 'comment') return seen(user, 'comment', record);
      if (byLevels(user, record.kind, action, record)) return true;
      return action === 'edit' && isShared(user, record, true);
    },
    mayCreate: (user, kind, ownerId) =>
      byLevels(user, kind, 'create', { ownerId, teamId: null, territoryId: null }),
    fieldLevel(user, kind) {
      const named = rolesOf(user)
        .flatMap((role) => role.fieldRights)
        .filter((right) => right.entity === kind && right.field === EDITED_FIELD[kind])
        .map((right) => right.level);
      if (named.length === 0 || named.includes('edit')) return 'edit';
      return named.includes('read') ? 'read' : 'hidden';
    },
    mayHearList: (user, kind) => rolesOf(user).some((role) => levelOf(role, kind, 'read') !== 'none'),
  };
}

function isWithin(
  parents: ReadonlyMap<string, string | null>,
  place: string | null | undefined,
  above: string,
): boolean {
  for (let current = place ?? null; current !== null; current = parents.get(current) ?? null)
    if (current === above) return true;
  return false;
}

function byRecord<T extends { readonly recordId: string }>(facts: readonly T[]): ReadonlyMap<string, T[]> {
  const found = new Map<string, T[]>();
  for (const fact of facts) found.set(fact.recordId, [...(found.get(fact.recordId) ?? []), fact]);
  return found;
}
