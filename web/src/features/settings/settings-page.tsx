import { UnstyledButton } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ApiError } from '../../client/index.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { ActionButton } from '../../ui/actions/action-button.tsx';
import classes from '../audit/audit.module.css';

interface SettingsPageProps<T> {
  readonly title: string;
  readonly hint: string;
  readonly query: UseQueryResult<{ readonly items: readonly T[] }, ApiError>;
  /** What a row says. */
  readonly row: (item: T) => {
    readonly key: string;
    readonly name: string;
    readonly facts: readonly string[];
    readonly badge?: ReactNode;
  };
  /** Above the list: a choice of what is listed. */
  readonly choice?: ReactNode;
  readonly onOpen: (item: T | null) => void;
  readonly children: ReactNode;
}

/** Rules of the company as a list; each opens in a panel beside it. */
export function SettingsPage<T>({ title, hint, query, row, choice, onOpen, children }: SettingsPageProps<T>) {
  const { t } = useTranslation('settings');
  const create = (
    <ActionButton variant="filled" action={{ name: 'new', label: t('new'), run: () => onOpen(null) }} />
  );
  return (
    <>
      <PageHeader title={title} meta={hint} actions={(query.data?.items.length ?? 0) > 0 && create} />
      <div className={classes.page}>
        {choice}
        <Loaded query={query}>
          {({ items }) =>
            items.length === 0 ? (
              <EmptyState title={t('empty')} action={create} />
            ) : (
              <ul className={classes.list} aria-label={title}>
                {items.map((item) => {
                  const { key, name, facts, badge } = row(item);
                  return (
                    <li key={key} className={classes.row}>
                      <div className={classes.facts}>
                        <UnstyledButton fw={500} onClick={() => onOpen(item)}>
                          {name}
                        </UnstyledButton>
                        <span className={classes.dim}>{facts.join(' · ')}</span>
                      </div>
                      {badge}
                    </li>
                  );
                })}
              </ul>
            )
          }
        </Loaded>
      </div>
      {children}
    </>
  );
}
