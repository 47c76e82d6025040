/** Tables in, step by step, and out. The work itself is done in the background by whichever node takes it. */
import type { Response } from 'express';
import type { RouteDefinition, routes } from '#contract';
import type { Caller, ExportedTable, ImportJob, RequestUser } from '#crm';
import { recordWrite } from '../commands/record-write.ts';
import type { ApiContext } from '../context.ts';
import type { RouteHandlers, RouteRequest } from '../middleware/mount-routes.ts';
import { sendFile } from '../tables/send-file.ts';
import type { ExportBooks } from '../tables/tell-of-export.ts';
import { csvDelimiter, type TableValue, writeCsv } from '../tables/write-csv.ts';
import { writeXlsx } from '../tables/write-xlsx.ts';
import { exportedWork } from '../work-lists/read-work-list.ts';
import { workListOf } from '../work-lists/table-list-of.ts';
import { parsedFilter } from './records.ts';

const MIME = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;

export function importHandlers(
  context: ApiContext,
  books: ExportBooks,
): RouteHandlers<typeof routes.imports> {
  const { imports, exports } = context.crm;
  /** What is kept for a repetition of the request is what it was told. */
  const jobWrite = <R extends RouteDefinition>(
    request: RouteRequest<R>,
    work: (caller: Caller) => Promise<ImportJob>,
  ): Promise<JobView> => recordWrite(context, request, async (caller) => jobView(await work(caller)));
  /** Begins the work beside the request; its progress is read from the import. */
  const working = async (job: Promise<JobView>): Promise<JobView> => {
    const view = await job;
    imports.work().catch((error: unknown) => context.logger.error({ err: error }, 'imports could not go on'));
    return view;
  };
  const tableOf = async (user: RequestUser, entity: string): Promise<ExportedTable | undefined> => {
    const list = workListOf(entity);
    return list === null ? undefined : exportedWork(context, user, list);
  };
  return {
    importTargets: async ({ user, params }) => ({
      items: imports.targets({ user }, params.entity).map((target) => ({
        key: target.key,
        label: target.label,
        type: target.type,
        required: target.required,
        isKey: target.isKey,
        list: target.list,
        isField: target.kind === 'field',
      })),
    }),
    imports: async ({ user, query }) => ({ items: (await imports.list({ user }, query)).map(jobView) }),
    async beginImport({ user, params, query, http }) {
      try {
        // Rights before bytes.
        imports.assertMayBegin({ user }, { ...params, fileName: query.name });
        const { size, storageKey } = await context.files.put(http.request);
        const request = { ...params, fileName: query.name, fileSize: size, storageKey };
        return await working(imports.begin({ user }, request).then(jobView));
      } catch (error) {
        // What is left of the body would be taken for the next request of this connection.
        http.response.setHeader('Connection', 'close');
        throw error;
      }
    },
    getImport: async ({ user, params }) => jobView(await imports.get({ user }, params.id)),
    rereadImport: (request) =>
      working(jobWrite(request, (caller) => imports.reread(caller, { ...request.params, ...request.body }))),
    setImportHeader: (request) =>
      jobWrite(request, (caller) => imports.setHeader(caller, { ...request.params, ...request.body })),
    checkImport: (request) =>
      working(jobWrite(request, (caller) => imports.check(caller, { ...request.params, ...request.body }))),
    backToMapping: (request) => jobWrite(request, (caller) => imports.back(caller, request.params.id)),
    async importRows({ user, params, query }) {
      const only = { doubtful: query.doubtful === 'true', waiting: query.waiting === 'true' };
      const page = await imports.rows({ user }, { ...params, ...query, ...only });
      return { items: [...page.items] as never, next: page.next };
    },
    decideImportRows: (request) =>
      recordWrite(context, request, async (caller) => {
        const { changed, job } = await imports.decide(caller, { ...request.params, ...request.body });
        return { changed, job: jobView(job) };
      }),
    mendImportRow: (request) =>
      recordWrite(context, request, async (caller) =>
        jobView(await imports.mend(caller, { ...request.params, ...request.body })),
      ),
    importFaults: async ({ user, params }) => ({
      items: (await imports.faults({ user }, params.id)).map((fault) => ({
        ...fault,
        texts: [...fault.texts],
      })),
    }),
    mendImportFault: (request) =>
      recordWrite(context, request, async (caller) => {
        const { detail, text, ...body } = request.body;
        const asked = {
          ...request.params,
          ...body,
          detail: detail ?? null,
          ...(text !== undefined && { text }),
        };
        const { changed, job } = await imports.mendFault(caller, asked);
        return { changed, job: jobView(job) };
      }),
    testImport: async ({ user, params }) => ({
      items: [...(await imports.test({ user }, params.id))] as never,
    }),
    startImport: (request) =>
      working(jobWrite(request, (caller) => imports.start(caller, request.params.id))),
    stopImport: (request) => jobWrite(request, (caller) => imports.stop(caller, request.params.id)),
    undoImport: (request) => working(jobWrite(request, (caller) => imports.undo(caller, request.params.id))),
    removeImport: (request) =>
      recordWrite(context, request, async (caller) => {
        await imports.remove(caller, request.params.id);
        return { ok: true as const };
      }),
    async refusedImportRows({ user, params, query, http: { response } }) {
      const { job, rows } = await imports.refusedRows({ user }, params.id);
      const name = `${job.fileName.replace(/\.[^.]*$/, '')} - refused.${query.format}`;
      const all = rows[Symbol.asyncIterator]();
      const header = await all.next();
      await sendTable(response, {
        name,
        title: 'Refused',
        format: query.format,
        locale: user.locale,
        header: header.done ? [] : header.value,
        rows: { [Symbol.asyncIterator]: () => all },
      });
      return { ok: true };
    },
    checkExport: async ({ user, params, query }) =>
      exports.check({ user }, { ...params, ...askedRows(query) }, await tableOf(user, params.entity)),
    async exportRecords({ user, params, query, http: { response } }) {
      const { format, columns, sort } = query;
      const opened = await exports.open(
        { user },
        {
          ...params,
          ...askedRows(query),
          ...(sort ? { sort } : {}),
          ...(columns ? { columns: columns.split(',').filter(Boolean) } : {}),
        },
        await tableOf(user, params.entity),
      );
      const name = `${opened.name} ${new Date().toISOString().slice(0, 10)}.${format}`;
      const id = await opened.begin(name);
      const counted = countingRows(opened.rows());
      try {
        await sendTable(response, {
          name,
          title: opened.name,
          format,
          locale: user.locale,
          header: opened.columns.map((column) => column.label),
          rows: counted.rows,
        });
      } finally {
        // Also of a download that was broken off: those rows are out.
        await books.finish(user, { id, rows: counted.count() });
      }
      return { ok: true };
    },
  };
}

