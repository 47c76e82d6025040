import type { ErrorRequestHandler } from 'express';
import type { Logger } from 'pino';
import { problemDocument, problemFromError, type ProblemMapper } from '../errors/problems.ts';

/** Turns whatever was thrown into a problem document; only the log sees the cause of a 500. */
export function problemAnswer(options: {
  readonly logger: Logger;
  readonly mappers: readonly ProblemMapper[];
}): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) return next(error);
    const problem = problemFromError(error, options.mappers);
    const correlationId = String(request.id);
    if (problem.status >= 500)
      options.logger.error({ err: error, correlationId, url: request.originalUrl }, problem.title);
    if (problem.status === 503) response.setHeader('Retry-After', '2');
    if (problem.status === 429) response.setHeader('Retry-After', String(problem.retryAfterSeconds ?? 60));
    response
      .status(problem.status)
      .setHeader('Cache-Control', 'no-store')
      .type('application/problem+json')
      .send(JSON.stringify(problemDocument(problem, correlationId)));
  };
}
