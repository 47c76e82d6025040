import { Spotlight } from '@mantine/spotlight';
import type { CommandGroupView } from './command.ts';

export function CommandGroup({ group }: { readonly group: CommandGroupView }) {
  return (
    <Spotlight.ActionsGroup label={group.label}>
      {group.commands.map((command) => (
        <Spotlight.Action
          key={command.key}
          label={command.label}
          description={command.description}
          leftSection={command.icon}
          onClick={command.run}
        />
      ))}
    </Spotlight.ActionsGroup>
  );
}
