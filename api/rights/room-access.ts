/**
 * Who may join which room of the live stream. Messages to rooms that many share carry no ids, so joining them tells
 * only that something changed; rooms of one record or instance are open to those who may see it.
 */
import { levelsOf } from '#crm';
import type { Room } from '#contract';
import type { RequestUser } from '#crm';
import type { ApiContext } from '../context.ts';
import { canWatchInstance } from './instance-access.ts';

export async function canJoinRoom(context: ApiContext, user: RequestUser, room: Room): Promise<boolean> {
  switch (room.kind) {
    case 'instance': {
      const instance = await context.engine.views.instance(room.id);
      return instance !== null && canWatchInstance(user, instance);
    }
    case 'record':
      return canReadRecord(context, user, room);
    case 'list':
      return levelsOf(user, room.entity, 'read').size > 0;
    case 'instances':
    case 'processes':
    case 'tasks':
    case 'calendar':
      return true;
  }
}

async function canReadRecord(
  { crm }: ApiContext,
  user: RequestUser,
  room: { readonly entity: string; readonly id: string },
): Promise<boolean> {
  const known = await crm.records.meta(user);
  if (!known.some((meta) => meta.entity === room.entity)) return false;
  return crm.records.canRead({ user }, { entity: room.entity, id: room.id });
}
