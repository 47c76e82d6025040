/** What administrators decide about everybody's sign-in. A reset ends the person's sessions; all of it is in the audit. */
import type { Pool } from 'pg';
import type { PersonSecurity, routes, SignInRules } from '#contract';
import type { Crm } from '#crm';
import { passwordForOnce } from '../auth/password-for-once.ts';
import type { SignInRules as StoredRules } from '../auth/sign-in-settings.ts';
import { providerRedirectUrl } from '../auth/provider-sign-in.ts';
import type { Config } from '../config.ts';
import { type ApiFieldCode, fieldRefused } from '../errors/field-codes.ts';
import { ApiProblem } from '../errors/problems.ts';
import type { RouteHandlers } from '../middleware/mount-routes.ts';
import { apiKeyItem, sessionItem } from '../presenters/sign-in-items.ts';
import type { SecurityDeps } from './security.ts';

interface AdminDeps extends SecurityDeps {
  readonly pool: Pool;
  readonly crm: Crm;
  readonly config: Pick<Config, 'oidc' | 'publicUrl'>;
}

type RoleName = { readonly code: string; readonly name: string };

interface StateRow {
  readonly user_id: string;
  readonly password: { changedAt: string; mustChange: boolean } | null;
  readonly factor: { since: string; recoveryLeft: number } | null;
  readonly sessions: number;
  readonly keys: number;
  readonly last_seen_at: Date | null;
}

const SELECT_STATES = `
  select u.id as user_id,
    (select json_build_object('changedAt', c.changed_at, 'mustChange', c.must_change)
     from app.credential c where c.user_id = u.id) as password,
    (select json_build_object('since', t.confirmed_at, 'recoveryLeft',
       (select count(*)::int from app.recovery_code r where r.user_id = u.id and r.used_at is null))
     from app.totp t where t.user_id = u.id and t.confirmed_at is not null) as factor,
    s.sessions, s.last_seen_at,
    (select count(*)::int from app.api_key k
     where k.user_id = u.id and k.revoked_at is null and k.expires_at > clock_timestamp()) as keys
  from unnest($1::uuid[]) as u(id)
  cross join lateral (
    select count(*)::int as sessions, max(last_seen_at) as last_seen_at
    from app.session s where s.user_id = u.id and s.expires_at > clock_timestamp()) s`;

export function securityAdminHandlers(deps: AdminDeps): RouteHandlers<typeof routes.securityAdmin> {
  const { sessions, people, apiKeys, crm } = deps;
  const ok = { ok: true } as const;
  return {
    async peopleSecurity({ user }) {
      const { users } = await crm.organisation.view(user.locale);
      const { rows } = await deps.pool.query<StateRow>(SELECT_STATES, [users.map((one) => one.id)]);
      const states = new Map(rows.map((row) => [row.user_id, row]));
      return { items: users.map((one) => personSecurity(one, states.get(one.id))) };
    },
    async personSecurity({ user, params, session }) {
      const [own, keys, roles] = await Promise.all([
        sessions.list(params.id),
        apiKeys.list(params.id),
        roleNames(crm, user.locale),
      ]);
      return {
        sessions: own.map((one) => sessionItem(one, session?.id ?? null)),
        apiKeys: keys.map((key) => apiKeyItem(key, roles)),
      };
    },
    async endPersonSessions({ user, params, query }) {
      await personOf(crm, params.id);
      const ended =
        query.sessionId === undefined
          ? await sessions.endAllOf(params.id)
          : Number(await sessions.endOf(params.id, query.sessionId));
      if (ended > 0)
        await people.note({ verb: 'sessions_ended', userId: params.id, by: user.id, text: String(ended) });
      return { ended };
    },
    async resetSecondFactor({ user, params }) {
      await personOf(crm, params.id);
      if (!(await deps.secondFactor.remove(params.id))) throw new ApiProblem('API_NOT_FOUND');
      await sessions.endAllOf(params.id);
      await people.note({ verb: 'second_factor_reset', userId: params.id, by: user.id });
      return ok;
    },
    async resetPassword({ user, params }) {
      const person = await personOf(crm, params.id);
      const password = passwordForOnce();
      await deps.credentials.setForOnce(person.id, password);
      await deps.devices.forgetAllOf(person.id);
      await deps.guard.forget(person);
      await sessions.endAllOf(person.id);
      await people.note({ verb: 'password_reset', userId: person.id, by: user.id });
      return { password };
    },
    async revokePersonKey({ user, params }) {
      const name = await apiKeys.revoke(params.id, params.keyId);
      if (name === null) throw new ApiProblem('API_NOT_FOUND');
      await people.note({ verb: 'api_key_revoked', userId: params.id, by: user.id, text: name });
      return ok;
    },
    async signInSettings({ user }) {
      const { oidc } = deps.config;
      return {
        rules: writable(await deps.settings.read()),
        roles: await roleNames(crm, user.locale),
        provider: oidc && {
          issuer: oidc.issuer,
          clientId: oidc.clientId,
          hasSecret: oidc.clientSecret !== null,
          scopes: oidc.scopes,
          redirectUrl: providerRedirectUrl(deps.config),
        },
      };
    },
    async saveSignInRules({ user, body }) {
      await assertRules(deps, body);
      const before = await deps.settings.read();
      const after = writable(await deps.settings.write(body));
      const changes = (Object.keys(after) as (keyof SignInRules)[])
        .filter(
          (field) => field !== 'version' && JSON.stringify(before[field]) !== JSON.stringify(after[field]),
        )
        .map((field) => ({ field, from: before[field], to: after[field] }));
      if (changes.length > 0)
        await people.note({ verb: 'sign_in_rules_changed', userId: user.id, by: user.id, changes });
      return after;
    },
  };
}

