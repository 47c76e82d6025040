import { CRM_ERROR_CODES, CrmFailure, CrmFault, CrmRejection, type CrmErrorCode } from '#crm';
import { API_PROBLEMS, type FieldProblem, type ProblemMapper } from './problems.ts';

/** Total by type: a new code of the CRM does not compile until it has a status. */
const STATUS: Readonly<Record<CrmErrorCode, number>> = {
  CRM_ENTITY_UNKNOWN: 404,
  CRM_RECORD_NOT_FOUND: 404,
  CRM_FORBIDDEN: 403,
  CRM_FIELDS_INVALID: 422,
  CRM_VERSION_CONFLICT: 409,
  CRM_FILTER_INVALID: 400,
  CRM_LINK_CONFLICT: 409,
  CRM_CONVERSION_REFUSED: 409,
  CRM_DOCUMENT_FIXED: 409,
  CRM_TICKET_CLOSED: 409,
  CRM_STAGE_BLOCKED: 409,
  CRM_SETTING_CHANGED: 409,
  CRM_DISTRIBUTION_UNRULED: 409,
  CRM_CALENDAR_IN_USE: 409,
  CRM_STRUCTURE_IN_USE: 409,
  CRM_QUOTE_NEEDS_APPROVAL: 409,
  CRM_BASE_CURRENCY_FIXED: 409,
  CRM_CHOICES_LOCKED: 409,
  CRM_CHOICE_IN_USE: 409,
  CRM_STAGE_IN_USE: 409,
  CRM_ACTIVITY_FIXED: 409,
  CRM_QUESTION_NOT_OPEN: 409,
  CRM_ROLE_PROTECTED: 409,
  CRM_GROUP_NOT_FOUND: 404,
  CRM_GROUP_IN_USE: 409,
  CRM_FIELD_NOT_FOUND: 404,
  CRM_FIELD_IN_USE: 409,
  CRM_KIND_IN_USE: 409,
  CRM_KIND_RETIRED: 409,
  CRM_IMPORT_FILE_REFUSED: 422,
  CRM_IMPORT_NOT_FOUND: 404,
  CRM_IMPORT_NOT_NOW: 409,
  CRM_EXPORT_LIMIT: 403,
  CRM_EXPORT_RUN_NOT_FOUND: 404,
  CRM_EVENT_NOT_FOUND: 404,
  CRM_VIEW_NOT_FOUND: 404,
  CRM_CONSENT_REFUSED: 409,
  CRM_DUPLICATE_FOUND: 409,
  CRM_MERGE_REFUSED: 409,
  CRM_ERASURE_BLOCKED: 409,
  CRM_SHARE_NOT_FOUND: 404,
  CRM_USER_NOT_FOUND: 404,
  CRM_USER_EMAIL_TAKEN: 409,
  CRM_EXECUTOR_NOT_FOUND: 422,
  CRM_CALENDAR_UNKNOWN: 422,
  CRM_DURATION_INVALID: 422,
  CRM_WORKING_TIME_NOT_FOUND: 422,
};

export const crmProblem: ProblemMapper = (error) => {
  if (error instanceof CrmRejection || error instanceof CrmFailure) {
    const { code, message, details } = error;
    return {
      status: STATUS[code],
      code,
      title: CRM_ERROR_CODES[code],
      detail: message,
      fields: fieldsOf(details),
      details,
    };
  }
  if (error instanceof CrmFault) {
    return {
      ...API_PROBLEMS.API_DATABASE_AWAY,
      code: 'API_DATABASE_AWAY',
      detail: API_PROBLEMS.API_DATABASE_AWAY.title,
    };
  }
  return null;
};

/** CRM_FIELDS_INVALID lists its fields; a form shows each beside its input. */
function fieldsOf(details: Readonly<Record<string, unknown>>): readonly FieldProblem[] {
  return Array.isArray(details.fields) ? (details.fields as readonly FieldProblem[]) : [];
}
