/**
 * Which roles let a person take rows out; pure. Records leave by the right on their kind. Lists of rows that are no
 * records show what records are called and who works on them: they leave with a role that lets something leave at all,
 * and which of their rows, says their host.
 */
import { isEntity } from '../entities/registry.ts';
import { levelsOfRole, type RequestUser, type RoleGrant } from '../rights/request-user.ts';

export function letsExport(role: RoleGrant, entity: string): boolean {
  if (isEntity(entity)) return levelsOfRole(role, entity, 'export').length > 0;
  return role.permissions.some(({ action, level }) => action === 'export' && level !== 'none');
}

export function mayExport(user: RequestUser, entity: string): boolean {
  return user.roles.some((role) => letsExport(role, entity));
}
