/** Measures; the CRM counts by rights. */
import type { routes } from '#contract';
import { recordWrite } from '../commands/record-write.ts';
import type { ApiContext } from '../context.ts';
import type { RouteHandlers } from '../middleware/mount-routes.ts';
import { plain } from '../presenters/plain.ts';

export function measureHandlers(context: ApiContext): RouteHandlers<typeof routes.measures> {
  const { measures } = context.crm;
  return {
    stageMeasures: async ({ user, params, query }) =>
      plain(await measures.stages({ user }, { ...pipelineOf(params), ...instants(query) })),
    stageMeasureRecords: async ({ user, params, query }) =>
      plain(await measures.stageRecords({ user }, { ...query, ...pipelineOf(params), ...instants(query) })),
    sourceMeasures: async ({ user, query }) =>
      plain(await measures.sources({ user }, { ...query, ...instants(query) })),
    sourceMeasureRecords: async ({ user, query }) => {
      const source = query.source ?? null;
      return plain(await measures.sourceRecords({ user }, { ...query, source, ...instants(query) }));
    },
    supportMeasures: async ({ user, query }) =>
      plain(await measures.support({ user }, { ...query, ...instants(query) })),
    supportMeasureRecords: async ({ user, query }) => {
      const group = query.group ?? null;
      return plain(await measures.supportRecords({ user }, { ...query, group, ...instants(query) }));
    },
    measureRate: () => measures.rate(),
    saveMeasureRate: (request) =>
      recordWrite(context, request, (caller) => measures.saveRate(caller, request.body)),
  };
}

function instants({ from, to }: { readonly from: string; readonly to: string }): { from: Date; to: Date } {
  return { from: new Date(from), to: new Date(to) };
}

function pipelineOf<E>({ entity, code }: { readonly entity: E; readonly code: string }) {
  return { entity, pipeline: code };
}
