import type { PoolClient } from 'pg';
import type { Crm, RequestUser } from '#crm';
import type { Locale } from '#contract';

/** What signing in needs of the company's users. */
export interface People {
  /** The person with his rights as they are now; null when he may not sign in. */
  load(userId: string): Promise<RequestUser | null>;
  /** Compared without regard to case; null for users who may not sign in. */
  findIdByEmail(email: string): Promise<string | null>;
  /** False on a fresh installation, which asks for its first admin. */
  hasUsers(): Promise<boolean>;
  /** Makes the first admin in the caller's open transaction, which holds the lock that makes him the only one. */
  createFirstAdmin(
    request: { readonly name: string; readonly email: string; readonly locale: Locale },
    client: PoolClient,
  ): Promise<string>;
  setLocale(userId: string, locale: Locale): Promise<void>;
}

/** The users of the CRM. */
export function peopleFromCrm(organisation: Crm['organisation']): People {
  return {
    load: (userId) => organisation.loadUser(userId),
    findIdByEmail: async (email) => {
      const user = await organisation.findUserByEmail(email);
      return user?.status === 'active' ? user.id : null;
    },
    hasUsers: () => organisation.hasUsers(),
    createFirstAdmin: async (request, client) => {
      const options = { actor: { kind: 'system', id: null }, transaction: { client } } as const;
      return (await organisation.createUser({ ...request, roles: ['admin'] }, options)).id;
    },
    setLocale: (userId, locale) => organisation.setLocale(userId, locale),
  };
}
