import type { ReactNode } from 'react';
import { GroupFold } from './group-fold.tsx';
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
  return (
    <tr className={classes.group} style={{ height }}>
      <th colSpan={span} scope="rowgroup" className={classes.groupCell}>
        <GroupFold header={header} folded={folded} onFold={onFold} />
      </th>
    </tr>
  );
}
