import type { CommandOptions } from '#engine';
import type { RequestUser } from '#crm';

/** A command in the name of a user. Keys of different users never meet. */
export function engineOptions(user: RequestUser, key: string | undefined, reason?: string): CommandOptions {
  return {
    actor: { kind: 'user', id: user.id },
    ...(key === undefined ? {} : { idempotencyKey: `${user.id}:${key}` }),
    ...(reason === undefined ? {} : { reason }),
  };
}
