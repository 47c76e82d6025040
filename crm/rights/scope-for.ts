/**
 * The one function that says which records a person may see or change, as an SQL predicate over an aliased row.
 * Every list, search, get, timeline, related list, export and write goes through it; nothing else decides.
 *
 * Grounds: the levels of all roles together (own, team, department and below, territory and below, all); a share of the
 * single record; for reading and commenting, being the executor of an active process task on the record; for reading,
 * the record above, where a role says so; an activity is readable when a record that it is linked to is, unless it is
 * private, and always by its participants.
 */
import { groundsFor, joinGrounds, type ScopeRequest } from './grounds.ts';

export type { ParticipantSource, ScopeRequest } from './grounds.ts';

export function scopeFor(request: ScopeRequest): string {
  return joinGrounds(groundsFor(request));
}
