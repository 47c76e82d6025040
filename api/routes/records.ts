/** Records of every kind: lists, pages, writes, timelines and links; the CRM's rights decide everything. */
import { z } from 'zod';
import type { routes } from '#contract';
import { filterGroup, TIMELINE_PARTS } from '#contract';
import { recordWrite } from '../commands/record-write.ts';
import type { ApiContext } from '../context.ts';
import { fieldRefused } from '../errors/field-codes.ts';
import { ApiProblem, fieldProblems } from '../errors/problems.ts';
import type { RouteHandlers } from '../middleware/mount-routes.ts';
import { withResults } from '../presenters/call-results.ts';
import { readTimeline } from '../presenters/read-timeline.ts';
import { processesOfRecord, stepsOnRecords } from '../presenters/record-processes.ts';

export function recordHandlers(context: ApiContext): RouteHandlers<typeof routes.records> {
  const { crm } = context;
  return {
    entities: async ({ user }) => ({ items: await crm.records.meta(user) }),
    listRecords: async ({ user, params, query }) => {
      const page = await crm.records.list(
        { user },
        { ...params, ...query, filter: parsedFilter(query.filter), folded: parsedKeys(query.folded) },
      );
      return { ...page, items: await withResults(context, user, page.items) };
    },
    recordGroups: ({ user, params, query }) =>
      crm.records.groups(
        { user },
        {
          ...params,
          filter: parsedFilter(query.filter),
          q: query.q,
          by: query.by,
          sums: query.sums?.split(',').filter(Boolean),
        },
      ),
    getRecord: async ({ user, params }) => {
      const record = await crm.records.get({ user }, params);
      const [worded = record] = await withResults(context, user, [record]);
      return worded ?? record;
    },
    createRecord: (request) =>
      recordWrite(context, request, async (caller) => {
        const { fields, about, createAnyway } = request.body;
        const reason = createAnyway?.reason ?? null;
        if (about && request.params.entity !== 'activity') throw onlyActivities();
        const made = await crm.duplicates.create(caller, { ...request.params, fields, reason });
        if (about) await crm.activities.addAbout(caller, { id: made.id, about });
        return made;
      }),
    updateRecord: (request) =>
      recordWrite(context, request, (caller) =>
        crm.records.update(caller, { ...request.params, ...request.body }),
      ),
    deleteRecord: (request) =>
      recordWrite(context, request, async (caller) => {
        await crm.records.remove(caller, request.params);
        return { ok: true as const };
      }),
    timeline: ({ user, params, query }) =>
      readTimeline(context, user, {
        ...params,
        cursor: query.cursor,
        limit: query.limit,
        ...(query.parts && {
          parts: TIMELINE_PARTS.filter((part) => query.parts?.split(',').includes(part)),
        }),
      }),
    activityAbout: async ({ user, params }) => ({ items: await crm.activities.about({ user }, params) }),
    recordProcesses: ({ user, params }) => processesOfRecord(context, user, params),
    runningProcesses: async ({ user, params, query }) => {
      const asked = query.ids.split(',').filter(Boolean).slice(0, RECORDS_MAX);
      const ids = await crm.records.ids({ user }, { ...params, ids: asked, limit: RECORDS_MAX });
      return { items: await stepsOnRecords(context, user, { entity: params.entity, ids }) };
    },
    relations: async ({ user, params }) => ({ items: await crm.records.relations({ user }, params) }),
    related: ({ user, params, query }) =>
      crm.records.related({ user }, { ...params, cursor: query.cursor, limit: query.limit }),
    accountContacts: async ({ user, query }) => ({
      items: await crm.accountContacts.list({ user }, query),
      roles: [...(await crm.accountContacts.roles())],
    }),
    linkContact: (request) =>
      recordWrite(context, request, (caller) => crm.accountContacts.link(caller, request.body)),
    changeLink: (request) =>
      recordWrite(context, request, (caller) =>
        crm.accountContacts.change(caller, { id: request.params.id, ...request.body }),
      ),
  };
}

function onlyActivities(): ApiProblem {
  return fieldRefused({
    path: 'about',
    code: 'unknown',
    message: 'Only an activity is about other records: leave it out.',
  });
}

const RECORDS_MAX = 200;

export function parsedFilter(filter: string | undefined): ReturnType<typeof filterGroup.parse> | undefined {
  if (filter === undefined || filter === '') return undefined;
  const result = filterGroup.safeParse(
    jsonFrom(filter, 'The filter of a list is JSON, as in \'filter={"op":"and","items":[]}\'.'),
  );
  if (result.success) return result.data;
  throw new ApiProblem('API_REQUEST_INVALID', { fields: fieldProblems(result.error) });
}

const foldedKeys = z.array(z.string().max(300)).max(200);

export function parsedKeys(text: string | undefined): string[] | undefined {
  if (text === undefined || text === '') return undefined;
  const result = foldedKeys.safeParse(jsonFrom(text, `The folded groups are JSON, as in 'folded=["new"]'.`));
  if (result.success) return result.data;
  throw new ApiProblem('API_REQUEST_INVALID', { fields: fieldProblems(result.error) });
}

function jsonFrom(text: string, detail: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new ApiProblem('API_REQUEST_INVALID', { detail });
  }
}
