import { UnstyledButton } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './data-table.module.css';

interface GroupLineProps {
  readonly header: ReactNode;
  readonly span: number;
  readonly height: number;
  readonly folded: boolean;
  readonly onFold: () => void;
}

/** The header of a group across the whole table; a click folds the group up. */
export function GroupLine({ header, span, height, folded, onFold }: GroupLineProps) {
  const Chevron = folded ? IconChevronRight : IconChevronDown;
  return (
    <tr className={classes.group} style={{ height }}>
      <th colSpan={span} scope="rowgroup" className={classes.groupCell}>
        <UnstyledButton className={classes.fold} aria-expanded={!folded} onClick={onFold}>
          <Chevron size={15} aria-hidden />
          {header}
        </UnstyledButton>
      </th>
    </tr>
  );
}
