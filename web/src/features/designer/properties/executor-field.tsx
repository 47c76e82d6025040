import { Select, Stack } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ASSIGNMENT_KINDS, type AssignmentKind, type AssignmentSettings } from '#moddle';
import { VariableField } from '../inputs/variable-field.tsx';
import { ValueField } from '../inputs/value-field.tsx';
import { ExecutorPreview } from './executor-preview.tsx';
import { useExecutorChoices } from './use-executor-choices.ts';

interface ExecutorFieldProps {
  readonly value: AssignmentSettings | null;
  /** What applies while nothing is chosen here, e.g. the lane's executor. */
  readonly inherited?: AssignmentSettings | null;
  readonly inheritedLabel: string;
  readonly onCommit: (assignment: AssignmentSettings | null) => void;
}

const INHERITED = 'inherited';
const PICKED: readonly AssignmentKind[] = ['user', 'position', 'department'];

/** Who does it: a person, a position, a department's pool, the record's owner, whoever started it, or a rule. */
export function ExecutorField({ value, inherited = null, inheritedLabel, onCommit }: ExecutorFieldProps) {
  const { t } = useTranslation('designer');
  /** A kind that waits for its value; an executor without one would be half a sentence. */
  const [begun, setBegun] = useState<AssignmentKind | null>(null);
  const kind = begun ?? value?.kind ?? null;
  const current = value?.kind === kind ? value.value : null;
  const choices = useExecutorChoices(kind, current);
  const chooseKind = (next: string | null): void => {
    const known = ASSIGNMENT_KINDS.find((one) => one === next) ?? null;
    setBegun(known === 'initiator' || known === value?.kind ? null : known);
    if (known === null) onCommit(null);
    else if (known === 'initiator') onCommit({ kind: known, value: null });
  };
  const commit = (next: string | null): void => {
    if (!kind || next === null) return;
    setBegun(null);
    onCommit({ kind, value: next });
  };
  return (
    <Stack gap="xs">
      <Select
        label={t('who.kind')}
        allowDeselect={false}
        data={[
          { value: INHERITED, label: inheritedLabel },
          ...ASSIGNMENT_KINDS.map((one) => ({ value: one, label: t(`who.kinds.${one}`) })),
        ]}
        value={kind ?? INHERITED}
        onChange={chooseKind}
      />
      {kind && PICKED.includes(kind) && (
        <Select
          label={t(`who.pick.${kind as 'user' | 'position' | 'department'}`)}
          searchable
          placeholder={t('who.choose')}
          data={choices}
          value={current}
          onChange={commit}
        />
      )}
      {kind === 'recordOwner' && (
        <VariableField
          label={t('who.pick.recordOwner')}
          description={t('who.recordOwnerHint')}
          value={current}
          onCommit={commit}
        />
      )}
      {kind === 'expression' && (
        <ValueField
          only="expression"
          label={t('who.pick.expression')}
          description={t('who.expressionHint')}
          value={current}
          onCommit={commit}
        />
      )}
      {begun === null && <ExecutorPreview assignment={value ?? inherited} />}
    </Stack>
  );
}
