/** The door of tests: what is judged by its answers alone, without a database. */
export { decide, type Receiver } from './distribution/decide.ts';
export { addWorkingDuration, planWorkingInstant, type WorkingCalendar } from './calendars/working-time.ts';
export { unusualReasons, type ExportRules } from './export/unusual-export.ts';
export { shareTime } from './measures/share-time.ts';
export { spreadOf } from './measures/spread.ts';
export { nameKey } from './duplicates/name-key.ts';
export { duplicateScore, type PartyFacts } from './duplicates/score.ts';
export { guessDateOrder, parseDate, parseDateTime } from './import/cells/parse-date.ts';
export { guessDecimalSign, parseNumber } from './import/cells/parse-number.ts';
export { parsePersonName } from './import/cells/parse-person-name.ts';
export { parseEmails, parsePhones } from './import/cells/parse-points.ts';
export { openTable, type TableChoices } from './import/reading/open-table.ts';
