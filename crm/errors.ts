/**
 * The four kinds of error, kept apart as in the engine: a Rejection may be mended by the caller and wrote nothing;
 * a Failure lies in the data or in the diagram that asked and becomes an incident; a Fault is the infrastructure's and
 * may be retried; anything else is a Bug. A record that the caller may not see is "not found", never "forbidden".
 */
export const CRM_ERROR_CODES = {
  CRM_ENTITY_UNKNOWN: 'There is no such kind of record.',
  CRM_RECORD_NOT_FOUND: 'There is no such record, or the caller may not see it.',
  CRM_FORBIDDEN: 'The caller may see the record but not do this with it.',
  CRM_FIELDS_INVALID: 'One or more fields cannot be stored; each is named with the remedy.',
  CRM_VERSION_CONFLICT: 'Somebody else changed the same fields in between.',
  CRM_FILTER_INVALID: 'The filter, sort or cursor of a list cannot be understood.',
  CRM_LINK_CONFLICT: 'The link between account and contact breaks a rule of links.',
  CRM_CONVERSION_REFUSED:
    'The lead cannot be converted, or the conversion cannot be taken back; the reasons are named.',
  CRM_DOCUMENT_FIXED: 'The quote or order is not in a state in which this can be done.',
  CRM_TICKET_CLOSED: 'The ticket was closed too long ago to be opened again.',
  CRM_STAGE_BLOCKED: 'The stage needs something that the record does not have yet; each is named.',
  CRM_SETTING_CHANGED: 'Somebody else changed the rule in between.',
  CRM_DISTRIBUTION_UNRULED: 'No rule says who gets such a lead.',
  CRM_CALENDAR_IN_USE: 'Something still goes by this calendar; each is named.',
  CRM_STRUCTURE_IN_USE: 'Something still belongs to this department or position; each is named.',
  CRM_QUOTE_NEEDS_APPROVAL: 'The rule of the company asks for approval before this quote goes out.',
  CRM_BASE_CURRENCY_FIXED: 'Amounts are counted in the base currency already.',
  CRM_CHOICES_LOCKED: 'The choices of this list come from somewhere else.',
  CRM_CHOICE_IN_USE: 'Rules or processes name a choice that would be switched off; each is named.',
  CRM_STAGE_IN_USE: 'Records stand in a stage that would be dropped; each is named with how many.',
  CRM_ACTIVITY_FIXED: 'A process fixed the time of this activity.',
  CRM_QUESTION_NOT_OPEN: 'The question is answered or put to somebody else.',
  CRM_ROLE_PROTECTED: 'The role is needed as it is: the product could not be administered without it.',
  CRM_GROUP_NOT_FOUND: 'There is no such role, team or territory.',
  CRM_GROUP_IN_USE: 'Something still belongs to this team or territory.',
  CRM_FIELD_NOT_FOUND: 'There is no such field or kind of record among those that were added.',
  CRM_FIELD_IN_USE: 'Running versions of processes use the field.',
  CRM_KIND_IN_USE: 'Running versions of processes or fields of other kinds refer to the kind of record.',
  CRM_KIND_RETIRED: 'The kind of record is retired: its records are read, and not made or changed.',
  CRM_IMPORT_FILE_REFUSED: 'The file is no table that can be read; the reason is named.',
  CRM_IMPORT_NOT_FOUND: 'There is no such import, or it is not the caller’s.',
  CRM_IMPORT_NOT_NOW: 'The import is not in the state in which this can be done.',
  CRM_EXPORT_LIMIT: 'The caller’s roles let no more rows be taken out within a day.',
  CRM_EXPORT_RUN_NOT_FOUND: 'There is no such export.',
  CRM_EVENT_NOT_FOUND: 'No event of the record changed this field.',
  CRM_VIEW_NOT_FOUND: 'There is no such saved view, or it is not shown to the caller.',
  CRM_CONSENT_REFUSED: 'The party must not be reached like that: it said no, or it did not agree.',
  CRM_DUPLICATE_FOUND: 'A record that is there already seems to be the same.',
  CRM_MERGE_REFUSED:
    'The two records cannot be merged, or the merge cannot be taken back; the reason is named.',
  CRM_ERASURE_BLOCKED: 'The person cannot be erased yet: something about it is open, or must be kept.',
  CRM_SHARE_NOT_FOUND: 'The record is not shared like that.',
  CRM_USER_NOT_FOUND: 'There is no such user.',
  CRM_USER_EMAIL_TAKEN: 'Another user has this e-mail address.',
  CRM_EXECUTOR_NOT_FOUND: 'Nobody can be found for a task.',
  CRM_CALENDAR_UNKNOWN: 'There is no such working calendar or time zone.',
  CRM_DURATION_INVALID: 'The duration cannot be understood.',
  CRM_WORKING_TIME_NOT_FOUND: 'The calendar has no working time within reach.',
} as const;

