/**
 * Sign-in through an OpenID Connect provider: the code flow with PKCE, state and nonce (OpenID Connect Core 3.1). What
 * a visit has begun with waits in the database under the hash of a cookie, so that it ends in the same browser, once,
 * within ten minutes, on whichever node. A person is found by issuer and subject; on the first visit by an e-mail that
 * the provider has verified; and may be made then, where the administrators want that.
 */
import { createHash, randomBytes } from 'node:crypto';
import { parseCookie, stringifySetCookie } from 'cookie';
import type { Request, Response } from 'express';
import * as oidc from 'openid-client';
import type { Pool } from 'pg';
import type { Config, OidcConfig } from '../config.ts';
import { ApiProblem } from '../errors/problems.ts';
import type { People } from './people.ts';
import { countInWindow } from './rate-windows.ts';
import type { SignInSettings } from './sign-in-settings.ts';

const COOKIE = 'throughline_provider';
const CALLBACK = '/api/session/oidc/callback';
const FLOW_MINUTES = 10;
const VISITS_PER_MINUTE = 60;
/** Keys and addresses of a provider change seldom; a provider that was away is asked again at once. */
const DISCOVERY_MS = 3_600_000;
const TIMEOUT_S = 10;

/** Why nobody came in; the sign-in page has words for each. */
export type ProviderRefusal = 'failed' | 'unknown' | 'unverified';

interface Flow {
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
  readonly next: string;
}

const TAKE_FLOW = `
  delete from app.oidc_flow
  where token_hash = $1 and started_at > clock_timestamp() - make_interval(mins => $2)
  returning state, nonce, code_verifier as "codeVerifier", next`;

const LINK = `
  insert into app.oidc_identity (issuer, subject, user_id) values ($1, $2, $3)
  on conflict (issuer, subject) do nothing`;

interface Visitor {
  readonly issuer: string;
  readonly subject: string;
  readonly email: string | null;
  readonly emailVerified: boolean;
  readonly name: string | null;
}

export class ProviderSignIn {
  readonly #provider: OidcConfig;
  readonly #redirectUrl: string;
  readonly #secure: boolean;
  readonly #pool: Pool;
  readonly #people: People;
  readonly #settings: SignInSettings;
  #discovered: { readonly at: number; readonly config: Promise<oidc.Configuration> } | null = null;

  constructor(parts: {
    readonly provider: OidcConfig;
    readonly config: Pick<Config, 'publicUrl' | 'secureCookies'>;
    readonly pool: Pool;
    readonly people: People;
    readonly settings: SignInSettings;
  }) {
    this.#provider = parts.provider;
    this.#redirectUrl = providerRedirectUrl(parts.config);
    this.#secure = parts.config.secureCookies;
    this.#pool = parts.pool;
    this.#people = parts.people;
    this.#settings = parts.settings;
  }

