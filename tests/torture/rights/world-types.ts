/** The plain facts of a random company: who there is, what each role may, and what belongs to whom. */
export type Kind = 'account' | 'contact' | 'ticket' | 'activity';

export interface WorldUser {
  readonly id: string;
  readonly departmentId: string | null;
  readonly teams: readonly string[];
  readonly territories: readonly string[];
  readonly roles: readonly string[];
}

export interface WorldRole {
  readonly id: string;
  readonly permissions: readonly {
    readonly entity: string;
    readonly action: string;
    readonly level: string;
  }[];
  readonly fieldRights: readonly {
    readonly entity: string;
    readonly field: string;
    readonly level: string;
  }[];
  readonly inherits: readonly string[];
}

export interface WorldRecord {
  readonly id: string;
  readonly kind: Kind;
  readonly ownerId: string | null;
  readonly teamId: string | null;
  readonly territoryId: string | null;
  readonly isDeleted: boolean;
  readonly isPrivate: boolean;
  /** A word of its title that a few records have in common. */
  readonly word: string;
  /** Whether somebody said `spokenWord` of it in a comment. */
  readonly isSpokenOf: boolean;
  /** What it belongs to: a contact's and a ticket's accounts, a ticket's contacts. */
  readonly parents: readonly string[];
  /** What an activity is linked to. */
  readonly links: readonly string[];
  readonly participants: readonly string[];
}
