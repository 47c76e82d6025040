/** What somebody decides about his own sign-in: password, second factor, sessions, keys. All of it is in the audit. */
import type { routes } from '#contract';
import type { RequestUser } from '#crm';
import type { ApiKeys } from '../auth/api-keys.ts';
import type { Credentials } from '../auth/credentials.ts';
import type { KnownDevices } from '../auth/known-devices.ts';
import { assertGoodPassword } from '../auth/password-policy.ts';
import type { People } from '../auth/people.ts';
import type { SecondFactor } from '../auth/second-factor.ts';
import type { Sessions } from '../auth/sessions.ts';
import type { SignInGuard } from '../auth/sign-in-guard.ts';
import type { SignInSettings } from '../auth/sign-in-settings.ts';
import { type ApiFieldCode, fieldRefused } from '../errors/field-codes.ts';
import { ApiProblem } from '../errors/problems.ts';
import type { RouteHandlers } from '../middleware/mount-routes.ts';
import { apiKeyItem, sessionItem } from '../presenters/sign-in-items.ts';

export interface SecurityDeps {
  readonly sessions: Sessions;
  readonly credentials: Credentials;
  readonly guard: SignInGuard;
  readonly devices: KnownDevices;
  readonly secondFactor: SecondFactor;
  readonly apiKeys: ApiKeys;
  readonly settings: SignInSettings;
  readonly people: People;
}

/** A program that is not looked after any more loses its key in the end. */
const KEY_DAYS_MAX = 730;
const KEYS_MAX = 50;
const DAY_MS = 86_400_000;

export function securityHandlers(deps: SecurityDeps): RouteHandlers<typeof routes.security> {
  const { sessions, secondFactor, apiKeys, people } = deps;
  const ok = { ok: true } as const;
  return {
    async ownSecurity({ user, session }) {
      const [password, factor, own, keys, rules] = await Promise.all([
        deps.credentials.state(user.id),
        secondFactor.state(user.id),
        sessions.list(user.id),
        apiKeys.list(user.id),
        deps.settings.read(),
      ]);
      return {
        password: password && { ...password, changedAt: password.changedAt.toISOString() },
        passwordLengthMin: rules.passwordLengthMin,
        secondFactor: factor && {
          since: factor.confirmedAt.toISOString(),
          recoveryLeft: factor.recoveryLeft,
        },
        secondFactorRequired: user.roles.some((role) => rules.totpRoles.includes(role.code)),
        sessions: own.map((one) => sessionItem(one, session?.id ?? null)),
        apiKeys: keys.map((key) => apiKeyItem(key, user.roles)),
        roles: user.roles.map(({ code, name }) => ({ code, name })),
      };
    },
    async changePassword({ user, session, body }) {
      await changePassword(deps, user, body);
      await sessions.endAllOf(user.id, session?.id ?? null);
      await deps.devices.forgetAllOf(user.id);
      await people.note({ verb: 'password_changed', userId: user.id, by: user.id });
      return ok;
    },
    async beginSecondFactor({ user }) {
      const enrolment = await secondFactor.begin(user);
      if (enrolment === null)
        throw new ApiProblem('API_CONFLICT', {
          detail: 'There is a second factor already; give it up with a code before another is set up.',
        });
      return enrolment;
    },
    async confirmSecondFactor({ user, body }) {
      await deps.guard.enterAgain(user.id);
      const recoveryCodes = await secondFactor.confirm(user.id, body.code);
      if (recoveryCodes === null) throw wrongCode();
      await deps.guard.succeedAgain(user.id);
      await people.note({ verb: 'second_factor_on', userId: user.id, by: user.id });
      return { recoveryCodes: [...recoveryCodes] };
    },
    async renewRecoveryCodes({ user, body }) {
      await proveWithCode(deps, user, body.code);
      const recoveryCodes = await secondFactor.renewRecoveryCodes(user.id);
      await people.note({ verb: 'recovery_codes_renewed', userId: user.id, by: user.id });
      return { recoveryCodes: [...recoveryCodes] };
    },
    async removeSecondFactor({ user, body }) {
      await proveWithCode(deps, user, body.code);
      await secondFactor.remove(user.id);
      await people.note({ verb: 'second_factor_off', userId: user.id, by: user.id });
      return ok;
    },
    async endSession({ user, params }) {
      if (!(await sessions.endOf(user.id, params.id))) throw new ApiProblem('API_NOT_FOUND');
      await people.note({ verb: 'sessions_ended', userId: user.id, by: user.id, text: '1' });
      return ok;
    },
    async endOtherSessions({ user, session }) {
      const ended = await sessions.endAllOf(user.id, session?.id ?? null);
      if (ended > 0)
        await people.note({ verb: 'sessions_ended', userId: user.id, by: user.id, text: String(ended) });
      return { ended };
    },
    async createApiKey({ user, body }) {
      const request = await keyRequest(deps, user, body);
      const { key, item } = await apiKeys.create(request);
      await people.note({
        verb: 'api_key_created',
        userId: user.id,
        by: user.id,
        text: `${item.name} (${item.prefix})`,
      });
      return { key, item: apiKeyItem(item, user.roles) };
    },
    async revokeApiKey({ user, params }) {
      const name = await apiKeys.revoke(user.id, params.id);
      if (name === null) throw new ApiProblem('API_NOT_FOUND');
      await people.note({ verb: 'api_key_revoked', userId: user.id, by: user.id, text: name });
      return ok;
    },
  };
}

