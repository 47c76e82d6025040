import { Checkbox, Select, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes } from '#contract';
import { useRoute } from '../../client/index.ts';
import { STATUSES, type InstanceFilterState } from './instance-filter.ts';
import classes from './instance-filter-bar.module.css';

const ALL = 'all';
const TYPING_PAUSE_MS = 250;

/** Process, status, incidents, words. */
export function InstanceFilterBar({ state }: { readonly state: InstanceFilterState }) {
  const { t } = useTranslation('instance');
  const processes = useRoute(routes.processes.listProcesses, {}, { staleTime: 60_000 }).data?.items ?? [];
  const { filter } = state;
  const [typed, setTyped] = useState(filter.q);
  const search = useDebouncedCallback((q: string) => state.change({ q }), TYPING_PAUSE_MS);
  return (
    <div className={classes.bar} role="search">
      <TextInput
        className={classes.search}
        aria-label={t('list.search')}
        placeholder={t('list.search')}
        leftSection={<IconSearch size={15} aria-hidden />}
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          search(event.currentTarget.value.trim());
        }}
      />
      <Select
        className={classes.process}
        aria-label={t('list.process')}
        searchable
        allowDeselect={false}
        data={[
          { value: ALL, label: t('list.allProcesses') },
          ...processes.map((process) => ({ value: process.processKey, label: process.name })),
        ]}
        value={filter.processKey ?? ALL}
        onChange={(value) => state.change({ processKey: value === ALL ? null : value })}
      />
      <Select
        className={classes.status}
        aria-label={t('list.status')}
        allowDeselect={false}
        data={[
          { value: ALL, label: t('list.allStatuses') },
          ...STATUSES.map((status) => ({ value: status, label: t(`status.${status}`) })),
        ]}
        value={filter.status ?? ALL}
        onChange={(value) => state.change({ status: STATUSES.find((status) => status === value) ?? null })}
      />
      <Checkbox
        size="sm"
        label={t('list.withIncident')}
        checked={filter.withIncident}
        onChange={(event) => state.change({ withIncident: event.currentTarget.checked })}
      />
      <Checkbox
        size="sm"
        label={t('list.suspended')}
        checked={filter.suspended}
        onChange={(event) => state.change({ suspended: event.currentTarget.checked })}
      />
    </div>
  );
}
