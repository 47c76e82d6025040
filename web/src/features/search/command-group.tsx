import { Spotlight, useSpotlight } from '@mantine/spotlight';
import type { Command, CommandGroupView } from './command.ts';
import { PaletteOption } from './palette-option.tsx';
import { paletteStore } from './palette-scope.ts';

interface CommandGroupProps {
  readonly group: CommandGroupView;
  /** The place of its first command among all that are shown. */
  readonly from: number;
  readonly onRun: (command: Command) => void;
}

/** Commands of one kind under their heading. */
export function CommandGroup({ group, from, onRun }: CommandGroupProps) {
  const { selected } = useSpotlight(paletteStore);
  return (
    <Spotlight.ActionsGroup label={group.label} role="group" aria-label={group.label}>
      {group.commands.map((command, at) => (
        <PaletteOption
          key={command.key}
          command={command}
          at={from + at}
          isSelected={from + at === selected}
          onRun={onRun}
        />
      ))}
    </Spotlight.ActionsGroup>
  );
}
