import { Spotlight } from '@mantine/spotlight';
import type { Command, CommandGroupView } from './command.ts';

interface CommandGroupProps {
  readonly group: CommandGroupView;
  readonly onRun: (command: Command) => void;
}

export function CommandGroup({ group, onRun }: CommandGroupProps) {
  return (
    <Spotlight.ActionsGroup label={group.label} role="group" aria-label={group.label}>
      {group.commands.map((command) => (
        <Spotlight.Action
          key={command.key}
          label={command.label}
          description={command.description}
          leftSection={command.icon}
          onClick={() => onRun(command)}
        />
      ))}
    </Spotlight.ActionsGroup>
  );
}
