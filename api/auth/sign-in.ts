/** Joins sessions, credentials and people; the composition mounts all further routes with what this returns. */
import type { Request, Router } from 'express';
import { routes, type SetupState } from '#contract';
import { mountRoutes, type MountOptions } from '../middleware/mount-routes.ts';
import { type SecurityDeps, securityHandlers } from '../routes/security.ts';
import { sessionHandlers } from '../routes/session.ts';
import type { Foundation } from '../run.ts';
import { ApiKeys } from './api-keys.ts';
import { identifyCookies, identifyRequest, type Identity } from './identify.ts';
import { KnownDevices } from './known-devices.ts';
import type { People } from './people.ts';
import { ProviderSignIn } from './provider-sign-in.ts';
import { SecondFactor } from './second-factor.ts';
import { createSeeAs } from './see-as.ts';
import { SignInSettings } from './sign-in-settings.ts';
import { identifyWorker } from './workers.ts';

export interface SignIn {
  /** For `mountRoutes`. */
  readonly mountOptions: MountOptions;
  /** For the socket server. */
  readonly identify: (cookies: string | undefined) => Promise<Identity | null>;
  /** For `ComposedApi`. */
  readonly isSignedIn: (request: Request) => Promise<boolean>;
  /** For the administrators' routes. */
  readonly security: SecurityDeps;
}

/** Mounts the session routes and those of the own security on `router`. */
export function composeSignIn(
  router: Router,
  foundation: Omit<Foundation, 'server' | 'databaseUrl'>,
  directory: {
    readonly people: People;
    readonly demonstrationLogins: () => Promise<SetupState['demonstrationLogins']>;
  },
): SignIn {
  const { sessions, config, pool } = foundation;
  const { people } = directory;
  const apiKeys = new ApiKeys({ pool, requestsPerMinute: config.apiKeyRequestsPerMinute });
  const settings = new SignInSettings(pool);
  const security: SecurityDeps = {
    ...foundation,
    people,
    apiKeys,
    settings,
    devices: new KnownDevices({ pool, secure: config.secureCookies }),
    secondFactor: new SecondFactor(pool, foundation.secrets),
  };
  const provider =
    config.oidc && new ProviderSignIn({ provider: config.oidc, config, pool, people, settings });
  const identity = { sessions, people, apiKeys, seeAs: createSeeAs(pool) };
  const identify = identifyRequest(identity);
  const mountOptions: MountOptions = {
    identify,
    demonstration: config.demo,
    identifyWorker: identifyWorker(config.workerKeys),
  };
  const session = sessionHandlers({ ...foundation, ...directory, ...security, provider });
  mountRoutes(router, routes.session, session, mountOptions);
  mountRoutes(router, routes.security, securityHandlers(security), mountOptions);
  return {
    mountOptions,
    identify: async (cookies) => {
      const found = await identifyCookies(cookies, identity);
      // The live stream opens with the rest of the product.
      return found?.pending === null ? found : null;
    },
    isSignedIn: async (request) => (await identify(request)) !== null,
    security,
  };
}
