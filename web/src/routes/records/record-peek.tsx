import { ActionIcon, Stack, Tooltip } from '@mantine/core';
import { IconArrowsDiagonal } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { routes, type EntityMeta } from '#contract';
import { paths } from '../../app/paths.ts';
import { useLive, useRoute } from '../../client/index.ts';
import { FieldSections } from '../../features/records/field-sections.tsx';
import { ProcessStrips } from '../../features/records/process-strips.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { SidePanel } from '../../ui/side-panel.tsx';

interface RecordPeekProps {
  readonly meta: EntityMeta;
  readonly id: string;
  readonly onClose: () => void;
}

/** A look into a row without leaving the list: fields and processes. */
export function RecordPeek({ meta, id, onClose }: RecordPeekProps) {
  const { t } = useTranslation('records');
  const params = { entity: meta.entity, id };
  const record = useRoute(routes.records.getRecord, { params }, { keepPrevious: true });
  useLive({ kind: 'record', ...params }, [routes.records.getRecord, routes.records.recordProcesses]);
  return (
    <SidePanel
      title={record.data?.title ?? '…'}
      takeFocus={false}
      onClose={onClose}
      actions={
        <Tooltip label={t('list.openWhole')}>
          <ActionIcon component={Link} to={paths.record(meta.entity, id)} aria-label={t('list.openWhole')}>
            <IconArrowsDiagonal size={17} />
          </ActionIcon>
        </Tooltip>
      }
    >
      <Loaded query={record} compact>
        {(view) => (
          <Stack gap={24}>
            <FieldSections meta={meta} record={view} />
            <ProcessStrips record={view} />
          </Stack>
        )}
      </Loaded>
    </SidePanel>
  );
}