export type CrmErrorCode = keyof typeof CRM_ERROR_CODES;

/** One field that the caller may mend. */
export interface FieldProblem {
  readonly path: string;
  readonly message: string;
  /** What is wrong, for who says it in another language; left out where only the message says it. */
  readonly code?: FieldProblemCode;
  /** What the sentence needs beside: a limit, a choice. */
  readonly values?: Readonly<Record<string, string | number>>;
}

/** The commonest refusals of a field; each has words in every language of the product. */
export const FIELD_PROBLEM_CODES = [
  'required',
  'unknown',
  'readOnly',
  'notText',
  'badCharacter',
  'tooLong',
  'notEmail',
  'notNumber',
  'notWhole',
  'outOfRange',
  'tooLarge',
  'negative',
  'notYesNo',
  'notDate',
  'notInstant',
  'notChoice',
  'notReference',
  'itself',
  'unseen',
  'taken',
  'tooEarly',
  'noTimeZone',
  'noHours',
  'badTime',
  'endsEarly',
  'endsBefore',
  'overlaps',
  'twice',
  'lastDefault',
  'tooMany',
  'sumOfLines',
  'noProgram',
  'badFileName',
  'noParty',
  'typeToConfirm',
  'readOnlyShare',
  'doNotCall',
  'saidNo',
  'notAgreedYet',
  'notAgreed',
  'sameCode',
  'noOpenStage',
  'noWonStage',
  'noLostStage',
  'promiseTwice',
  'titleStays',
  'noColumn',
  'twoColumns',
  'noKey',
  'gone',
  'priceOrDiscount',
  'badPrice',
  'ruleTwice',
  'noRow',
  'noColumnFor',
  'foreignField',
  'noFurtherFields',
  'droppedKey',
  'referenceKind',
  'noOptions',
  'onlyChoices',
  'optionTwice',
  'cannotBeUnique',
  'cannotBeIndexed',
  'sameValues',
  'noLineName',
  'noPrice',
  'notAbove',
  'notPercent',
  'shownOnly',
  'boardColumns',
  'boardSums',
  'calendarDate',
  'badCode',
  'liesInItself',
  'ownSubstitute',
  'absentAlready',
  'substituteCircle',
  'approvalLimit',
  'notCountry',
  'notCurrency',
  'rateOfBase',
  'rateTwice',
  'badRate',
  'choiceStays',
  'noChoiceLeft',
  'nameBoth',
  'choicesFixed',
  'choiceKept',
  'choiceMeaning',
  'asksNoReason',
  'reasonAsked',
] as const;

export type FieldProblemCode = (typeof FIELD_PROBLEM_CODES)[number];

/** Thrown when the caller may mend the request; nothing was written. */
export class CrmRejection extends Error {
  override readonly name = 'CrmRejection';
  readonly code: CrmErrorCode;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: CrmErrorCode, message: string, details: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.code = code;
    this.details = details;
  }
}

/** Thrown when the data or the diagram is at fault; the host turns it into an incident. */
export class CrmFailure extends Error {
  override readonly name = 'CrmFailure';
  readonly code: CrmErrorCode;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: CrmErrorCode, message: string, details: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.code = code;
    this.details = details;
  }
}

/** Thrown when the infrastructure failed and a retry may help. */
export class CrmFault extends Error {
  override readonly name = 'CrmFault';
}

/** A problem that has words in every language: what `fieldsInvalid` takes, so that no refusal is told in English alone. */
export type FieldRefusal = FieldProblem & { readonly code: FieldProblemCode };

/** All problems of one write in one answer, so that a form can show them together. */
export function fieldsInvalid(problems: readonly FieldRefusal[]): CrmRejection {
  const first = problems[0];
  const message =
    problems.length === 1 && first ? first.message : `${problems.length} fields cannot be stored.`;
  return new CrmRejection('CRM_FIELDS_INVALID', message, { fields: problems });
}
