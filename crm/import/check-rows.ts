/**
 * The check of an import, chunk by chunk: cells become values, names become records, rows find the records that they
 * mean, and each row gets the verdict that the preview shows. Nothing of the company's records is touched.
 */
import { Temporal } from 'temporal-polyfill';
import { SqlParameters } from '../database/sql-parameters.ts';
import type { Queryable } from '../database/transaction.ts';
import { duplicateKeys, isCompared } from '../duplicates/candidates.ts';
import type { EntityDefinition, FieldValues, OptionLists } from '../entities/entity-types.ts';
import type { RowContext } from '../entities/record-rows.ts';
import { validateFields, valuesForExisting } from '../entities/validate-fields.ts';
import { CrmRejection, type FieldProblem } from '../errors.ts';
import { levelsOf, type RequestUser } from '../rights/request-user.ts';
import { scopeFor } from '../rights/scope-for.ts';
import { guessDateOrder } from './cells/parse-date.ts';
import { guessDecimalSign } from './cells/parse-number.ts';
import type { StoredRow } from './import-rows.ts';
import type { CheckedRow, ImportJob, ImportVerdict, RowProblem } from './import-types.ts';
import { importTargets } from './mapping/import-targets.ts';
import { type Match, matchRows } from './match-rows.ts';
import { partyFacts } from '../duplicates/party-facts.ts';
import { type ReadColumn, type ReadContext, readRow, type ReadRow, refuseCell } from './read-row.ts';
import type { ReferenceBook } from './resolve-references.ts';

export interface CheckContext {
  readonly job: ImportJob;
  readonly definition: EntityDefinition;
  readonly reading: ReadContext;
  readonly references: ReferenceBook;
  readonly rights: RowContext;
  readonly lists: OptionLists;
}

/** How cells of each column are read is found over a spread of rows of the whole file. */
export function readContextOf(
  job: ImportJob,
  request: {
    readonly definition: EntityDefinition;
    readonly user: RequestUser;
    readonly lists: OptionLists;
    readonly spread: readonly StoredRow[];
  },
): ReadContext {
  const { definition, user, lists, spread } = request;
  const targets = new Map(importTargets(definition, user).map((target) => [target.key, target]));
  const columns = job.mapping.flatMap((mapping): ReadColumn[] => {
    const target = targets.get(mapping.target);
    if (!target) return [];
    const texts = spread.map((row) => row.cells[mapping.column] ?? '').filter((text) => text.trim() !== '');
    const isDate = target.type === 'date' || target.type === 'dateTime';
    const isNumber = target.type === 'number' || target.type === 'money';
    const style = {
      dateOrder: mapping.dateOrder ?? (isDate ? guessDateOrder(texts) : null),
      decimal: mapping.decimal ?? (isNumber ? guessDecimalSign(texts) : null),
      choices: mapping.choices ?? {},
    };
    return [{ column: mapping.column, target, style }];
  });
  return {
    columns,
    options: job.options,
    lists,
    isParty: definition.partyType !== null,
    toInstant: (local) =>
      new Date(
        Temporal.PlainDateTime.from(local).toZonedDateTime(user.timeZone).epochMilliseconds,
      ).toISOString(),
  };
}

export interface CheckedChunk {
  readonly rows: readonly CheckedRow[];
  /** How every mapped cell fared. */
  readonly read: readonly ReadRow[];
}

export async function checkChunk(
  reader: Queryable,
  rows: readonly StoredRow[],
  context: CheckContext,
): Promise<CheckedChunk> {
  const { definition, job, reading } = context;
  const read = rows.map((row) => readRow(row.cells, reading));
  const links = await resolveReferences(reader, read, context);
  const matches = await matchRows(reader, { definition, rows: read, options: job.options }, context.rights);
  const editable = await editableOf(
    reader,
    definition,
    matches.flatMap((match) => match.recordId ?? []),
    context.rights,
  );
  const checked = rows.map((row, index): CheckedRow => {
    const one = read[index] as ReadRow;
    const match = matches[index] as Match;
    const { verdict, problems, recordId } = decide(one, match, { ...context, editable });
    return {
      rowNo: row.rowNo,
      values: one.values,
      points: one.points,
      link: links.get(one) ?? null,
      notes: one.notes,
      problems,
      keys: keysOf(one, context),
      verdict,
      recordId,
      candidates: match.candidates,
    };
  });
  return { rows: checked, read };
}

