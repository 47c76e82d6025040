/** The step that is planned together with the completion of a task. */
import { instantFromLocal, localFromInstant } from '../../ui/date-values.ts';
import { workingMorning } from './working-day.ts';

export type NextStepKind = 'call' | 'meeting' | 'task' | 'email';
export const NEXT_STEP_KINDS: readonly NextStepKind[] = ['call', 'meeting', 'task', 'email'];

export interface NextStepDraft {
  readonly kind: NextStepKind;
  readonly subject: string;
  /** Picker's form, local time. */
  readonly at: string | null;
  readonly durationMinutes: number;
}

const USUAL_MINUTES: Readonly<Record<NextStepKind, number>> = { call: 15, meeting: 60, task: 30, email: 15 };

export function newNextStep(kind: NextStepKind, subject: string, now: Date): NextStepDraft {
  return {
    kind,
    subject,
    at: localFromInstant(workingMorning(now, 1).toISOString()),
    durationMinutes: USUAL_MINUTES[kind],
  };
}

export function isComplete(step: NextStepDraft): boolean {
  return step.subject.trim() !== '' && step.at !== null;
}

export function nextStepBody(step: NextStepDraft) {
  return {
    kind: step.kind,
    subject: step.subject.trim(),
    plannedStart: instantFromLocal(step.at) ?? '',
    durationMinutes: step.durationMinutes,
  };
}
