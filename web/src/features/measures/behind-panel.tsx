import { Text } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { RecordLink as Link } from '#contract';
import type { ApiError } from '../../client/index.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { RecordLink } from '../../ui/record-link.tsx';
import { SidePanel } from '../../ui/side-panel.tsx';
import classes from '../sales/sales.module.css';

interface BehindPanelProps {
  readonly title: string;
  readonly query: UseQueryResult<{ readonly items: readonly Link[]; readonly total: number }, ApiError>;
  readonly onClose: () => void;
}

/** The records behind a number. */
export function BehindPanel({ title, query, onClose }: BehindPanelProps) {
  const { t } = useTranslation('measures');
  return (
    <SidePanel title={title} onClose={onClose}>
      <Loaded query={query}>
        {({ items, total }) => (
          <>
            <ul className={classes.list} aria-label={title}>
              {items.map((record) => (
                <li key={record.id}>
                  <RecordLink record={record} icon />
                </li>
              ))}
            </ul>
            {total > items.length && (
              <Text size="sm" c="dimmed">
                {t('more', { count: total - items.length })}
              </Text>
            )}
          </>
        )}
      </Loaded>
    </SidePanel>
  );
}
