/** Rights on a process by its key: draw, publish, start, watch, intervene, migrate. They are apart from record rights. */
import { processKeysWith, processRightsOf, type ProcessRight } from '#crm';
import type { RequestUser } from '#crm';
import { ApiProblem } from '../errors/problems.ts';

export function processRights(user: RequestUser, processKey: string): ProcessRight[] {
  return [...processRightsOf(user, processKey)];
}

export function hasProcessRight(user: RequestUser, right: ProcessRight, processKey: string): boolean {
  return processRightsOf(user, processKey).includes(right);
}

/** Keys with one of the rights; `all` when one of them is given for every process. */
export function keysWithAny(user: RequestUser, rights: readonly ProcessRight[]): readonly string[] | 'all' {
  const keys = rights.map((right) => processKeysWith(user, right));
  if (keys.includes('all')) return 'all';
  return [...new Set(keys.flat())];
}

/** @throws ApiProblem API_FORBIDDEN */
export function assertProcessRight(user: RequestUser, right: ProcessRight, processKey: string): void {
  if (!hasProcessRight(user, right, processKey)) throw new ApiProblem('API_FORBIDDEN');
}
