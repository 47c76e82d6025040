/** Sessions and keys as the contract shows them. */
import type { ApiKeyItem, SessionItem } from '#contract';
import type * as keys from '../auth/api-keys.ts';
import type * as sessions from '../auth/sessions.ts';

export function sessionItem(session: sessions.SessionItem, thisId: string | null): SessionItem {
  return {
    id: session.id,
    method: session.method,
    createdAt: session.createdAt.toISOString(),
    lastSeenAt: session.lastSeenAt.toISOString(),
    expiresAt: session.expiresAt.toISOString(),
    ip: session.ip,
    agent: session.agent,
    isThis: session.id === thisId,
  };
}

export function apiKeyItem(
  key: keys.ApiKeyItem,
  roles: readonly { code: string; name: string }[],
): ApiKeyItem {
  return {
    id: key.id,
    name: key.name,
    role: {
      code: key.roleCode,
      name: roles.find((role) => role.code === key.roleCode)?.name ?? key.roleCode,
    },
    readOnly: key.readOnly,
    prefix: key.prefix,
    createdAt: key.createdAt.toISOString(),
    expiresAt: key.expiresAt.toISOString(),
    lastUsedAt: key.lastUsedAt?.toISOString() ?? null,
  };
}