/** Names → ids in the values; the account of a contact apart. */
async function resolveReferences(
  reader: Queryable,
  rows: readonly ReadRow[],
  { references, job }: CheckContext,
): Promise<ReadonlyMap<ReadRow, { accountId: string; position: string | null }>> {
  const actionOf = (kind: string): 'read' | 'edit' => (kind === 'contactAccount' ? 'edit' : 'read');
  await references.learn(
    reader,
    rows.flatMap((row) =>
      row.references.map(({ entity, text, target }) => ({ entity, text, action: actionOf(target.kind) })),
    ),
  );
  const links = new Map<ReadRow, { accountId: string; position: string | null }>();
  for (const row of rows) {
    for (const { target, entity, text } of row.references) {
      const found = references.find(entity, text, actionOf(target.kind));
      if (found === 'none' || found === 'several') {
        const problem = found === 'none' ? 'notFound' : 'several';
        refuseCell(row, { target, text, problem, detail: text.slice(0, 200) }, job.options);
        continue;
      }
      row.states[target.key] = 'ok';
      if (target.kind === 'contactAccount') links.set(row, { accountId: found.id, position: row.position });
      else row.values[target.key] = found.id;
    }
  }
  return links;
}

interface Decision {
  readonly verdict: ImportVerdict;
  readonly problems: readonly RowProblem[];
  readonly recordId: string | null;
}

function decide(
  row: ReadRow,
  match: Match,
  context: CheckContext & { readonly editable: ReadonlySet<string> },
): Decision {
  const { job, editable } = context;
  const { mode } = job.options;
  const problems = [...row.problems, ...(match.problem ? [match.problem] : [])];
  const error = (found: readonly RowProblem[]): Decision => ({
    verdict: 'error',
    problems: found,
    recordId: match.recordId,
  });
  if (Object.keys(row.values).length === 0 && problems.length === 0)
    return error([{ field: '', problem: 'required', detail: null }]);
  if (problems.length > 0) return error(problems);
  if (match.recordId !== null) {
    if (mode === 'createOnly') return { verdict: 'skip', problems: [], recordId: match.recordId };
    if (!editable.has(match.recordId))
      return match.isNamed
        ? error([{ field: '', problem: 'forbidden', detail: null }])
        : { verdict: 'review', problems: [], recordId: match.recordId };
    const found = validity(row, { ...context, mode: 'update' });
    return found.length > 0 ? error(found) : { verdict: 'update', problems: [], recordId: match.recordId };
  }
  if (match.candidates.length > 0) return { verdict: 'review', problems: [], recordId: null };
  if (mode === 'updateOnly') return { verdict: 'skip', problems: [], recordId: null };
  if (levelsOf(context.rights.user, context.definition.entity, 'create').size === 0)
    return error([{ field: '', problem: 'forbidden', detail: null }]);
  const found = validity(row, { ...context, mode: 'create' });
  return found.length > 0 ? error(found) : { verdict: 'create', problems: [], recordId: null };
}

/** The same check as the write makes, so that the preview does not promise what the run refuses. */
function validity(
  row: ReadRow,
  { definition, lists, mode }: CheckContext & { readonly mode: 'create' | 'update' },
): readonly RowProblem[] {
  try {
    const given: FieldValues = { ...row.values };
    const values = mode === 'update' ? valuesForExisting(definition, given) : given;
    validateFields(definition, values, { lists, mode });
    const isNameless = definition.entity === 'contact' && !values.givenName && !values.familyName;
    return isNameless && mode === 'create'
      ? [{ field: 'familyName', problem: 'required', detail: null }]
      : [];
  } catch (cause) {
    if (!(cause instanceof CrmRejection)) throw cause;
    const fields = (cause.details.fields ?? []) as readonly FieldProblem[];
    return fields.map(({ path, message }) => {
      const isMissing = row.values[path] === undefined || row.values[path] === null;
      return { field: path, problem: isMissing ? 'required' : 'rule', detail: isMissing ? null : message };
    });
  }
}

function keysOf(row: ReadRow, { definition, job }: CheckContext): readonly string[] {
  const chosen = job.options.keys.flatMap((key) => {
    const value = row.values[key];
    return value === undefined || value === null ? [] : [`key:${key}:${String(value)}`];
  });
  const isComparing = job.options.findDuplicates && isCompared(definition.entity);
  return isComparing ? [...chosen, ...duplicateKeys(partyFacts(definition, row))] : chosen;
}

async function editableOf(
  reader: Queryable,
  definition: EntityDefinition,
  ids: readonly string[],
  context: RowContext,
): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  const parameters = new SqlParameters();
  const scope = scopeFor({ ...context, entity: definition.entity, action: 'edit', alias: 'r', parameters });
  const { rows } = await reader.query<{ id: string }>(
    `select r.id from ${definition.table} r where r.id = any(${parameters.add(ids, 'uuid[]')}) and ${scope}`,
    parameters.values,
  );
  return new Set(rows.map((row) => row.id));
}
