/** Publishing: the draft becomes the next version and runs at once. A diagram with errors is refused, all of them named. */
import type { DefinitionSummary } from '#contract';
import type { RequestUser } from '#crm';
import type { ApiContext } from '../context.ts';
import { ApiProblem } from '../errors/problems.ts';
import { definitionSummaries } from '../presenters/process-library.ts';
import { assertProcessRight } from '../rights/process-rights.ts';
import { engineOptions } from './engine-options.ts';

export async function publishProcess(
  context: ApiContext,
  user: RequestUser,
  request: {
    readonly processKey: string;
    readonly revision: number;
    readonly reason?: string;
    readonly key: string | undefined;
  },
): Promise<DefinitionSummary> {
  const { processKey, revision, reason, key } = request;
  assertProcessRight(user, 'publish', processKey);
  const draft = await context.processDrafts.find(processKey);
  if (!draft) return published(context, user, request);
  if (draft.revision !== revision) throw new ApiProblem('API_CONFLICT');
  const deployed = await context.engine.deploy(
    { files: [{ name: `${processKey}.bpmn`, content: draft.xml }] },
    engineOptions(user, key, reason),
  );
  await context.processDrafts.discard(processKey, revision);
  context.announceProcesses(await runningInstances(context, processKey));
  const summary = deployed.find((definition) => definition.processKey === processKey);
  if (!summary) throw new Error(`Expected process '${processKey}' to be deployed from its own draft.`);
  return presented(context, user, { ...summary, running: 0 });
}

/** A shipped process as it is. What is published or drawn under its key already is nobody's to overwrite. */
export async function publishShipped(
  context: ApiContext,
  user: RequestUser,
  request: { readonly processKey: string; readonly xml: string; readonly key: string | undefined },
): Promise<DefinitionSummary> {
  const { processKey, xml, key } = request;
  assertProcessRight(user, 'publish', processKey);
  const [latest] = await context.engine.views.versions(processKey);
  if (latest) {
    // A repetition gets the version that its first attempt made.
    if (key !== undefined && latest.deployedBy === user.id) return presented(context, user, latest);
    throw new ApiProblem('API_CONFLICT', {
      detail: `The process '${processKey}' is published already: change it in the designer.`,
    });
  }
  if (await context.processDrafts.find(processKey))
    throw new ApiProblem('API_CONFLICT', {
      detail: `There is a draft of the process '${processKey}' already; open it, or throw it away first.`,
    });
  const [summary] = await context.engine.deploy(
    { files: [{ name: `${processKey}.bpmn`, content: xml }] },
    engineOptions(user, key),
  );
  if (!summary) throw new Error(`Expected the shipped process '${processKey}' to be deployed.`);
  context.announceProcesses();
  return presented(context, user, { ...summary, running: 0 });
}

/** More cards than these are open nowhere; the others show the new version when they are read again. */
const TOLD_MAX = 200;

async function runningInstances({ engine }: ApiContext, processKey: string): Promise<readonly string[]> {
  const running = { processKey, status: 'active' as const, visibleKeys: 'all' as const, involving: null };
  const page = await engine.views.instances({ ...running, limit: TOLD_MAX });
  return page.items.map((instance) => instance.id);
}

/** A repetition finds its draft gone; it gets the version that its first attempt made. */
async function published(
  context: ApiContext,
  user: RequestUser,
  { processKey, key }: { readonly processKey: string; readonly key: string | undefined },
): Promise<DefinitionSummary> {
  const [latest] = await context.engine.views.versions(processKey);
  if (!latest || key === undefined || latest.deployedBy !== user.id) throw new ApiProblem('API_NOT_FOUND');
  return presented(context, user, latest);
}

async function presented(
  context: ApiContext,
  user: RequestUser,
  summary: Parameters<typeof definitionSummaries>[2][number],
): Promise<DefinitionSummary> {
  const [shown] = await definitionSummaries(context, user, [summary]);
  if (!shown) throw new Error(`Expected version ${summary.version} to be presented.`);
  return shown;
}
