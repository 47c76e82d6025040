import { UnstyledButton } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './data-table.module.css';

interface GroupFoldProps {
  readonly header: ReactNode;
  readonly folded: boolean;
  readonly onFold: () => void;
}

/** What a group is called, as the button that folds it up. */
export function GroupFold({ header, folded, onFold }: GroupFoldProps) {
  const Chevron = folded ? IconChevronRight : IconChevronDown;
  return (
    <UnstyledButton className={classes.fold} aria-expanded={!folded} onClick={onFold}>
      <Chevron size={15} aria-hidden />
      {header}
    </UnstyledButton>
  );
}