function personSecurity(
  user: Awaited<ReturnType<Crm['organisation']['view']>>['users'][number],
  state: StateRow | undefined,
): PersonSecurity {
  return {
    person: { id: user.id, name: user.name },
    email: user.email,
    active: user.status === 'active',
    password: state?.password ?? null,
    secondFactor: state?.factor ?? null,
    sessions: state?.sessions ?? 0,
    apiKeys: state?.keys ?? 0,
    lastSeenAt: state?.last_seen_at?.toISOString() ?? null,
  };
}

async function personOf(crm: Crm, id: string): Promise<{ id: string; email: string }> {
  const { users } = await crm.organisation.view();
  const found = users.find((user) => user.id === id);
  if (!found) throw new ApiProblem('API_NOT_FOUND');
  return found;
}

async function roleNames(crm: Crm, locale: 'en' | 'ru'): Promise<RoleName[]> {
  const roles = await crm.roles.list();
  return roles.map(({ code, name, nameRu }) => ({ code, name: locale === 'ru' ? (nameRu ?? name) : name }));
}

async function assertRules({ crm, config }: AdminDeps, rules: SignInRules): Promise<void> {
  const known = new Set((await crm.roles.list()).map((role) => role.code));
  const refuse = (path: string, code: ApiFieldCode | 'notChoice', message: string): never => {
    throw fieldRefused({ path, code, message });
  };
  const missing = rules.totpRoles.find((code) => !known.has(code));
  if (missing !== undefined) refuse('totpRoles', 'notChoice', `There is no role ${missing}.`);
  if (rules.oidcRole !== null && !known.has(rules.oidcRole))
    refuse('oidcRole', 'notChoice', `There is no role ${rules.oidcRole}.`);
  if (rules.oidcRole === 'admin')
    refuse('oidcRole', 'noAdminAtFirst', 'Nobody becomes an administrator by a first visit.');
  if (rules.oidcProvision && rules.oidcRole === null)
    refuse('oidcRole', 'roleOfProvider', 'Choose the role that people of the provider begin with.');
  if (!rules.passwordSignIn && config.oidc === null)
    refuse('passwordSignIn', 'onlyWayIn', 'Without a provider the password is the only way in.');
}

function writable(rules: StoredRules): SignInRules {
  return { ...rules, totpRoles: [...rules.totpRoles] };
}
