/**
 * "Why can she see this?": the grounds on which a person may do something with one record, each named with the role
 * or the record that gives it. It asks the very predicates that lists are made of, one by one.
 */
import { SqlParameters } from '../database/sql-parameters.ts';
import type { Queryable } from '../database/transaction.ts';
import type { EntityDefinition } from '../entities/entity-types.ts';
import {
  type Ground,
  type GroundKind,
  levelGround,
  otherGrounds,
  type ParticipantSource,
  type ScopeRequest,
} from './grounds.ts';
import {
  levelsOfRole,
  RECORD_ACTIONS,
  type RecordAction,
  type RequestUser,
  type RightsLevel,
} from './request-user.ts';

export interface AccessGround {
  readonly action: RecordAction;
  readonly kind: GroundKind;
  /** Set for levels. */
  readonly level: Exclude<RightsLevel, 'none'> | null;
  readonly role: { readonly code: string; readonly name: string } | null;
  /** The kind of record through which it is seen. */
  readonly via: string | null;
}

interface Asked extends AccessGround {
  readonly sql: string;
}

export async function explainAccess(
  reader: Queryable,
  request: {
    readonly definition: EntityDefinition;
    readonly id: string;
    readonly user: RequestUser;
    readonly participants: ParticipantSource | null;
  },
): Promise<AccessGround[]> {
  const { definition, id } = request;
  const parameters = new SqlParameters();
  const place = parameters.add(id, 'uuid');
  const asked = RECORD_ACTIONS.filter((action) => action !== 'create').flatMap((action) =>
    groundsOfAction({ ...request, entity: definition.entity, action, alias: 'r', parameters }),
  );
  if (asked.length === 0) return [];
  const { rows } = await reader.query<{ holds: boolean[] }>(
    `select array[${asked.map(({ sql }) => `coalesce(${sql}, false)`).join(', ')}] as holds
     from ${definition.table} r where r.id = ${place}`,
    parameters.values,
  );
  const holds = rows[0]?.holds ?? [];
  return asked
    .filter((_, index) => holds[index])
    .map(({ action, kind, level, role, via }) => ({ action, kind, level, role, via }));
}

function groundsOfAction(request: ScopeRequest): Asked[] {
  const { user, entity, action } = request;
  const byRole = user.roles.flatMap((role) =>
    levelsOfRole(role, entity, action).flatMap((level) =>
      levelGround(request, level).map((ground) => asAsked(action, ground, role)),
    ),
  );
  const others = otherGrounds(request).map((ground) => asAsked(action, ground, null));
  return [...byRole, ...others];
}

function asAsked(action: RecordAction, ground: Ground, role: { code: string; name: string } | null): Asked {
  return {
    action,
    kind: ground.kind,
    level: ground.level ?? null,
    role: role && { code: role.code, name: role.name },
    via: ground.via ?? null,
    sql: ground.sql,
  };
}
