import { Kbd, UnstyledButton } from '@mantine/core';
import type { Command } from './command.ts';
import { optionId } from './palette-list.ts';
import classes from './command-palette.module.css';

interface PaletteOptionProps {
  readonly command: Command;
  readonly at: number;
  readonly isSelected: boolean;
  readonly onRun: (command: Command) => void;
}

/** One command. What cannot be done now stays readable, says why, and does nothing. */
export function PaletteOption({ command, at, isSelected, onRun }: PaletteOptionProps) {
  const { label, icon, shortcut, unavailable } = command;
  const description = unavailable ?? command.description;
  return (
    <UnstyledButton
      // The palette moves along what is marked so, and Enter presses what is selected.
      data-action
      data-selected={isSelected || undefined}
      id={optionId(at)}
      role="option"
      tabIndex={-1}
      aria-selected={isSelected}
      aria-disabled={unavailable !== undefined || undefined}
      className={classes.option}
      // The field keeps the focus.
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => onRun(command)}
    >
      <span className={classes.sign}>{icon}</span>
      <span className={classes.words}>
        <span className={classes.label}>{label}</span>
        {description && <span className={classes.description}>{description}</span>}
      </span>
      {shortcut && <Kbd size="xs">{shortcut}</Kbd>}
    </UnstyledButton>
  );
}
