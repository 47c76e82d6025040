/**
 * The decisions of a DMN file come into force. Every process may use them, so it takes the right to publish all. A file
 * with errors is refused, all of them named.
 */
import type { DecisionItem } from '#contract';
import type { RequestUser } from '#crm';
import type { ApiContext } from '../context.ts';
import { ApiProblem } from '../errors/problems.ts';
import { keysWithAny } from '../rights/process-rights.ts';
import { engineOptions } from './engine-options.ts';

export async function deployDecisions(
  context: ApiContext,
  user: RequestUser,
  request: {
    readonly name: string;
    readonly xml: string;
    readonly reason?: string;
    readonly key: string | undefined;
  },
): Promise<{ readonly items: DecisionItem[] }> {
  if (keysWithAny(user, ['publish']) !== 'all') throw new ApiProblem('API_FORBIDDEN');
  const name = request.name.endsWith('.dmn') ? request.name : `${request.name}.dmn`;
  const files = [{ name, content: request.xml }];
  await context.engine.deploy({ files }, engineOptions(user, request.key, request.reason));
  const decisions = await context.engine.views.decisions();
  return { items: decisions.map(({ key, name: title, version }) => ({ key, name: title, version })) };
}
