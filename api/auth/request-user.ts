import type { PoolClient } from 'pg';
import type { Locale, ProcessRight } from '#contract';

/** Who asks: loaded afresh for each request, so that a right taken away is gone at once. */
export interface RequestUser {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly locale: Locale;
  readonly timeZone: string;
  readonly roles: readonly { readonly code: string; readonly name: string }[];
  readonly isAdmin: boolean;
  readonly processRights: readonly ProcessRight[];
  readonly positionId: string | null;
  readonly positionTitle: string | null;
  /** The own department and those below it when the position heads it. */
  readonly departmentIds: readonly string[];
  readonly departmentName: string | null;
  /** Users whose tasks this user does today. */
  readonly standsInFor: readonly { readonly id: string; readonly name: string }[];
}

/** What sign-in needs of the CRM's users; composed over its door. */
export interface People {
  /** Null when there is no such user or he may not sign in. */
  load(userId: string): Promise<RequestUser | null>;
  /** Compared without regard to case; null for users who may not sign in. */
  findIdByEmail(email: string): Promise<string | null>;
  hasAdmin(): Promise<boolean>;
  /** Makes the first admin in the caller's open transaction, which holds the lock that makes him the only one. */
  createFirstAdmin(
    request: { readonly name: string; readonly email: string; readonly locale: Locale },
    client: PoolClient,
  ): Promise<string>;
  setLocale(userId: string, locale: Locale): Promise<void>;
}
