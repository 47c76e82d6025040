import { CrmRejection } from '../../errors.ts';

/** Why a file is no table that we can read; the page has words for each. */
export type FileProblem =
  | 'empty'
  | 'unknownKind'
  | 'oldWorkbook'
  | 'encrypted'
  | 'corrupt'
  | 'bomb'
  | 'doctype'
  | 'encoding'
  | 'quotes'
  | 'cellTooLong'
  | 'tooManyColumns'
  | 'tooManyRows'
  | 'noSheet';

const REMEDY: Readonly<Record<FileProblem, string>> = {
  empty: 'The file has no rows: choose one with a table in it.',
  unknownKind:
    'The file is neither a workbook (.xlsx) nor a text table (.csv): save the table as one of these.',
  oldWorkbook: 'The file is a workbook of the old format (.xls): save it as .xlsx.',
  encrypted: 'The workbook is protected by a password: save it without one.',
  corrupt: 'The workbook is damaged: open it, save it again as .xlsx and send that.',
  bomb: 'The file unpacks to far more than it seems: it is not read.',
  doctype: 'The workbook declares XML entities, which no spreadsheet program does: it is not read.',
  encoding:
    'The text of the file is damaged, or its encoding is not the one that was chosen: save it as UTF-8.',
  quotes:
    'A quotation mark of the file is never closed, so rows run into each other: mend it, or save the table again.',
  cellTooLong: 'A cell holds more than 32,767 characters: shorten it.',
  tooManyColumns: 'The table has more than 500 columns: leave out those that are not needed.',
  tooManyRows: 'The table has more than 250,000 rows: split the file.',
  noSheet: 'The workbook has no sheet of this name: choose another.',
};

/** `row` is where it was found, as the file counts. */
export function fileRefused(problem: FileProblem, row: number | null = null): CrmRejection {
  const place = row === null ? '' : ` (row ${row})`;
  return new CrmRejection('CRM_IMPORT_FILE_REFUSED', `${REMEDY[problem]}${place}`, { problem, row });
}
