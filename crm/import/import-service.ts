/**
 * Files → records, in steps that a person sees: the file is read and put beside the records; the person says what its
 * columns are; cells are cleaned and records found; each row shows what would become of it; only then it is written, in
 * the background, with the person's rights; and all of it can be taken back. Whatever takes long is work of the runner.
 */
import type { Pool } from 'pg';
import { type Caller, rowContext } from '../caller.ts';
import type { Transactions, Unit } from '../database/transaction.ts';
import type { EntityDefinition } from '../entities/entity-types.ts';
import { isUuid } from '../entities/filter-sql.ts';
import type { ManyPorts } from '../entities/many-types.ts';
import { entityOf } from '../entities/registry.ts';
import type { OptionCatalogue } from '../entities/select-options.ts';
import { createManyWriter } from '../entities/write-many.ts';
import { CrmRejection, fieldsInvalid } from '../errors.ts';
import type { CrmClock, CrmIds, CrmLogger } from '../ports.ts';
import type { RequestUser } from '../rights/request-user.ts';
import type { ParticipantSource } from '../rights/scope-for.ts';
import { forgetImport, forgetOldImports } from './forget-imports.ts';
import { assertState, readJob, readJobs, updateJob } from './import-jobs.ts';
import { assertMapping, assertMayImport, columnsIn, defaultOptions, remember } from './import-mapping.ts';
import { type PreviewRow, previewRows } from './import-preview.ts';
import { countBy, readRows, type StoredRow } from './import-rows.ts';
import { createImportRunner, importContext } from './import-runner.ts';
import type { ColumnMapping, ImportJob, ImportOptions } from './import-types.ts';
import { type ImportTarget, importTargets } from './mapping/import-targets.ts';
import { createMending, type ImportMending } from './import-mending.ts';
import { refusedRows } from './refused-rows.ts';
import { countToWrite, rowFilter, type RowsRequest } from './row-decisions.ts';
import { columnsOf, guessedMapping, signatureOf } from './stage-file.ts';
import { tryRows } from './try-rows.ts';

export interface ImportService extends ImportMending {
  /** Kinds of columns that a file may have for the caller. @throws CrmRejection CRM_FORBIDDEN, CRM_ENTITY_UNKNOWN */
  targets(caller: Caller, entity: string): readonly ImportTarget[];
  /** Before the bytes are taken. @throws CrmRejection CRM_FORBIDDEN, CRM_FIELDS_INVALID, CRM_ENTITY_UNKNOWN */
  assertMayBegin(caller: Caller, request: { entity: string; fileName: string }): void;
  begin(
    caller: Caller,
    request: { entity: string; fileName: string; fileSize: number; storageKey: string },
  ): Promise<ImportJob>;
  /** The caller's own, for administrators everybody's, newest first. */
  list(caller: Caller, request: { entity?: string }): Promise<readonly ImportJob[]>;
  /** @throws CrmRejection CRM_IMPORT_NOT_FOUND */
  get(caller: Caller, id: string): Promise<ImportJob>;
  /** Reads the file again as something else. @throws CrmRejection CRM_IMPORT_NOT_NOW */
  reread(
    caller: Caller,
    request: { id: string; encoding?: string | null; delimiter?: string | null; sheet?: string | null },
  ): Promise<ImportJob>;
  /** Says what the columns are, and checks all rows by it. @throws CrmRejection CRM_FIELDS_INVALID, CRM_IMPORT_NOT_NOW */
  check(
    caller: Caller,
    request: { id: string; headerRow?: number; mapping: readonly ColumnMapping[]; options: ImportOptions },
  ): Promise<ImportJob>;
  /** Header elsewhere: columns and guesses anew. @throws CrmRejection CRM_IMPORT_NOT_NOW */
  setHeader(caller: Caller, request: { id: string; headerRow: number }): Promise<ImportJob>;
  /** Back to the columns. */
  back(caller: Caller, id: string): Promise<ImportJob>;
  rows(caller: Caller, request: RowsRequest): Promise<{ items: readonly PreviewRow[]; next: number | null }>;
  /** Writes the first rows and takes it back before anybody sees it: what the run would say of them. */
  test(caller: Caller, id: string): Promise<readonly PreviewRow[]>;
  /** Writes what is right, also what was mended after a run. @throws CrmRejection CRM_IMPORT_NOT_NOW, CRM_FORBIDDEN */
  start(caller: Caller, id: string): Promise<ImportJob>;
  /** Ends a run after its chunk; what is written stays, and can be taken back. */
  stop(caller: Caller, id: string): Promise<ImportJob>;
  undo(caller: Caller, id: string): Promise<ImportJob>;
  /** Forgets an import that wrote nothing. @throws CrmRejection CRM_IMPORT_NOT_NOW */
  remove(caller: Caller, id: string): Promise<void>;
  /** Refused rows as the file had them, with the reason in a last column. */
  refusedRows(
    caller: Caller,
    id: string,
  ): Promise<{ job: ImportJob; rows: AsyncIterable<readonly string[]> }>;
  /** Works off what waits, on this node; joins what is under way. */
  work(): Promise<void>;
  stopWork(): Promise<void>;
  /** Throws away rows and files of imports that ended long ago; they cannot be taken back then. */
  purge(before: Date): Promise<number>;
}

