import type { RequestHandler } from 'express';
import { ApiProblem } from '../errors/problems.ts';

const READS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses writes that another site's page made with our cookie. Browsers tell where a request comes from
 * (Sec-Fetch-Site); a client that does not tell must send a header that no foreign page can add without asking first.
 */
export function sameSiteWrites(): RequestHandler {
  return (request, _response, next) => {
    if (READS.has(request.method)) return next();
    const site = request.get('sec-fetch-site');
    if (site === 'cross-site' || site === 'same-site') return next(new ApiProblem('API_CROSS_SITE'));
    if (site === 'same-origin' || request.get('x-requested-with') === 'throughline') return next();
    // No foreign page can send this header without asking first, and a cookie is not looked at beside a key.
    if (/^Bearer /.test(request.get('authorization') ?? '')) return next();
    return next(
      new ApiProblem('API_CROSS_SITE', {
        detail: "Send the header 'X-Requested-With: throughline' with writes.",
      }),
    );
  };
}