  /** Returns the provider's page for this visit. @throws ApiProblem API_TOO_MANY_REQUESTS */
  async begin(http: { readonly request: Request; readonly response: Response }, next: string): Promise<URL> {
    await countInWindow(this.#pool, `provider:${http.request.ip ?? 'unknown'}`, VISITS_PER_MINUTE);
    const config = await this.#configuration();
    const token = randomBytes(32).toString('base64url');
    const codeVerifier = oidc.randomPKCECodeVerifier();
    const state = oidc.randomState();
    const nonce = oidc.randomNonce();
    await this.#pool.query(
      'insert into app.oidc_flow (token_hash, state, nonce, code_verifier, next) values ($1, $2, $3, $4, $5)',
      [digest(token), state, nonce, codeVerifier, next],
    );
    http.response.append('Set-Cookie', this.#cookie(token, FLOW_MINUTES * 60));
    return oidc.buildAuthorizationUrl(config, {
      redirect_uri: this.#redirectUrl,
      scope: this.#provider.scopes,
      code_challenge: await oidc.calculatePKCECodeChallenge(codeVerifier),
      code_challenge_method: 'S256',
      state,
      nonce,
    });
  }

  /** Who came back, and where he wanted to go. Errors of the provider are thrown as they come. */
  async end(http: {
    readonly request: Request;
    readonly response: Response;
  }): Promise<{ readonly userId: string; readonly next: string } | ProviderRefusal> {
    const flow = await this.#takeFlow(http.request);
    http.response.append('Set-Cookie', this.#cookie('', 0));
    if (flow === null) return 'failed';
    const config = await this.#configuration();
    const came = new URL(this.#redirectUrl);
    came.search = new URL(http.request.originalUrl, this.#redirectUrl).search;
    const tokens = await oidc.authorizationCodeGrant(config, came, {
      pkceCodeVerifier: flow.codeVerifier,
      expectedState: flow.state,
      expectedNonce: flow.nonce,
      idTokenExpected: true,
    });
    const found = await this.#personOf(await visitorOf(config, tokens));
    return typeof found === 'string' ? found : { userId: found.userId, next: flow.next };
  }

  async #personOf(visitor: Visitor): Promise<{ readonly userId: string } | ProviderRefusal> {
    const { issuer, subject, email } = visitor;
    const linked = await this.#linked(visitor);
    if (linked !== null) return { userId: linked };
    const rules = await this.#settings.read();
    if (email === null || !visitor.emailVerified) return 'unverified';
    const known = rules.oidcByEmail ? await this.#people.findIdByEmail(email) : null;
    const userId = known ?? (rules.oidcProvision ? await this.#provision(visitor, rules.oidcRole) : null);
    if (userId === null) return 'unknown';
    await this.#pool.query(LINK, [issuer, subject, userId]);
    // Of two first visits at once the earlier one has linked.
    const kept = (await this.#linked(visitor)) ?? userId;
    await this.#people.note({ verb: 'provider_linked', userId: kept, by: kept, text: issuer });
    return { userId: kept };
  }

  async #linked({ issuer, subject }: Visitor): Promise<string | null> {
    const { rows } = await this.#pool.query<{ user_id: string }>(
      'select user_id from app.oidc_identity where issuer = $1 and subject = $2',
      [issuer, subject],
    );
    return rows[0]?.user_id ?? null;
  }

  async #provision({ email, name, issuer }: Visitor, role: string | null): Promise<string | null> {
    if (email === null || role === null) return null;
    const userId = await this.#people.provision({ name: name ?? email, email, role });
    if (userId !== null)
      await this.#people.note({ verb: 'user_provisioned', userId, by: null, text: issuer });
    return userId;
  }

  async #takeFlow(request: Request): Promise<Flow | null> {
    const token = parseCookie(request.get('cookie') ?? '')[COOKIE];
    if (token === undefined) return null;
    const { rows } = await this.#pool.query<Flow>(TAKE_FLOW, [digest(token), FLOW_MINUTES]);
    return rows[0] ?? null;
  }

  #configuration(): Promise<oidc.Configuration> {
    if (this.#discovered && Date.now() - this.#discovered.at < DISCOVERY_MS) return this.#discovered.config;
    const config = discover(this.#provider);
    this.#discovered = { at: Date.now(), config };
    config.catch(() => (this.#discovered = null));
    return config;
  }

  #cookie(token: string, maxAge: number): string {
    const options = {
      httpOnly: true,
      sameSite: 'lax',
      path: '/api/session/oidc',
      secure: this.#secure,
    } as const;
    return stringifySetCookie(COOKIE, token, { ...options, maxAge });
  }
}

/** To be entered at the provider. */
export function providerRedirectUrl(config: Pick<Config, 'publicUrl'>): string {
  return `${config.publicUrl}${CALLBACK}`;
}

/** Only an address inside the product is followed after sign-in. */
export function addressInside(next: string | undefined): string {
  return next !== undefined && /^\/(?![/\\])[^\s\\]*$/.test(next) ? next : '/';
}

async function discover({ issuer, clientId, clientSecret }: OidcConfig): Promise<oidc.Configuration> {
  const authentication = clientSecret === null ? oidc.None() : oidc.ClientSecretBasic(clientSecret);
  // The configuration takes plain http on this machine only.
  const plain = issuer.startsWith('http:') ? [oidc.allowInsecureRequests] : [];
  const options = { timeout: TIMEOUT_S, ...(plain.length > 0 ? { execute: plain } : {}) };
  try {
    return await oidc.discovery(new URL(issuer), clientId, undefined, authentication, options);
  } catch (cause) {
    throw new ApiProblem('API_PROVIDER_AWAY', { cause });
  }
}

async function visitorOf(
  config: oidc.Configuration,
  tokens: Awaited<ReturnType<typeof oidc.authorizationCodeGrant>>,
): Promise<Visitor> {
  const claims = tokens.claims();
  if (!claims) throw new Error('Expected an ID token from the provider.');
  // Many providers tell the e-mail only when asked for it.
  const told: Readonly<Record<string, unknown>> =
    claims.email === undefined && config.serverMetadata().userinfo_endpoint !== undefined
      ? { ...claims, ...(await oidc.fetchUserInfo(config, tokens.access_token, claims.sub)) }
      : claims;
  return {
    issuer: claims.iss,
    subject: claims.sub,
    email: typeof told.email === 'string' ? told.email : null,
    emailVerified: told.email_verified === true,
    name: typeof told.name === 'string' && told.name.trim() !== '' ? told.name.slice(0, 200) : null,
  };
}

function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
