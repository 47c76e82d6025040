import { useOfferedActions } from '../../ui/actions/page-actions.ts';
import type { Command } from './command.ts';

/** What the controls of the screen offer: the same words, the same keys, the same function. What can be done comes first. */
export function useScreenCommands(): readonly Command[] {
  const commands = useOfferedActions().map(({ name, icon: Shape, ...action }): Command => ({
    ...action,
    key: `screen-${name}`,
    icon: Shape && <Shape size={18} stroke={1.6} aria-hidden />,
  }));
  return [
    ...commands.filter((command) => command.unavailable === undefined),
    ...commands.filter((command) => command.unavailable !== undefined),
  ];
}
