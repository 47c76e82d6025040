import { ActionIcon, Menu } from '@mantine/core';
import { IconDots, IconShare, IconShieldQuestion, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RecordView } from '#contract';
import { useMe } from '../../app/me-context.ts';
import { AccessPanel } from '../../features/rights/access-panel.tsx';
import { SharePanel } from '../../features/rights/share-panel.tsx';

interface RecordMenuProps {
  readonly record: RecordView;
  readonly onDelete: () => void;
}

/** What can be done with a record as a whole; nothing is offered that would be refused. */
export function RecordMenu({ record, onDelete }: RecordMenuProps) {
  const { t } = useTranslation(['records', 'rights']);
  const { isAdmin } = useMe();
  const [panel, setPanel] = useState<'share' | 'why' | null>(null);
  const { rights } = record;
  if (!rights.delete && !rights.share && !isAdmin) return null;
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon aria-label={t('records:page.actions')}>
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
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
      {panel === 'share' && <SharePanel record={record} onClose={() => setPanel(null)} />}
      {panel === 'why' && <AccessPanel record={record} onClose={() => setPanel(null)} />}
    </>
  );
}
