/** A row of texts → values of fields, with everything that was put right, doubted or refused on the way. Pure. */
import type { FieldValues, OptionLists } from '../entities/entity-types.ts';
import { isUuid } from '../entities/filter-sql.ts';
import { type PointDraft, valueOfPoint } from '../phones/write-points.ts';
import type { CellReading } from './cells/cell-reading.ts';
import { type ColumnStyle, isFormulaError, parseCell } from './cells/parse-cell.ts';
import { parsePersonName } from './cells/parse-person-name.ts';
import { parseEmails, parsePhones } from './cells/parse-points.ts';
import type { CellNote, ImportOptions, RowProblem } from './import-types.ts';
import type { ImportTarget } from './mapping/import-targets.ts';

export interface ReadColumn {
  readonly column: number;
  readonly target: ImportTarget;
  readonly style: ColumnStyle;
}

export interface ReadContext {
  readonly columns: readonly ReadColumn[];
  readonly options: ImportOptions;
  readonly lists: OptionLists;
  readonly toInstant: (local: string) => string;
  /** Whether phones and addresses are kept apart from the record. */
  readonly isParty: boolean;
}

/** A cell that names a record, to be looked up with those of other rows. */
export interface OpenReference {
  readonly target: ImportTarget;
  readonly entity: string;
  readonly text: string;
}

export interface ReadRow {
  readonly values: FieldValues;
  readonly points: PointDraft[];
  readonly references: readonly OpenReference[];
  readonly position: string | null;
  /** By which an existing record is named. */
  readonly id: string | null;
  readonly number: string | null;
  readonly notes: Record<string, CellNote>;
  readonly problems: RowProblem[];
  /** How each mapped cell fared, for the counts. */
  readonly states: Record<string, CellReading['state']>;
}

export function readRow(cells: readonly string[], context: ReadContext): ReadRow {
  const row = new RowUnderWay(context);
  const textOf = (column: ReadColumn): string => undefused((cells[column.column] ?? '').trim());
  // Where a phone lies is told by other cells of its row.
  const around = {
    country: textAt('country') ?? context.options.country,
    city: textAt('city') ?? null,
  };
  for (const column of context.columns) {
    const text = textOf(column);
    if (text !== '') row.take(column, text, around);
  }
  return row;

  function textAt(key: string): string | undefined {
    const column = context.columns.find((one) => one.target.key === key);
    const text = column ? textOf(column) : '';
    if (text === '') return undefined;
    return key === 'country' ? text.toUpperCase() : text;
  }
}

class RowUnderWay implements ReadRow {
  readonly values: FieldValues = {};
  readonly points: PointDraft[] = [];
  readonly references: OpenReference[] = [];
  readonly notes: Record<string, CellNote> = {};
  readonly problems: RowProblem[] = [];
  readonly states: Record<string, CellReading['state']> = {};
  position: string | null = null;
  id: string | null = null;
  number: string | null = null;
  readonly #context: ReadContext;

  constructor(context: ReadContext) {
    this.#context = context;
  }

  take({ target, style }: ReadColumn, text: string, around: { country: string; city: string | null }): void {
    const { kind, key, type } = target;
    if (isFormulaError(text)) return this.#refuse(target, text, 'formulaError');
    if (kind === 'id')
      return isUuid(text) ? void (this.id = text.toLowerCase()) : this.#refuse(target, text, 'reference');
    if (kind === 'number') return void (this.number = text);
    if (kind === 'contactPosition') return void (this.position = text.slice(0, 200));
    if (kind === 'fullName') return this.#takeName(target, text);
    if (target.referenceEntity !== null)
      return void this.references.push({ target, entity: target.referenceEntity, text });
    if (type === 'phone' && key === 'phone') return this.#takePhones(target, text, around);
    if (type === 'email' && key === 'email') return this.#takeEmails(target, text);
    const reading =
      type === 'email'
        ? firstOf(parseEmails(text))
        : parseCell(target, text, {
            style,
            lists: this.#context.lists,
            toInstant: this.#context.toInstant,
          });
    this.#note(target, text, reading);
    // A text that stands for nothing leaves the field to its default.
    if (reading.state !== 'bad' && reading.value !== null) this.values[key] = reading.value;
  }

  #takeName(target: ImportTarget, text: string): void {
    const { isSure, ...names } = parsePersonName(text);
    for (const [key, value] of Object.entries(names)) if (value !== '') this.values[key] ??= value;
    this.#note(
      target,
      text,
      isSure ? { state: 'ok', value: text } : { state: 'doubtful', value: text, doubt: 'nameOrder' },
    );
  }

  #takePhones(target: ImportTarget, text: string, around: { country: string; city: string | null }): void {
    const reading = parsePhones(text, around);
    this.#note(target, text, reading);
    if (reading.state === 'bad') return;
    const points = reading.value.map((phone): PointDraft => ({ kind: 'phone', ...phone, emailNorm: null }));
    this.#takePoints(target, points);
  }

  #takeEmails(target: ImportTarget, text: string): void {
    const reading = parseEmails(text);
    this.#note(target, text, reading);
    if (reading.state === 'bad') return;
    const points = reading.value.map((emailNorm): PointDraft => ({
      kind: 'email',
      raw: emailNorm,
      e164: null,
      digits: null,
      ext: null,
      emailNorm,
      country: null,
      status: 'ok',
    }));
    this.#takePoints(target, points);
  }

  #takePoints(target: ImportTarget, points: readonly PointDraft[]): void {
    const [first] = points;
    if (!first) return;
    this.values[target.key] = valueOfPoint(first);
    if (this.#context.isParty) this.points.push(...points);
  }

  #note(target: ImportTarget, text: string, reading: CellReading): void {
    this.states[target.key] = reading.state;
    if (reading.state === 'bad') return this.#refuse(target, text, reading.problem, reading.detail);
    if (reading.state === 'fixed') this.notes[target.key] = { state: 'fixed', from: text.slice(0, 200) };
    if (reading.state === 'doubtful')
      this.notes[target.key] = { state: 'doubtful', from: text.slice(0, 200), doubt: reading.doubt };
  }

  #refuse(
    target: ImportTarget,
    text: string,
    problem: NonNullable<CellNote['problem']>,
    detail?: string,
  ): void {
    refuseCell(this, { target, text, problem, detail: detail ?? text.slice(0, 200) }, this.#context.options);
  }
}

/** A cell that cannot be read is left out, or refuses its row, as the person has chosen; a name of a record as well. */
export function refuseCell(
  row: Pick<ReadRow, 'notes' | 'problems' | 'states'>,
  cell: { target: ImportTarget; text: string; problem: NonNullable<CellNote['problem']>; detail: string },
  options: ImportOptions,
): void {
  const { target, text, problem, detail } = cell;
  row.states[target.key] = 'bad';
  if (options.badCells === 'leaveOut')
    row.notes[target.key] = { state: 'leftOut', from: text.slice(0, 200), problem };
  else row.problems.push({ field: target.key, problem, detail });
}

/** An apostrophe that keeps a text from being calculated is no part of it; exports, ours too, write it. */
function undefused(text: string): string {
  return /^'[=+\-@]/.test(text) ? text.slice(1) : text;
}

function firstOf(reading: CellReading<readonly string[]>): CellReading {
  if (reading.state === 'bad') return reading;
  return { ...reading, value: reading.value[0] ?? null };
}