export interface ImportPorts {
  readonly pool: Pool;
  readonly transactions: Transactions;
  readonly options: OptionCatalogue;
  readonly many: Omit<ManyPorts, 'onRecordEvent'>;
  readonly onRecordEvent: ManyPorts['onRecordEvent'];
  readonly clock: CrmClock;
  readonly ids: CrmIds;
  readonly logger: CrmLogger;
  readonly participants: ParticipantSource | null;
  readonly loadUser: (id: string) => Promise<RequestUser | null>;
  readonly filePath: (storageKey: string) => Promise<string | null>;
}

const LIST_MAX = 200;
const FILE_NAME_MAX = 255;

export function createImportService(ports: ImportPorts): ImportService {
  const { pool, transactions, clock, ids, participants } = ports;
  const quiet = createManyWriter({ ...ports.many, onRecordEvent: null });
  const telling = createManyWriter({ ...ports.many, onRecordEvent: ports.onRecordEvent });
  const runner = createImportRunner({ ...ports, writers: { quiet, telling } });

  const get: ImportService['get'] = async (caller, id) => {
    const job = isUuid(id) ? await readJob(transactions.reader(caller.transaction), id) : null;
    return visible(job, caller, id);
  };
  /** The locked job of the caller, what `body` makes of it, and the job afterwards. */
  const change = (
    caller: Caller,
    id: string,
    body: (unit: Unit, job: ImportJob, definition: EntityDefinition) => Promise<void>,
  ): Promise<ImportJob> =>
    transactions.run(caller.transaction, async (unit) => {
      const job = visible(isUuid(id) ? await readJob(unit.client, id, true) : null, caller, id);
      await body(unit, job, entityOf(job.entity));
      return (await readJob(unit.client, id)) as ImportJob;
    });
  const assertMayBegin: ImportService['assertMayBegin'] = (caller, { entity, fileName }) => {
    assertMayImport(caller.user, entityOf(entity));
    const name = fileName.trim();
    if (name === '' || name.length > FILE_NAME_MAX || /[\u0000-\u001f\u007f/\\]/.test(name))
      throw fieldsInvalid([
        {
          path: 'name',
          message: `A file has a name of 1 to ${FILE_NAME_MAX} characters, without / and \\.`,
          code: 'badFileName',
          values: { max: FILE_NAME_MAX },
        },
      ]);
  };
  const preview = async (
    caller: Caller,
    job: ImportJob,
    rows: readonly StoredRow[],
    client = transactions.reader(caller.transaction),
  ): Promise<readonly PreviewRow[]> => {
    const definition = entityOf(job.entity);
    return previewRows(
      client,
      { definition, rows, columns: columnsIn(job, definition, caller.user), locale: caller.user.locale },
      rowContext(caller, participants),
    );
  };

  return {
    targets(caller, entity) {
      assertMayImport(caller.user, entityOf(entity));
      return importTargets(entityOf(entity), caller.user);
    },
    assertMayBegin,
    begin: (caller, request) =>
      transactions.run(caller.transaction, async ({ client }) => {
        assertMayBegin(caller, request);
        const id = ids.next();
        const { homeCountry } = await ports.options.load(client);
        await client.query(
          `insert into crm.import_job (id, entity, state, file_name, file_size, storage_key, source, options, owner_id,
                                       created_at)
           values ($1, $2, 'reading', $3, $4, $5, $6, $7, $8, $9)`,
          [
            id,
            request.entity,
            request.fileName.trim(),
            request.fileSize,
            request.storageKey,
            JSON.stringify({ kind: null, encoding: null, delimiter: null, sheet: null, sheets: [] }),
            JSON.stringify(defaultOptions(caller.user, entityOf(request.entity), homeCountry)),
            caller.user.id,
            clock.now(),
          ],
        );
        return (await readJob(client, id)) as ImportJob;
      }),
    list: (caller, { entity }) =>
      readJobs(transactions.reader(caller.transaction), {
        ownerId: caller.user.isAdmin ? null : caller.user.id,
        entity: entity ?? null,
        limit: LIST_MAX,
      }),
    get,
    reread: (caller, { id, ...source }) =>
      change(caller, id, async ({ client }, job) => {
        assertState(job, ['mapping', 'failed']);
        // What failed while it wrote is over; what failed while it was read may be read as something else.
        if (job.startedAt !== null) assertState(job, ['mapping']);
        if (job.storageKey === '')
          throw new CrmRejection(
            'CRM_IMPORT_NOT_NOW',
            'The import is too old: its file is not kept any more.',
            {
              state: 'purged',
            },
          );
        await client.query('delete from crm.import_row where import_id = $1', [id]);
        await updateJob(client, id, {
          state: 'reading',
          source: { ...job.source, ...source },
          problem: null,
          finished_at: null,
          done: 0,
          cursor: 0,
        });
      }),
    setHeader: (caller, { id, headerRow }) =>
      change(caller, id, async ({ client }, job, definition) => {
        assertState(job, ['mapping']);
        const stored = await readRows(client, { importId: id, after: 0, limit: 200 });
        const rows = stored.map((row) => ({ number: row.rowNo, cells: row.cells }));
        if (headerRow !== 0 && !rows.some((row) => row.number === headerRow))
          throw fieldsInvalid([
            { path: 'headerRow', code: 'noRow', message: 'There is no such row among the first ones.' },
          ]);
        const columns = columnsOf(rows, headerRow);
        const { rows: counted } = await client.query<{ total: number }>(
          'select count(*)::int as total from crm.import_row where import_id = $1 and row_no > $2',
          [id, headerRow],
        );
        await updateJob(client, id, {
          header_row: headerRow,
          columns,
          signature: signatureOf(columns),
          mapping: guessedMapping(columns, importTargets(definition, caller.user)),
          total: counted[0]?.total ?? 0,
        });
      }),
    check: (caller, { id, mapping, options }) =>
      change(caller, id, async ({ client }, job, definition) => {
        assertState(job, ['mapping', 'ready']);
        assertMapping(job.columns, mapping, {
          options,
          targets: importTargets(definition, caller.user),
          definition,
        });
        await client.query(
          'update crm.import_row set verdict = null, proposed = null, record_id = null, target_row = null, candidates = null where import_id = $1 and verdict is not null',
          [id],
        );
        await updateJob(client, id, { state: 'checking', mapping, options, cursor: 0, done: 0, summary: {} });
        if (job.signature !== null)
          await remember(client, caller.user.id, { ...job, mapping, options }, clock.now());
      }),
    back: (caller, id) =>
      change(caller, id, async ({ client }, job) => {
        assertState(job, ['ready', 'checking']);
        await updateJob(client, id, { state: 'mapping', cursor: 0, done: 0 });
      }),
    async rows(caller, request) {
      const job = await get(caller, request.id);
      const { where, values } = rowFilter(request);
      const rows = await readRows(transactions.reader(caller.transaction), {
        importId: job.id,
        after: Math.max(request.after ?? 0, job.headerRow),
        limit: request.limit + 1,
        where,
        values,
      });
      const page = rows.slice(0, request.limit);
      const last = page.at(-1);
      return {
        items: await preview(caller, job, page),
        next: rows.length > request.limit && last ? last.rowNo : null,
      };
    },
    ...createMending({ ...ports, get, change }),
    async test(caller, id) {
      const job = await get(caller, id);
      assertState(job, ['ready']);
      return tryRows(transactions, job, {
        context: importContext({ participants }, job, caller.user),
        writing: { writer: quiet, ids, now: () => clock.now() },
        preview: (client, rows) => preview(caller, job, rows, client),
      });
    },
    start: (caller, id) =>
      change(caller, id, async ({ client }, job, definition) => {
        // What was mended after a run is written by the next.
        assertState(job, ['ready', 'done']);
        assertMayImport(caller.user, definition);
        const total = await countToWrite(client, id);
        if (total === 0 && job.state === 'done') assertState(job, ['ready']);
        await updateJob(client, id, {
          ...{ state: 'running', cursor: job.headerRow, done: 0, total, problem: null },
          started_at: clock.now(),
          finished_at: null,
        });
      }),
    stop: (caller, id) =>
      change(caller, id, async ({ client }, job) => {
        assertState(job, ['running']);
        await client.query(
          `update crm.import_row set outcome = 'skipped' where import_id = $1 and outcome is null and verdict is not null`,
          [id],
        );
        const outcomes = await countBy(client, id, 'outcome');
        await updateJob(client, id, {
          state: 'done',
          summary: { ...job.summary, outcomes },
          finished_at: clock.now(),
        });
      }),
    undo: (caller, id) =>
      change(caller, id, async ({ client }, job, definition) => {
        assertState(job, ['done']);
        assertMayImport(caller.user, definition);
        const { rows } = await client.query<{ total: number }>(
          `select count(*)::int as total from crm.import_row
           where import_id = $1 and outcome in ('created', 'updated', 'merged')`,
          [id],
        );
        const total = rows[0]?.total ?? 0;
        if (total === 0 && (job.summary.outcomes?.created ?? 0) > 0)
          throw new CrmRejection(
            'CRM_IMPORT_NOT_NOW',
            'The import is too old: its rows are not kept any more.',
            {
              state: 'purged',
            },
          );
        await updateJob(client, id, { state: 'undoing', total, done: 0, undone_by: caller.user.id });
      }),
    async remove(caller, id) {
      await transactions.run(caller.transaction, async ({ client }) => {
        const job = visible(isUuid(id) ? await readJob(client, id, true) : null, caller, id);
        assertState(job, ['reading', 'mapping', 'checking', 'ready', 'failed']);
        if (job.startedAt !== null) assertState(job, ['ready']);
        await forgetImport(client, job);
      });
    },
    async refusedRows(caller, id) {
      const job = await get(caller, id);
      return { job, rows: refusedRows(pool, job, caller.user) };
    },
    work: () => runner.work(),
    stopWork: () => runner.stop(),
    purge: (before) => transactions.run(null, ({ client }) => forgetOldImports(client, before)),
  };
}

function visible(job: ImportJob | null, caller: Caller, id: string): ImportJob {
  if (job && (job.ownerId === caller.user.id || caller.user.isAdmin)) return job;
  throw new CrmRejection('CRM_IMPORT_NOT_FOUND', `Expected an import '${id}' of yours, but there is none.`);
}
