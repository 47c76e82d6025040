import { Text } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Outcome, TaskDetail } from '#contract';
import { useLocalized } from '../../i18n/use-locale.ts';
import { DraftNote } from '../../features/tasks/draft-note.tsx';
import { OutcomeButtons } from '../../features/tasks/outcome-buttons.tsx';
import { completionBody, outcomesOf } from '../../features/tasks/outcomes.ts';
import { digitKeys, usePageKeys } from '../../features/tasks/row-keys.ts';
import { useDraft } from '../../features/tasks/use-draft.ts';
import { useGoOn } from '../../features/tasks/use-go-on.ts';
import { useRecordNotes } from '../../features/tasks/use-record-notes.ts';
import { useCompleteTask } from '../../features/tasks/use-complete-task.ts';
import { JsonForm } from '../../ui/json-form/json-form.tsx';
import { useJsonForm } from '../../ui/json-form/use-json-form.ts';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { WorkPane } from './work-pane.tsx';

interface FormWorkProps {
  readonly task: TaskDetail;
  readonly children: ReactNode;
}

/** A task with a form, or with nothing but its ways out. Digits choose the way out. */
export function FormWork({ task, children }: FormWorkProps) {
  const { t } = useTranslation('tasks');
  const localized = useLocalized();
  const draft = useDraft(task.id, task.draftSavedAt);
  // As they were when the form was filled: a record that changes meanwhile is a conflict, and is not overwritten.
  const [recordFields] = useState(task.recordFields);
  const form = useJsonForm(task.form, task.values, draft.keep, recordFields);
  const notes = useRecordNotes(recordFields);
  const goOn = useGoOn();
  const complete = useCompleteTask(task, goOn, form);
  const workable = task.rights.complete && task.state === 'ready';
  const outcomes = outcomesOf(task);
  const finish = (outcome: Outcome): void => {
    if (complete.pending || !form.validate()) return;
    draft.drop();
    complete.run({
      params: { id: task.id },
      body: completionBody(outcome, form.visibleValues(), recordFields),
    });
  };
  usePageKeys(workable ? digitKeys(outcomes, finish) : {});
  const chosen = outcomes.find((outcome) => outcome.code === task.outcome);
  return (
    <WorkPane
      guidance={children}
      form={
        form.parts.length > 0 ? (
          <JsonForm form={form} readOnly={!workable} notes={notes} />
        ) : (
          <Text c="dimmed">{t(workable ? 'page.noForm' : 'page.nothingToFill')}</Text>
        )
      }
      bar={
        workable ? (
          <>
            <OutcomeButtons outcomes={outcomes} onChoose={finish} pending={complete.pending} filled />
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
