/** What an administrator decides about signing in: one row, read where it is needed, so that all nodes agree at once. */
import type { Pool } from 'pg';
import { ApiProblem } from '../errors/problems.ts';

export interface SignInRules {
  readonly passwordLengthMin: number;
  /** False: people without the administrators' role come in through the provider only. */
  readonly passwordSignIn: boolean;
  /** Codes of the roles that must have a second factor. */
  readonly totpRoles: readonly string[];
  readonly oidcLabel: string;
  readonly oidcByEmail: boolean;
  readonly oidcProvision: boolean;
  readonly oidcRole: string | null;
  readonly version: number;
}

const COLUMNS = `
  password_length_min as "passwordLengthMin", password_sign_in as "passwordSignIn", totp_roles as "totpRoles",
  oidc_label as "oidcLabel", oidc_by_email as "oidcByEmail", oidc_provision as "oidcProvision",
  oidc_role as "oidcRole", version`;

const UPDATE = `
  update app.sign_in_setting
  set password_length_min = $1, password_sign_in = $2, totp_roles = $3, oidc_label = $4, oidc_by_email = $5,
      oidc_provision = $6, oidc_role = $7, version = version + 1
  where version = $8
  returning ${COLUMNS}`;

export class SignInSettings {
  readonly #pool: Pool;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  async read(): Promise<SignInRules> {
    const { rows } = await this.#pool.query<SignInRules>(`select ${COLUMNS} from app.sign_in_setting`);
    const [rules] = rows;
    if (!rules) throw new Error('Expected a row of sign-in settings.');
    return rules;
  }

  /** @throws ApiProblem API_CONFLICT when somebody else changed them since `version`. */
  async write(rules: SignInRules): Promise<SignInRules> {
    const { rows } = await this.#pool.query<SignInRules>(UPDATE, [
      rules.passwordLengthMin,
      rules.passwordSignIn,
      rules.totpRoles,
      rules.oidcLabel,
      rules.oidcByEmail,
      rules.oidcProvision,
      rules.oidcRole,
      rules.version,
    ]);
    const [written] = rows;
    if (!written) throw new ApiProblem('API_CONFLICT');
    return written;
  }
}
