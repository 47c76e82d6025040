import type { PoolClient } from 'pg';
import { type Crm, CrmRejection, type RequestUser, type SecurityEvent } from '#crm';
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
  /** Makes a person that the provider vouches for; null where that e-mail belongs to somebody who may not sign in. */
  provision(request: {
    readonly name: string;
    readonly email: string;
    readonly role: string;
  }): Promise<string | null>;
  /** Writes into the audit what happened to a person's way of signing in. */
  note(event: SecurityEvent): Promise<void>;
}

/** The users of the CRM. */
export function peopleFromCrm({ organisation, access }: Pick<Crm, 'organisation' | 'access'>): People {
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
    async provision({ name, email, role }) {
      try {
        const request = { name, email, locale: 'en', roles: [role] } as const;
        return (await organisation.createUser(request, { actor: { kind: 'system', id: null } })).id;
      } catch (error) {
        // Somebody with this address exists and may not sign in, or the role is gone: not for the visitor to know.
        if (error instanceof CrmRejection) return null;
        throw error;
      }
    },
    note: (event) => access.noteSecurity(event),
  };
}
