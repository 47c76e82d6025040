import { ActionIcon, Menu } from '@mantine/core';
import { IconDots, IconHistory, IconShare, IconShieldQuestion, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RecordView } from '#contract';
import { useMe } from '../../app/me-context.ts';
import { FieldHistoryPanel } from '../../features/audit/field-history-panel.tsx';
import { AccessPanel } from '../../features/rights/access-panel.tsx';
import { SharePanel } from '../../features/rights/share-panel.tsx';

interface RecordMenuProps {
  readonly record: RecordView;
  readonly onDelete: () => void;
}

/** What can be done with a record as a whole; nothing is offered that would be refused. */
export function RecordMenu({ record, onDelete }: RecordMenuProps) {
  const { t } = useTranslation(['records', 'rights', 'audit']);
  const { isAdmin } = useMe();
  const [panel, setPanel] = useState<'history' | 'share' | 'why' | null>(null);
  const { rights } = record;
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon aria-label={t('records:page.actions')} data-shortcut="Period">
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconHistory size={16} aria-hidden />} onClick={() => setPanel('history')}>
            {t('audit:history.action')}
          </Menu.Item>
          {rights.share && (
            <Menu.Item leftSection={<IconShare size={16} aria-hidden />} onClick={() => setPanel('share')}>
              {t('rights:share.action')}
            </Menu.Item>
          )}
          {isAdmin && (
            <Menu.Item
              leftSection={<IconShieldQuestion size={16} aria-hidden />}
              onClick={() => setPanel('why')}
            >
              {t('rights:why.action')}
            </Menu.Item>
          )}
          {rights.delete && (
            <Menu.Item leftSection={<IconTrash size={16} aria-hidden />} onClick={onDelete}>
              {t('records:page.delete')}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {panel === 'history' && <FieldHistoryPanel record={record} onClose={() => setPanel(null)} />}
      {panel === 'share' && <SharePanel record={record} onClose={() => setPanel(null)} />}
      {panel === 'why' && <AccessPanel record={record} onClose={() => setPanel(null)} />}
    </>
  );
}
