/** Shipped processes: listed with what they need, taken as drafts, published when nothing is missing. */
import type { routes } from '#contract';
import { createDraft } from '../commands/process-drafts.ts';
import { publishShipped } from '../commands/publish-process.ts';
import type { ApiContext } from '../context.ts';
import { fieldRefused } from '../errors/field-codes.ts';
import { ApiProblem } from '../errors/problems.ts';
import type { RouteHandlers } from '../middleware/mount-routes.ts';
import { isInUse, missingFor, readReadyProcesses } from '../presenters/ready-processes.ts';
import { type ShippedProcess, shippedProcesses } from '../presenters/shipped-processes.ts';
import { assertProcessRight, hasProcessRight } from '../rights/process-rights.ts';

const ASKED_MAX = 5;

export function readyProcessHandlers(context: ApiContext): RouteHandlers<typeof routes.readyProcesses> {
  return {
    readyProcesses: async ({ user }) => ({ items: await readReadyProcesses(context, user) }),
    async readyProcessUse({ user, params: { processKey } }) {
      const process = await shippedOf(processKey);
      const isPublished = await isInUse(context, process);
      const mayInstall = hasProcessRight(user, 'publish', processKey);
      const others =
        isPublished || mayInstall ? [] : await context.crm.organisation.whoMay(processKey, 'publish');
      return { isPublished, mayInstall, ask: others.slice(0, ASKED_MAX) };
    },
    async takeReadyProcess({ user, params: { processKey }, idempotencyKey }) {
      assertProcessRight(user, 'draw', processKey);
      const { name, xml } = await shippedOf(processKey);
      return createDraft(context, user, { name: name.en, xml, key: idempotencyKey });
    },
    async publishReadyProcess({ user, params: { processKey }, idempotencyKey }) {
      assertProcessRight(user, 'publish', processKey);
      const process = await shippedOf(processKey);
      const missing = await missingFor(context, user, process);
      if (missing.length > 0)
        throw fieldRefused({
          ...{ path: 'processKey', code: 'needsMissing', values: { names: missing.join(', ') } },
          message: `The process needs what is not here yet: ${missing.join(', ')}.`,
        });
      return publishShipped(context, user, { processKey, xml: process.xml, key: idempotencyKey });
    },
  };
}

async function shippedOf(processKey: string): Promise<ShippedProcess> {
  const found = (await shippedProcesses()).find((process) => process.processKey === processKey);
  if (found) return found;
  throw new ApiProblem('API_NOT_FOUND');
}
