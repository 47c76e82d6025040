import { Button, Kbd } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import type { Outcome } from '#contract';
import { useLocalized } from '../../i18n/use-locale.ts';
import { usePageActions } from '../../ui/actions/page-actions.ts';
import classes from './outcome-buttons.module.css';

interface OutcomeButtonsProps {
  readonly outcomes: readonly Outcome[];
  readonly onChoose: (outcome: Outcome) => void;
  readonly pending?: boolean;
  /** The first way out is the filled button of the page. */
  readonly filled?: boolean;
  readonly size?: 'compact-sm' | 'sm';
}

/** The ways out of a task in the words of the process, each with its digit. */
export function OutcomeButtons({ outcomes, onChoose, pending, filled, size = 'sm' }: OutcomeButtonsProps) {
  const localized = useLocalized();
  usePageActions(
    outcomes.map((outcome, at) => ({
      name: `outcome-${outcome.code}`,
      label: localized(outcome.label),
      icon: IconCheck,
      ...(at < 9 && { shortcut: String(at + 1) }),
      run: () => onChoose(outcome),
    })),
  );
  return (
    <div className={classes.buttons}>
      {outcomes.map((outcome, at) => (
        <Button
          key={outcome.code}
          size={size}
          variant={filled && at === 0 ? 'filled' : 'default'}
          disabled={pending}
          onClick={() => onChoose(outcome)}
          rightSection={
            at < 9 ? (
              <Kbd size="xs" className={classes.key} aria-hidden>
                {at + 1}
              </Kbd>
            ) : undefined
          }
        >
          {localized(outcome.label)}
        </Button>
      ))}
    </div>
  );
}
