import { IconPhone, IconPlayerPlay } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useMatch } from 'react-router';
import { routes } from '#contract';
import { useProcessRight } from '../../app/me-context.ts';
import { useShellPanels } from '../../app/shell/shell-panels.ts';
import { useRoute } from '../../client/index.ts';
import { useStartable } from '../starting/use-startable.ts';
import type { Command } from './command.ts';

/** What can be done with the record that is on the screen: start a process on it, call it. */
export function useRecordCommands(): readonly Command[] {
  const { t } = useTranslation('shell');
  const panels = useShellPanels();
  const mayStart = useProcessRight('start');
  const match = useMatch('/records/:entity/:id');
  const { entity = '', id = '' } = match?.params ?? {};
  const enabled = match !== null;
  // The page of the record reads the same; nothing is asked twice.
  const record = useRoute(routes.records.getRecord, { params: { entity, id } }, { enabled }).data;
  const startRecord = record && { entity: record.entity, id: record.id, title: record.title };
  const startable = useStartable(startRecord, { enabled: mayStart });
  if (!enabled || !startRecord) return [];
  const phone = record.fields['phone'];
  const call: Command[] =
    typeof phone === 'string' && phone !== ''
      ? [
          {
            key: 'call',
            label: t('palette.call', { name: record.title }),
            description: phone,
            icon: <IconPhone size={18} aria-hidden />,
            run: () => window.location.assign(`tel:${phone.replace(/[^\d+]/g, '')}`),
          },
        ]
      : [];
  const start = (startable.data ?? []).map((process): Command => ({
    key: `start-${process.processKey}`,
    label: t('palette.startOn', { process: process.name, name: record.title }),
    icon: <IconPlayerPlay size={18} aria-hidden />,
    run: () => panels.open({ kind: 'start', record: startRecord, process }),
  }));
  return [...call, ...start];
}
