import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { ApiError } from '../../client/index.ts';
import { Loaded } from '../../ui/loaded.tsx';
import classes from './home.module.css';

/** A widget has room for so many; the rest is a click away. */
export const SHOWN_MAX = 6;

interface WidgetListProps<Answer, Item> {
  readonly query: UseQueryResult<Answer, ApiError>;
  readonly itemsOf: (answer: Answer) => readonly Item[];
  readonly row: (item: Item) => ReactNode;
  readonly keyOf: (item: Item) => string;
  /** What is said when there is nothing. */
  readonly empty: string;
  /** Where all of it is. */
  readonly more?: { readonly to: string; readonly label: string };
}

/** A few rows, or the good news that there are none. */
export function WidgetList<Answer, Item>(props: WidgetListProps<Answer, Item>) {
  const { query, itemsOf, row, keyOf, empty, more } = props;
  return (
    <Loaded query={query} compact>
      {(answer) => {
        const items = itemsOf(answer);
        if (items.length === 0) return <p className={classes.dim}>{empty}</p>;
        return (
          <>
            <ul className={classes.list}>
              {items.slice(0, SHOWN_MAX).map((item) => (
                <li key={keyOf(item)} className={classes.row}>
                  {row(item)}
                </li>
              ))}
            </ul>
            {more && (
              <Link to={more.to} className={classes.more}>
                {more.label}
              </Link>
            )}
          </>
        );
      }}
    </Loaded>
  );
}
