/**
 * A file → rows beside the records, with what its columns seem to be. It may be done again from the beginning: rows that
 * are there stay as they are. The file itself is not needed afterwards.
 */
import { createHash } from 'node:crypto';
import type { Pool } from 'pg';
import { foldText } from '../duplicates/text-similarity.ts';
import type { EntityDefinition } from '../entities/entity-types.ts';
import type { RequestUser } from '../rights/request-user.ts';
import { guessHeaderRow } from './mapping/guess-header.ts';
import { guessMapping } from './mapping/guess-mapping.ts';
import { type ImportTarget, importTargets } from './mapping/import-targets.ts';
import { REASON_HEADER } from './problem-words.ts';
import { holdJob, updateJob } from './import-jobs.ts';
import { insertRows } from './import-rows.ts';
import type { ColumnMapping, ImportColumn, ImportJob, ImportOptions, ImportSource } from './import-types.ts';
import type { Delimiter } from './reading/guess-delimiter.ts';
import type { Encoding } from './reading/guess-encoding.ts';
import { TABLE_LIMITS } from './reading/limits.ts';
import { fileRefused } from './reading/file-refused.ts';
import { openTable } from './reading/open-table.ts';
import type { SheetRow } from './reading/table-source.ts';

const BATCH = 1_000;
const SAMPLES_MAX = 5;
/** Rows whose cells may tell what a column is. */
const SAMPLE_ROWS = 200;
const SAMPLE_LENGTH = 120;

export async function stageFile(
  pool: Pool,
  job: ImportJob,
  request: {
    readonly path: string;
    readonly node: string;
    readonly definition: EntityDefinition;
    readonly user: RequestUser;
    readonly isStopping: () => boolean;
  },
): Promise<void> {
  const { path, node, definition, user } = request;
  const table = await openTable(path, {
    // Guessed, unless the person has said it.
    encoding: job.source.encoding as Encoding | null,
    delimiter: job.source.delimiter as Delimiter | null,
    sheet: job.source.sheet,
  });
  const first: SheetRow[] = [];
  let batch: SheetRow[] = [];
  let total = 0;
  const store = async (): Promise<void> => {
    await holdJob(pool, { id: job.id, node, state: 'reading' });
    await insertRows(pool, job.id, batch);
    await updateJob(pool, job.id, { done: total });
    batch = [];
  };
  for await (const row of table.rows()) {
    total += 1;
    if (total > TABLE_LIMITS.rows) throw fileRefused('tooManyRows', row.number);
    if (first.length < SAMPLE_ROWS) first.push(row);
    batch.push(row);
    if (batch.length < BATCH) continue;
    await store();
    if (request.isStopping()) return;
  }
  if (total === 0) throw fileRefused('empty');
  if (batch.length > 0) await store();
  const targets = importTargets(definition, user);
  const headerRow = guessHeaderRow(first, targets);
  const columns = columnsOf(first, headerRow);
  const signature = signatureOf(columns);
  const remembered = await readRemembered(pool, { userId: user.id, entity: job.entity, signature });
  const { kind, encoding, delimiter, sheet, sheets } = table;
  const source: ImportSource = { kind, encoding, delimiter, sheet, sheets };
  await holdJob(pool, { id: job.id, node, state: 'reading' });
  await updateJob(pool, job.id, {
    state: 'mapping',
    source,
    header_row: headerRow,
    columns,
    signature,
    mapping: stillValid(remembered?.mapping, targets, columns) ?? guessedMapping(columns, targets),
    options: { ...job.options, ...remembered?.options },
    total: total - first.filter((row) => row.number <= headerRow).length,
    done: 0,
    cursor: 0,
  });
}

/** Headers and some different cells of each column below. */
export function columnsOf(rows: readonly SheetRow[], headerRow: number): readonly ImportColumn[] {
  const header = rows.find((row) => row.number === headerRow)?.cells ?? [];
  const below = rows.filter((row) => row.number > headerRow);
  const width = Math.max(header.length, 0, ...below.map((row) => row.cells.length));
  return Array.from({ length: width }, (_, index) => {
    const cells = below.map((row) => (row.cells[index] ?? '').trim()).filter((cell) => cell !== '');
    const samples = [...new Set(cells)].slice(0, SAMPLES_MAX).map((cell) => cell.slice(0, SAMPLE_LENGTH));
    return { index, header: (header[index] ?? '').trim().slice(0, 200), samples };
  }).filter(
    ({ header: name, samples }) =>
      (name !== '' || samples.length > 0) && name !== REASON_HEADER.en && name !== REASON_HEADER.ru,
  );
}

/** What files of one source have in common; null where there are no headers to know it by. */
export function signatureOf(columns: readonly ImportColumn[]): string | null {
  const names = columns.map((column) => foldText(column.header));
  if (names.every((name) => name === '')) return null;
  return createHash('sha256').update(JSON.stringify(names)).digest('hex').slice(0, 32);
}

export function guessedMapping(
  columns: readonly ImportColumn[],
  targets: readonly ImportTarget[],
): readonly ColumnMapping[] {
  return guessMapping(columns, targets).map(({ column, target }) => ({ column, target }));
}

export interface RememberedMapping {
  readonly mapping: readonly ColumnMapping[];
  readonly options: Partial<ImportOptions>;
}

async function readRemembered(
  pool: Pool,
  key: { readonly userId: string; readonly entity: string; readonly signature: string | null },
): Promise<RememberedMapping | null> {
  if (key.signature === null) return null;
  const { rows } = await pool.query<RememberedMapping>(
    'select mapping, options from crm.import_mapping where user_id = $1 and entity = $2 and signature = $3',
    [key.userId, key.entity, key.signature],
  );
  return rows[0] ?? null;
}

/** A field may have gone since. */
function stillValid(
  mapping: readonly ColumnMapping[] | undefined,
  targets: readonly ImportTarget[],
  columns: readonly ImportColumn[],
): readonly ColumnMapping[] | null {
  if (!mapping) return null;
  const known = new Set(targets.map((target) => target.key));
  const width = new Set(columns.map((column) => column.index));
  return mapping.filter((one) => known.has(one.target) && width.has(one.column));
}
