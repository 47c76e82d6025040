/** What came of an effect outside the database. */
import { catcherOf } from '../execution/propagate.ts';
import type { JobRow } from '../execution/state.ts';
import type { Session } from '../execution/step.ts';
import type { Decider } from './decider.ts';
import { backoffOf, giveUp, tryAgain } from './fail-job.ts';

/** An error that nobody catches keeps the job, so that its retry runs the handler again. */
export const completeServiceJob: Decider<'completeServiceJob'> = (session, { jobId, result }) => {
  const job = session.state.jobs.get(jobId);
  if (!job || job.state === 'failed') return null;
  if (result.kind === 'bpmnError' && !isCaught(session, job, result)) {
    const message = `The error '${result.code}' is not caught by anyone${result.message ? `: ${result.message}` : ''}.`;
    giveUp(session, job, 'ENG_ERROR_NOT_CAUGHT', message);
    return null;
  }
  const { instanceId, scopeId, elementId, tokenId } = job;
  session.unit.emit(instanceId!, { kind: 'JobFinished', jobId });
  session.agenda.push({
    kind: 'trigger',
    scopeId: scopeId!,
    elementId: elementId!,
    tokenId: tokenId!,
    trigger: { kind: 'service', result },
  });
  return null;
};

function isCaught(
  session: Session,
  { scopeId, tokenId }: JobRow,
  { code, message = '' }: { readonly code: string; readonly message?: string },
): boolean {
  const token = session.state.tokens.get(tokenId!) ?? null;
  const thrown = { kind: 'error', code, message, variables: {} } as const;
  return catcherOf(session, { scopeId: scopeId!, token }, thrown) !== null;
}

export const failServiceJob: Decider<'failServiceJob'> = (session, command) => {
  const job = session.state.jobs.get(command.jobId);
  if (!job || job.state === 'failed') return null;
  const retriesLeft = Math.max(0, command.retriesLeft ?? job.retriesLeft - 1);
  const { message } = command;
  if (retriesLeft === 0) giveUp(session, job, 'ENG_HANDLER_FAILED', message);
  else tryAgain(session, job, { retriesLeft, backoff: backoffOf(session, job), message });
  return null;
};
