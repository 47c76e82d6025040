import type { RequestHandler } from 'express';
import type { Logger } from 'pino';
import { pinoHttp } from 'pino-http';
import { v7 as uuid } from 'uuid';

const CORRELATION_HEADER = 'x-correlation-id';
const ACCEPTED = /^[\w-]{8,64}$/;

/** Gives each request a correlation id (the caller's, when it is harmless) and logs how it ended. */
export function requestLog(logger: Logger): RequestHandler {
  return pinoHttp({
    logger,
    genReqId: (request, response) => {
      const given = request.headers[CORRELATION_HEADER];
      const id = typeof given === 'string' && ACCEPTED.test(given) ? given : uuid();
      response.setHeader(CORRELATION_HEADER, id);
      return id;
    },
    // Whoever polls them knows the answer; while the product starts it is no error.
    autoLogging: { ignore: (request) => request.url === '/readyz' || request.url === '/livez' },
    customLogLevel: (_request, response, error) =>
      error !== undefined || response.statusCode >= 500 ? 'error' : 'debug',
    serializers: {
      req: (request: { id: unknown; method: string; url: string }) => ({
        id: request.id,
        method: request.method,
        url: request.url,
      }),
      res: (response: { statusCode: number }) => ({ status: response.statusCode }),
    },
  });
}
