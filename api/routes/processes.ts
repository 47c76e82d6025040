/** The process library and the designer's side of the API. */
import type { routes } from '#contract';
import { createDraft, findingsOf, openDraft, saveDraft } from '../commands/process-drafts.ts';
import { deployDecisions } from '../commands/deploy-decisions.ts';
import { publishProcess } from '../commands/publish-process.ts';
import { changeNextStart, readNextStarts } from '../commands/next-starts.ts';
import { startProcess } from '../commands/start-process.ts';
import type { ApiContext } from '../context.ts';
import { ApiProblem } from '../errors/problems.ts';
import type { RouteHandlers, RouteRequest } from '../middleware/mount-routes.ts';
import { readDesignerCatalogue } from '../presenters/designer-catalogue.ts';
import { previewExecutor } from '../presenters/executor-preview.ts';
import { definitionDetail, definitionSummaries, readProcessLibrary } from '../presenters/process-library.ts';
import { assertProcessRight, keysWithAny, processRights } from '../rights/process-rights.ts';

export function processHandlers(context: ApiContext): RouteHandlers<typeof routes.processes> {
  return {
    listProcesses: async ({ user }) => ({ items: await readProcessLibrary(context, user) }),
    versions: async ({ user, params }) => {
      assertKnows(user, params.processKey);
      const versions = await context.engine.views.versions(params.processKey);
      return { items: await definitionSummaries(context, user, versions) };
    },
    nextStarts: async ({ user, params }) => ({
      items: await readNextStarts(context, user, params.processKey),
    }),
    changeNextStart: ({ user, params, body }) => changeNextStart(context, user, params, body),
    definition: async ({ user, params }) => {
      const definition = await context.definitions.find(params.id);
      if (!definition) throw new ApiProblem('API_NOT_FOUND');
      assertKnows(user, definition.processKey);
      return definitionDetail(context, user, definition);
    },
    getDraft: ({ user, params }) => openDraft(context, user, params.processKey),
    saveDraft: ({ user, params, body }) => saveDraft(context, user, { ...params, ...body }),
    discardDraft: async ({ user, params }) => {
      assertProcessRight(user, 'draw', params.processKey);
      await context.processDrafts.discard(params.processKey);
      context.announceProcesses();
      return { ok: true };
    },
    createProcess: ({ user, body, idempotencyKey }) =>
      createDraft(context, user, { ...body, key: idempotencyKey }),
    checkDiagram: async ({ user, body }) => {
      assertDraws(user);
      return { findings: await findingsOf(context, body.xml) };
    },
    publish: ({ user, params, body, idempotencyKey }) =>
      publishProcess(context, user, { ...params, ...body, key: idempotencyKey }),
    catalogue: ({ user }) => {
      assertDraws(user);
      return readDesignerCatalogue(context, user);
    },
    deployDecisions: ({ user, body, idempotencyKey }) =>
      deployDecisions(context, user, { ...body, key: idempotencyKey }),
    previewExecutor: ({ user, body }) => {
      assertDraws(user);
      return previewExecutor(context, user, body);
    },
    startProcess: ({ user, params, body, idempotencyKey }) =>
      startProcess(context, user, { ...params, ...body, key: idempotencyKey }),
  };
}

type User = RouteRequest<(typeof routes.processes)['listProcesses']>['user'];

/** A process on which one has no right at all does not exist. */
function assertKnows(user: User, processKey: string): void {
  if (processRights(user, processKey).length === 0) throw new ApiProblem('API_NOT_FOUND');
}

function assertDraws(user: User): void {
  if (keysWithAny(user, ['draw', 'publish']).length === 0) throw new ApiProblem('API_FORBIDDEN');
}