async function changePassword(
  deps: SecurityDeps,
  user: RequestUser,
  { current, next }: { readonly current?: string | undefined; readonly next: string },
): Promise<void> {
  const { passwordLengthMin } = await deps.settings.read();
  if ((await deps.credentials.state(user.id)) !== null) {
    await deps.guard.enterAgain(user.id);
    if (current === undefined || !(await deps.credentials.matches(user.id, current)))
      throw refused('current', 'wrongPassword', 'This is not the present password.');
    await deps.guard.succeedAgain(user.id);
  }
  if (current === next)
    throw refused('next', 'samePassword', 'The new password is another one than the present.');
  assertGoodPassword(next, { path: 'next', lengthMin: passwordLengthMin, words: [user.name, user.email] });
  await deps.credentials.set(user.id, next);
}

async function proveWithCode(deps: SecurityDeps, user: RequestUser, code: string): Promise<void> {
  await deps.guard.enterAgain(user.id);
  if ((await deps.secondFactor.take(user.id, code)) === null) throw wrongCode();
  await deps.guard.succeedAgain(user.id);
}

async function keyRequest(
  deps: SecurityDeps,
  user: RequestUser,
  asked: {
    readonly name: string;
    readonly role: string;
    readonly readOnly: boolean;
    readonly expiresAt: string;
  },
): Promise<Parameters<ApiKeys['create']>[0]> {
  if (!user.roles.some((role) => role.code === asked.role))
    throw refused('role', 'notOwnRole', 'A key has a role that you have yourself.');
  const expiresAt = new Date(asked.expiresAt);
  const days = (expiresAt.getTime() - Date.now()) / DAY_MS;
  if (days <= 0 || days > KEY_DAYS_MAX)
    throw refused('expiresAt', 'keyDays', `A key ends in the future, within ${KEY_DAYS_MAX} days.`, {
      max: KEY_DAYS_MAX,
    });
  if ((await deps.apiKeys.list(user.id)).length >= KEYS_MAX)
    throw refused('name', 'tooManyKeys', `Nobody has more than ${KEYS_MAX} keys; revoke one first.`, {
      max: KEYS_MAX,
    });
  const { name, role: roleCode, readOnly } = asked;
  return { userId: user.id, name, roleCode, readOnly, expiresAt };
}

function wrongCode(): ApiProblem {
  return refused('code', 'wrongCode', 'The code is wrong or was used already; wait for the next one.');
}

function refused(
  path: string,
  code: ApiFieldCode,
  message: string,
  values?: { readonly max: number },
): ApiProblem {
  return fieldRefused({ path, code, message, ...(values && { values }) });
}
