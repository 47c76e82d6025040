import { useState } from 'react';
import { useNavigate } from 'react-router';
import type { ProcessListItem } from '#contract';
import { paths } from '../../app/paths.ts';
import { StartForm } from '../../features/starting/start-form.tsx';
import type { StartRecord } from '../../features/starting/startable.ts';
import { SubjectStep } from '../../features/starting/subject-step.tsx';

interface StartByHandPanelProps {
  readonly process: ProcessListItem;
  readonly onClose: () => void;
}

/** First the record that it is about, where the process is about one; then its start form; then the instance. */
export function StartByHandPanel({ process, onClose }: StartByHandPanelProps) {
  const navigate = useNavigate();
  const mayWatch = process.rights.includes('watch');
  const [record, setRecord] = useState<StartRecord | null>(null);
  const { processKey, name, description, subject } = process;
  if (subject !== null && record === null)
    return (
      <SubjectStep
        processName={name}
        entity={subject}
        onChosen={setRecord}
        onBack={onClose}
        onClose={onClose}
      />
    );
  return (
    <StartForm
      process={{ processKey, name, description, subject, definitionId: process.latest?.id ?? null }}
      record={record ?? undefined}
      onBack={() => (subject === null ? onClose() : setRecord(null))}
      onClose={onClose}
      onStarted={mayWatch ? (instanceId) => void navigate(paths.instance(instanceId)) : undefined}
    />
  );
}
