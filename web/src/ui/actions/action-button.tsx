import { ActionIcon, Button, Tooltip, type ActionIconProps, type ButtonProps } from '@mantine/core';
import { usePageActions, type PageAction } from './page-actions.ts';

interface ActionButtonProps extends Omit<ButtonProps, 'children' | 'leftSection' | 'disabled'> {
  readonly action: PageAction;
  readonly iconSize?: number;
  /** Of several alike, what this one is about: said in the palette, where it does not stand beside it. */
  readonly named?: string;
  readonly title?: string | undefined;
}

/** A button whose action is in the palette, too. What cannot be done now says why, to the mouse and to a reader. */
export function ActionButton({ action, iconSize = 16, named, ...props }: ActionButtonProps) {
  const { icon: Shape, label, unavailable, run } = action;
  usePageActions([named === undefined ? action : { ...action, label: `${label}: ${named}` }]);
  return (
    <Button
      {...props}
      {...(unavailable && { 'data-disabled': true, 'aria-disabled': true, title: unavailable })}
      leftSection={Shape && <Shape size={iconSize} stroke={1.7} aria-hidden />}
      onClick={() => {
        if (!unavailable) run();
      }}
    >
      {label}
    </Button>
  );
}

interface ActionSignProps extends Omit<ActionIconProps, 'children' | 'disabled'> {
  readonly action: PageAction;
  readonly iconSize?: number;
  /** Said instead of the label when the mouse rests on it. */
  readonly hint?: string;
  readonly disabled?: boolean;
  readonly 'aria-pressed'?: boolean;
}

/** The same as a sign without words. */
export function ActionSign({ action, iconSize = 17, hint, disabled, ...props }: ActionSignProps) {
  const { icon: Shape, label, unavailable, run } = action;
  usePageActions([disabled ? null : action]);
  return (
    <Tooltip label={hint ?? label} multiline maw={320}>
      <ActionIcon
        {...props}
        aria-label={label}
        disabled={disabled || unavailable !== undefined}
        onClick={run}
      >
        {Shape && <Shape size={iconSize} />}
      </ActionIcon>
    </Tooltip>
  );
}
