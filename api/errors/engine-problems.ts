import { EngineFailure, EngineFault, EngineRejection, ERROR_CODES, type EngineErrorCode } from '#engine';
import { API_PROBLEMS, type ProblemMapper } from './problems.ts';

/** Total by type: a new code of the engine does not compile until it has a status. */
const STATUS: Readonly<Record<EngineErrorCode, number>> = {
  ENG_DEPLOYMENT_REFUSED: 422,
  ENG_DEFINITION_NOT_FOUND: 404,
  ENG_INSTANCE_NOT_FOUND: 404,
  ENG_INSTANCE_ENDED: 409,
  ENG_START_NOT_POSSIBLE: 422,
  ENG_USER_TASK_NOT_FOUND: 404,
  ENG_USER_TASK_NOT_OPEN: 409,
  ENG_USER_TASK_ALREADY_CLAIMED: 409,
  ENG_USER_TASK_NOT_ASSIGNED: 409,
  ENG_USER_TASK_NOT_DELEGATED: 409,
  ENG_FOUR_EYES: 403,
  ENG_INSTANCE_SUSPENDED: 409,
  ENG_REQUEST_INVALID: 422,
  ENG_LOCK_LOST: 409,
  ENG_PROCESS_SUSPENDED: 409,
  ENG_BATCH_NOT_FOUND: 404,
  ENG_BATCH_NOT_UNDOABLE: 409,
  ENG_BATCH_TARGET_CHANGED: 409,
  ENG_ACTIVATION_NOT_POSSIBLE: 409,
  ENG_JOB_NOT_FOUND: 404,
  ENG_INCIDENT_NOT_SKIPPABLE: 422,
  ENG_ERROR_NOT_CAUGHT: 422,
  ENG_DATE_INVALID: 422,
  ENG_PRIORITY_INVALID: 422,
  ENG_OUTCOME_UNKNOWN: 422,
  ENG_RESCHEDULE_DATE_MISSING: 422,
  ENG_MESSAGE_NOT_CORRELATED: 404,
  ENG_INCIDENT_NOT_FOUND: 404,
  ENG_MIGRATION_UNSAFE: 409,
  ENG_IDEMPOTENCY_KEY_REUSED: 422,
  ENG_VARIABLE_INVALID: 422,
  ENG_LIMIT_EXCEEDED: 422,
  ENG_BUSY: 503,
};

export const engineProblem: ProblemMapper = (error) => {
  if (error instanceof EngineRejection) {
    return {
      status: STATUS[error.code],
      code: error.code,
      title: ERROR_CODES[error.code],
      detail: error.message,
      details: error.details,
    };
  }
  // A failure that reaches a caller (a checked expression, a dry run) lies in the model: the caller may mend it.
  if (error instanceof EngineFailure) {
    return {
      status: 422,
      code: error.code,
      title: 'The process cannot do this.',
      detail: error.message,
      details: error.details,
    };
  }
  if (error instanceof EngineFault) {
    return {
      ...API_PROBLEMS.API_DATABASE_AWAY,
      code: 'API_DATABASE_AWAY',
      detail: API_PROBLEMS.API_DATABASE_AWAY.title,
    };
  }
  return null;
};
