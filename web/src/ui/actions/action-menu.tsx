import { ActionIcon, Menu, type ActionIconProps } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { usePageActions, type PageAction } from './page-actions.ts';

export interface MenuAction extends PageAction {
  readonly isDangerous?: boolean;
}

interface ActionMenuProps extends Omit<ActionIconProps, 'children'> {
  readonly label: string;
  readonly actions: readonly (MenuAction | false | null | undefined)[];
  readonly 'data-shortcut'?: string;
}

/** Three dots with the rarer actions; each is in the palette, too. Without actions there are no dots. */
export function ActionMenu({ label, actions, ...props }: ActionMenuProps) {
  usePageActions(actions);
  const offered = actions.filter((action) => action !== false && action !== null && action !== undefined);
  if (offered.length === 0) return null;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon {...props} aria-label={label}>
          <IconDots size={17} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {offered.map(({ name, label: words, icon: Shape, isDangerous, unavailable, run }) => (
          <Menu.Item
            key={name}
            {...(isDangerous && { color: 'red' })}
            disabled={unavailable !== undefined}
            title={unavailable}
            leftSection={Shape && <Shape size={16} stroke={1.7} aria-hidden />}
            onClick={run}
          >
            {words}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
