import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { ApiError } from '../client/index.ts';
import { Loaded } from './loaded.tsx';
import classes from './row-list.module.css';

interface RowListProps<T> {
  readonly query: UseQueryResult<{ items: T[] }, ApiError>;
  readonly label: string;
  /** Shown while there is nothing. */
  readonly empty: ReactNode;
  /** One row, with its key. */
  readonly children: (item: T) => ReactNode;
}

/** The body of a page that is a list of a few things, one below the other. */
export function RowList<T>({ query, label, empty, children }: RowListProps<T>) {
  return (
    <div className={classes.page}>
      <Loaded query={query}>
        {({ items }) =>
          items.length === 0 ? (
            empty
          ) : (
            <ul className={classes.list} aria-label={label}>
              {items.map(children)}
            </ul>
          )
        }
      </Loaded>
    </div>
  );
}
