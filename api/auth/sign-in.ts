/** Joins sessions, credentials and people; the composition mounts all further routes with what this returns. */
import type { Request, Router } from 'express';
import { routes, type SetupState } from '#contract';
import { mountRoutes, type MountOptions } from '../middleware/mount-routes.ts';
import { sessionHandlers } from '../routes/session.ts';
import type { Foundation } from '../run.ts';
import { identifyCookies, identifyRequest, type Identity } from './identify.ts';
import type { People } from './people.ts';
import { createSeeAs } from './see-as.ts';
import { identifyWorker } from './workers.ts';

export interface SignIn {
  /** For `mountRoutes`. */
  readonly mountOptions: MountOptions;
  /** For the socket server. */
  readonly identify: (cookies: string | undefined) => Promise<Identity | null>;
  /** For `ComposedApi`. */
  readonly isSignedIn: (request: Request) => Promise<boolean>;
}

/** Mounts the session routes on `router`. */
export function composeSignIn(
  router: Router,
  foundation: Omit<Foundation, 'server' | 'logger' | 'databaseUrl'>,
  directory: {
    readonly people: People;
    readonly demonstrationLogins: () => Promise<SetupState['demonstrationLogins']>;
  },
): SignIn {
  const { sessions, config } = foundation;
  const identity = { sessions, people: directory.people, seeAs: createSeeAs(foundation.pool) };
  const identify = identifyRequest(identity);
  const mountOptions: MountOptions = {
    identify,
    demonstration: config.demo,
    identifyWorker: identifyWorker(config.workerKeys),
  };
  mountRoutes(router, routes.session, sessionHandlers({ ...foundation, ...directory }), mountOptions);
  return {
    mountOptions,
    identify: (cookies) => identifyCookies(cookies, identity),
    isSignedIn: async (request) => (await identify(request)) !== null,
  };
}
