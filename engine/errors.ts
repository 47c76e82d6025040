/**
 * The four kinds of error, kept apart: a Rejection may be mended by the caller and wrote nothing; a Failure lies in
 * the model or its data and becomes an incident; a Fault is the infrastructure's and is retried; anything else is a Bug.
 */
export const ERROR_CODES = {
  ENG_DEPLOYMENT_REFUSED: 'The diagram has errors; each is located.',
  ENG_DEFINITION_NOT_FOUND: 'There is no such process definition.',
  ENG_INSTANCE_NOT_FOUND: 'There is no such process instance.',
  ENG_INSTANCE_ENDED: 'The process instance has ended.',
  ENG_START_NOT_POSSIBLE: 'The process cannot be started in this way.',
  ENG_USER_TASK_NOT_FOUND: 'There is no such user task.',
  ENG_USER_TASK_NOT_OPEN: 'The user task is completed or cancelled.',
  ENG_USER_TASK_NOT_ASSIGNED: 'The user task belongs to nobody.',
  ENG_USER_TASK_NOT_DELEGATED: 'The user task was not lent to anybody.',
  ENG_FOUR_EYES: 'Whoever did the step before may not do this one.',
  ENG_INSTANCE_SUSPENDED: 'The process instance is suspended.',
  ENG_REQUEST_INVALID: 'A value of the request is out of its range.',
  ENG_LOCK_LOST: 'The lock on the job has ended.',
  ENG_PROCESS_SUSPENDED: 'The process takes no new instances.',
  ENG_BATCH_NOT_FOUND: 'There is no such batch that is running.',
  ENG_BATCH_NOT_UNDOABLE: 'The batch has no way back, or was taken back already.',
  ENG_BATCH_TARGET_CHANGED: 'What the batch treated was changed since.',
  ENG_JOB_NOT_FOUND: 'There is no such job.',
  ENG_INCIDENT_NOT_SKIPPABLE: 'What failed cannot be left out.',
  ENG_ERROR_NOT_CAUGHT: 'Nobody catches this error here.',
  ENG_DATE_INVALID: 'A date is not in ISO 8601.',
  ENG_PRIORITY_INVALID: 'The priority of a task is not a whole number.',
  ENG_USER_TASK_ALREADY_CLAIMED: 'The user task belongs to somebody else.',
  ENG_OUTCOME_UNKNOWN: 'The user task has no such outcome.',
  ENG_RESCHEDULE_DATE_MISSING: 'This outcome needs a date in the future.',
  ENG_MESSAGE_NOT_CORRELATED: 'Nobody waits for this message.',
  ENG_ACTIVATION_NOT_POSSIBLE: 'This activity cannot be started now.',
  ENG_INCIDENT_NOT_FOUND: 'There is no such open incident.',
  ENG_MIGRATION_UNSAFE: 'The instance cannot be moved to that version safely.',
  ENG_IDEMPOTENCY_KEY_REUSED: 'The idempotency key was used for another request.',
  ENG_VARIABLE_INVALID: 'A variable has a name or value that cannot be stored.',
  ENG_LIMIT_EXCEEDED: 'A limit of the engine was exceeded.',
  ENG_BUSY: 'The instance is being changed by many at once; try again.',
} as const;

export type EngineErrorCode = keyof typeof ERROR_CODES;

/** Thrown when the caller may mend the request; nothing was written. */
export class EngineRejection extends Error {
  override readonly name = 'EngineRejection';
  readonly code: EngineErrorCode;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: EngineErrorCode, message: string, details: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.code = code;
    this.details = details;
  }
}

/** Thrown inside a step when the model or its data is at fault; the runner turns it into an incident. */
export class EngineFailure extends Error {
  override readonly name = 'EngineFailure';
  readonly code: string;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: string, message: string, details: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.code = code;
    this.details = details;
  }
}

/** An error in the sense of the diagram: looked for who catches it, and an incident when nobody does. */
export class BpmnError extends EngineFailure {
  readonly errorCode: string;
  readonly errorMessage: string;

  constructor(errorCode: string, errorMessage = '') {
    const text = errorMessage ? `: ${errorMessage}` : '';
    super('ENG_ERROR_NOT_CAUGHT', `The error '${errorCode}' is not caught by anyone${text}.`, {
      code: errorCode,
    });
    this.errorCode = errorCode;
    this.errorMessage = errorMessage;
  }
}

/** Thrown when the infrastructure failed and a retry may help. */
export class EngineFault extends Error {
  override readonly name = 'EngineFault';
}
