import { ActionIcon, Select } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { OUTCOME_EFFECTS, type OutcomeSettings } from '#moddle';
import { DurationField } from '../inputs/duration-field.tsx';
import { NumberField } from '../inputs/number-field.tsx';
import { TextField } from '../inputs/text-field.tsx';
import classes from './cards.module.css';
import inputs from '../inputs/inputs.module.css';

interface OutcomeCardProps {
  readonly outcome: OutcomeSettings;
  readonly isFirst: boolean;
  readonly isLast: boolean;
  readonly onCommit: (outcome: OutcomeSettings | null) => void;
  readonly onMove: (by: -1 | 1) => void;
}

export function OutcomeCard({ outcome, isFirst, isLast, onCommit, onMove }: OutcomeCardProps) {
  const { t } = useTranslation(['designer', 'common']);
  const name = outcome.label ?? outcome.code;
  const set = (change: Partial<OutcomeSettings>): void => onCommit({ ...outcome, ...change });
  const setLabel = (language: string, text: string | null): void => {
    const { [language]: _was, ...others } = outcome.labels;
    set({ labels: text === null ? others : { ...others, [language]: text } });
  };
  return (
    <div className={classes.card} role="group" aria-label={name}>
      <div className={classes.head}>
        <span className={classes.name}>{name}</span>
        <ActionIcon
          size={26}
          disabled={isFirst}
          aria-label={t('list.up', { name })}
          onClick={() => onMove(-1)}
        >
          <IconArrowUp size={15} />
        </ActionIcon>
        <ActionIcon
          size={26}
          disabled={isLast}
          aria-label={t('list.down', { name })}
          onClick={() => onMove(1)}
        >
          <IconArrowDown size={15} />
        </ActionIcon>
        <ActionIcon size={26} aria-label={t('list.remove', { name })} onClick={() => onCommit(null)}>
          <IconTrash size={15} />
        </ActionIcon>
      </div>
      <div className={inputs.pair}>
        <TextField label={t('outcome.label')} value={outcome.label} onCommit={(label) => set({ label })} />
        <TextField
          label={t('outcome.labelRu')}
          value={outcome.labels['ru'] ?? null}
          onCommit={(text) => setLabel('ru', text)}
        />
      </div>
      <div className={inputs.pair}>
        <TextField
          mono
          label={t('outcome.code')}
          value={outcome.code}
          onCommit={(code) => code && set({ code: code.trim() })}
        />
        <Select
          label={t('outcome.effect')}
          allowDeselect={false}
          data={OUTCOME_EFFECTS.map((effect) => ({ value: effect, label: t(`outcome.effects.${effect}`) }))}
          value={outcome.effect}
          onChange={(next) => {
            const effect = OUTCOME_EFFECTS.find((one) => one === next) ?? 'proceed';
            const repeats = effect === 'repeat';
            set({
              effect,
              repeatMax: repeats ? (outcome.repeatMax ?? 2) : null,
              repeatEvery: repeats ? (outcome.repeatEvery ?? 'P1D') : null,
            });
          }}
        />
      </div>
      {outcome.effect === 'repeat' && (
        <>
          <NumberField
            min={1}
            label={t('outcome.repeatMax')}
            value={outcome.repeatMax}
            onCommit={(repeatMax) => set({ repeatMax })}
          />
          <DurationField
            label={t('outcome.repeatEvery')}
            value={outcome.repeatEvery}
            onCommit={(repeatEvery) => set({ repeatEvery })}
          />
        </>
      )}
    </div>
  );
}
