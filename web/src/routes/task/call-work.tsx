import { Text, Textarea } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Outcome, TaskDetail } from '#contract';
import { CallHead } from '../../features/calls/call-head.tsx';
import { NextStepFields } from '../../features/calls/next-step-fields.tsx';
import { isComplete, nextStepBody, type NextStepDraft } from '../../features/calls/next-step.ts';
import { ResultChoices } from '../../features/calls/result-choices.tsx';
import { TimeChoice } from '../../features/calls/time-choice.tsx';
import { useCallTimer } from '../../features/calls/use-call-timer.ts';
import { workingMorning } from '../../features/calls/working-day.ts';
import { completionBody, outcomesOf } from '../../features/tasks/outcomes.ts';
import { digitKeys, usePageKeys } from '../../features/tasks/row-keys.ts';
import { DraftNote } from '../../features/tasks/draft-note.tsx';
import { useCompleteTask } from '../../features/tasks/use-complete-task.ts';
import { useDraft } from '../../features/tasks/use-draft.ts';
import { useGoOn } from '../../features/tasks/use-go-on.ts';
import { useRecordNotes } from '../../features/tasks/use-record-notes.ts';
import { useLocalized } from '../../i18n/use-locale.ts';
import { instantFromLocal, localFromInstant } from '../../ui/date-values.ts';
import { JsonForm } from '../../ui/json-form/json-form.tsx';
import { useJsonForm } from '../../ui/json-form/use-json-form.ts';
import { productNow } from '../../ui/product-clock.ts';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { WorkPane } from './work-pane.tsx';
import { ActionButton } from '../../ui/actions/action-button.tsx';
import classes from './call-work.module.css';

interface CallWorkProps {
  readonly task: TaskDetail;
  readonly call: NonNullable<TaskDetail['call']>;
  readonly children: ReactNode;
}

/** The call card: number, result, finish. Note, fields and the next step are there for who needs them. */
export function CallWork({ task, call, children }: CallWorkProps) {
  const { t } = useTranslation('tasks');
  const localized = useLocalized();
  const draft = useDraft(task.id, task.draftSavedAt);
  // As they were when the form was filled: a record that changes meanwhile is a conflict, and is not overwritten.
  const [recordFields] = useState(task.recordFields);
  const form = useJsonForm(task.form, task.values, draft.keep, recordFields);
  const timer = useCallTimer();
  const [minutes, setMinutes] = useState<number | null>(null);
  const [result, setResult] = useState<Outcome | null>(null);
  const [later, setLater] = useState<string | null>(null);
  const [note, setNote] = useState('');
  const [next, setNext] = useState<NextStepDraft | null>(null);
  const [asked, setAsked] = useState(false);
  const notes = useRecordNotes(recordFields);
  const goOn = useGoOn();
  const complete = useCompleteTask(task, goOn, form);
  const workable = task.rights.complete && (task.state === 'ready' || task.state === 'planned');
  const outcomes = outcomesOf(task);
  const reschedules = result?.effect === 'reschedule';

  const choose = (outcome: Outcome): void => {
    setResult(outcome);
    if (timer.state === 'running') {
      timer.stop();
      setMinutes(Math.max(1, Math.round(timer.seconds / 60)));
    }
    if (outcome.effect === 'reschedule') {
      setLater((chosen) => chosen ?? localFromInstant(workingMorning(productNow(), 1).toISOString()));
    }
  };
  const finish = (): void => {
    setAsked(true);
    if (!result || complete.pending) return;
    if (result.effect === 'proceed' && !form.validate()) return;
    if ((reschedules && !later) || (next && !isComplete(next))) return;
    draft.drop();
    const rescheduleTo = reschedules ? instantFromLocal(later) : null;
    complete.run({
      params: { id: task.id },
      body: {
        ...completionBody(result, form.visibleValues(), recordFields),
        ...(rescheduleTo ? { rescheduleTo } : {}),
        ...(note.trim() ? { note: note.trim() } : {}),
        ...(next ? { nextStep: nextStepBody(next) } : {}),
        ...(minutes === null ? {} : { callMinutes: minutes }),
      },
    });
  };
  usePageKeys(workable ? digitKeys(outcomes, choose) : {});

  const chosen = outcomes.find((outcome) => outcome.code === task.outcome);
  return (
    <WorkPane
      guidance={children}
      lead={<CallHead call={call} timer={timer} minutes={minutes} onMinutes={setMinutes} />}
      form={
        <div
          className={classes.card}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) finish();
          }}
        >
          {workable && (
            <>
              <ResultChoices
                outcomes={outcomes}
                chosen={result?.code ?? null}
                disabled={complete.pending}
                onChoose={choose}
              />
              {reschedules && (
                <TimeChoice
                  label={t('call.laterWhen')}
                  value={later}
                  onChange={setLater}
                  customerTimeZone={call.customerTimeZone}
                  error={asked && !later ? t('form.required') : undefined}
                />
              )}
              {form.parts.length > 0 && <JsonForm form={form} notes={notes} />}
              <Textarea
                label={t('call.note')}
                autosize
                minRows={2}
                maxRows={10}
                maxLength={10_000}
                value={note}
                onChange={(event) => setNote(event.currentTarget.value)}
              />
              <NextStepFields
                step={next}
                onChange={setNext}
                customer={call.contact?.title ?? call.account?.title ?? null}
                asked={asked}
              />
            </>
          )}
        </div>
      }
      bar={
        workable ? (
          <>
            <ActionButton
              variant="filled"
              loading={complete.pending}
              action={{
                name: 'finish-call',
                label: t(reschedules ? 'call.postpone' : 'call.finish'),
                shortcut: 'Ctrl Enter',
                unavailable: result ? undefined : t('call.chooseResult'),
                run: finish,
              }}
            />
            <Text size="sm" c="dimmed">
              {result ? localized(result.label) : t('call.chooseResult')}
            </Text>
            <DraftNote draft={draft} />
          </>
        ) : (
          <Text size="sm" c="dimmed" component="div">
            {task.state === 'completed' && chosen ? (
              <StatusBadge tone="done" label={localized(chosen.label)} />
            ) : (
              t(`page.notWorkable.${task.rights.claim ? 'claim' : task.state}`)
            )}
          </Text>
        )
      }
    />
  );
}
