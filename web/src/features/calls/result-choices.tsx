import { Kbd, UnstyledButton } from '@mantine/core';
import { IconArrowRight, IconCalendarTime, IconRefresh } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Outcome } from '#contract';
import { useLocalized } from '../../i18n/use-locale.ts';
import classes from './result-choices.module.css';

const PICTURES = { proceed: IconArrowRight, repeat: IconRefresh, reschedule: IconCalendarTime } as const;

interface ResultChoicesProps {
  readonly outcomes: readonly Outcome[];
  readonly chosen: string | null;
  readonly disabled: boolean;
  readonly onChoose: (outcome: Outcome) => void;
}

/** The results of a call as big choices; what a result leads to is said below its word. */
export function ResultChoices({ outcomes, chosen, disabled, onChoose }: ResultChoicesProps) {
  const { t } = useTranslation('tasks');
  const localized = useLocalized();
  return (
    <div className={classes.choices} role="radiogroup" aria-label={t('call.result')}>
      {outcomes.map((outcome, at) => {
        const Picture = PICTURES[outcome.effect];
        return (
          <UnstyledButton
            key={outcome.code}
            className={classes.choice}
            role="radio"
            aria-checked={chosen === outcome.code}
            disabled={disabled}
            onClick={() => onChoose(outcome)}
          >
            <Picture size={18} stroke={1.7} aria-hidden className={classes.picture} />
            <span className={classes.words}>
              <span className={classes.name}>{localized(outcome.label)}</span>
              {outcome.effect !== 'proceed' && (
                <span className={classes.effect}>{t(`call.effect.${outcome.effect}`)}</span>
              )}
            </span>
            {at < 9 && (
              <Kbd size="xs" className={classes.key} aria-hidden>
                {at + 1}
              </Kbd>
            )}
          </UnstyledButton>
        );
      })}
    </div>
  );
}
