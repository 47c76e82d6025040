/**
 * The HTTP application; never listens by itself. It answers from the first moment: until the product is composed,
 * the API says that it is starting, while /livez, /readyz and the web app are there.
 */
import express, { type Express, type RequestHandler } from 'express';
import type { Logger } from 'pino';
import type { Config } from './config.ts';
import { ApiProblem, type ProblemMapper } from './errors/problems.ts';
import { problemAnswer } from './middleware/problem-answer.ts';
import { requestLog } from './middleware/request-log.ts';
import { sameSiteWrites } from './middleware/same-site.ts';
import { securityHeaders } from './middleware/security-headers.ts';
import type { Traffic } from './middleware/traffic.ts';
import { webApp } from './middleware/web-app.ts';
import { healthRouter, type Health } from './routes/health.ts';

export interface AppDeps {
  readonly config: Pick<Config, 'secureCookies' | 'trustedProxies'>;
  readonly logger: Logger;
  readonly health: Health;
  readonly traffic: Traffic;
  /** Folder of the built web app. */
  readonly webFolder: string;
  /** The composed API; null while the product starts. */
  readonly api: () => ComposedApi | null;
}

export interface ComposedApi {
  /** Mounted at the root: routes carry their whole path. */
  readonly router: RequestHandler;
  /** Whether somebody is signed in; decides what an unknown path answers. */
  readonly isSignedIn: (request: express.Request) => Promise<boolean>;
  readonly problemMappers: readonly ProblemMapper[];
}

/** A diagram with its pictures may be this large (decisions.md 10: variables end at 2 MB, diagrams at 5). */
const BODY_LIMIT = '6mb';

export function createApp(deps: AppDeps): Express {
  const app = express();
  app.disable('x-powered-by');
  app.enable('strict routing');
  app.enable('case sensitive routing');
  app.set('trust proxy', deps.config.trustedProxies);
  app.use(requestLog(deps.logger));
  app.use(securityHeaders(deps.config));
  app.use(healthRouter(deps.health));
  app.use(refuseWhileDraining(deps.health));
  app.use(deps.traffic.count);
  app.use(sameSiteWrites());
  app.use(express.json({ limit: BODY_LIMIT, strict: true }));
  app.use((request, response, next) => {
    const api = deps.api();
    if (api !== null) return api.router(request, response, next);
    return isApiPath(request.path) ? next(new ApiProblem('API_STARTING')) : next();
  });
  app.use(unknownApiPath(deps));
  app.use(webApp(deps.webFolder));
  app.use((_request, _response, next) => next(new ApiProblem('API_NOT_FOUND')));
  app.use(
    (error: unknown, request: express.Request, response: express.Response, next: express.NextFunction) => {
      const mappers = deps.api()?.problemMappers ?? [];
      return problemAnswer({ logger: deps.logger, mappers })(error, request, response, next);
    },
  );
  return app;
}

/** Requests under way finish; new ones go to another node, or come again after the restart. */
function refuseWhileDraining(health: Health): RequestHandler {
  return (_request, _response, next) =>
    health.phase === 'draining' ? next(new ApiProblem('API_DRAINING')) : next();
}

/** Strangers learn nothing about which paths exist. */
function unknownApiPath(deps: AppDeps): RequestHandler {
  return async (request, _response, next) => {
    if (!isApiPath(request.path)) return next();
    const api = deps.api();
    const known = api !== null && (await api.isSignedIn(request));
    return next(new ApiProblem(known ? 'API_NOT_FOUND' : 'API_NOT_SIGNED_IN'));
  };
}

/** Also spellings that some proxy might still take for the API: //api, /API, /%61pi, /x/../api. */
function isApiPath(path: string): boolean {
  return /(^|\/)api([/;.]|$)/i.test(decoded(path).replaceAll(/[\\/]+/g, '/'));
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