/** Which rows are meant, from the query of a request. */
function askedRows({
  q,
  filter,
  ids,
}: {
  q?: string | undefined;
  filter?: string | undefined;
  ids?: string | undefined;
}) {
  const parsed = parsedFilter(filter);
  return {
    ...(parsed ? { filter: parsed } : {}),
    ...(q ? { q } : {}),
    ...(ids ? { ids: ids.split(',') } : {}),
  };
}

function countingRows<T>(rows: AsyncIterable<T>): { readonly rows: AsyncIterable<T>; count(): number } {
  let count = 0;
  return {
    count: () => count,
    rows: (async function* () {
      for await (const row of rows) {
        count += 1;
        yield row;
      }
    })(),
  };
}

interface SentTable {
  readonly name: string;
  readonly title: string;
  readonly format: 'csv' | 'xlsx';
  readonly locale: 'en' | 'ru';
  readonly header: readonly string[];
  readonly rows: AsyncIterable<readonly TableValue[]>;
}

function sendTable(response: Response, table: SentTable): Promise<number> {
  return sendFile(response, { name: table.name, mime: MIME[table.format] }, (through) =>
    table.format === 'csv'
      ? writeCsv(through, { ...table, delimiter: csvDelimiter(table.locale) })
      : writeXlsx(through, { ...table, name: table.title }),
  );
}

type JobView = ReturnType<typeof jobView>;

function jobView(job: ImportJob) {
  return {
    id: job.id,
    entity: job.entity,
    state: job.state,
    fileName: job.fileName,
    fileSize: job.fileSize,
    source: { ...job.source, sheets: [...job.source.sheets] },
    headerRow: job.headerRow,
    columns: job.columns.map((column) => ({ ...column, samples: [...column.samples] })),
    mapping: job.mapping.map((one) => ({ ...one, choices: { ...one.choices } })),
    options: { ...job.options, keys: [...job.options.keys] },
    total: job.total,
    done: job.done,
    summary: plain(job.summary),
    problem: job.problem,
    owner: { id: job.ownerId, name: job.ownerName },
    createdAt: job.createdAt.toISOString(),
    startedAt: job.startedAt?.toISOString() ?? null,
    finishedAt: job.finishedAt?.toISOString() ?? null,
  };
}

type Writable<T> = T extends object ? { -readonly [K in keyof T]: Writable<T[K]> } : T;

/** The contract's types are of what may be changed; this is a copy. */
function plain<T>(value: T): Writable<T> {
  return structuredClone(value) as Writable<T>;
}
