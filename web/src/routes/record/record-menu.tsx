import { ActionIcon, Menu } from '@mantine/core';
import {
  IconArrowMerge,
  IconDots,
  IconHistory,
  IconMail,
  IconShare,
  IconShieldQuestion,
  IconTrash,
  IconUserShield,
} from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RecordView } from '#contract';
import { useMe } from '../../app/me-context.ts';
import { FieldHistoryPanel } from '../../features/audit/field-history-panel.tsx';
import { AccessPanel } from '../../features/rights/access-panel.tsx';
import { ComposePanel } from '../../features/mail/compose-panel.tsx';
import { COMPARED } from '../../features/merge/compared.ts';
import { MergePanel } from '../../features/merge/merge-panel.tsx';
import { PersonPanel } from '../../features/privacy/person-panel.tsx';
import { useEntity } from '../../features/records/use-entity.ts';
import { SharePanel } from '../../features/rights/share-panel.tsx';

const PEOPLE = ['contact', 'lead'] as const;

interface RecordMenuProps {
  readonly record: RecordView;
  readonly onDelete: () => void;
}

/** What can be done with a record as a whole; nothing is offered that would be refused. */
export function RecordMenu({ record, onDelete }: RecordMenuProps) {
  const { t } = useTranslation(['records', 'rights', 'audit', 'mail', 'privacy']);
  const { isAdmin } = useMe();
  const [panel, setPanel] = useState<'history' | 'share' | 'why' | 'mail' | 'merge' | 'person' | null>(null);
  const { rights } = record;
  const compared = COMPARED.find((one) => one === record.entity);
  const person = PEOPLE.find((one) => one === record.entity);
  const mayExport = useEntity(record.entity)?.rights.export === true;
  const writes = useEntity('activity')?.rights.create === true && record.entity !== 'activity';
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon aria-label={t('records:page.actions')} data-shortcut="Period">
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {writes && (
            <Menu.Item leftSection={<IconMail size={16} aria-hidden />} onClick={() => setPanel('mail')}>
              {t('mail:compose.action')}
            </Menu.Item>
          )}
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
          {compared && rights.edit && rights.delete && (
            <Menu.Item
              leftSection={<IconArrowMerge size={16} aria-hidden />}
              onClick={() => setPanel('merge')}
            >
              {t('records:merge.action')}
            </Menu.Item>
          )}
          {person && (mayExport || isAdmin) && (
            <Menu.Item
              leftSection={<IconUserShield size={16} aria-hidden />}
              onClick={() => setPanel('person')}
            >
              {t('privacy:person.action')}
            </Menu.Item>
          )}
          {rights.delete && (
            <Menu.Item leftSection={<IconTrash size={16} aria-hidden />} onClick={onDelete}>
              {t('records:page.delete')}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {panel === 'mail' && <ComposePanel record={record} onClose={() => setPanel(null)} />}
      {panel === 'merge' && compared && (
        <MergePanel record={record} entity={compared} onClose={() => setPanel(null)} />
      )}
      {panel === 'person' && person && (
        <PersonPanel record={record} entity={person} onClose={() => setPanel(null)} />
      )}
      {panel === 'history' && <FieldHistoryPanel record={record} onClose={() => setPanel(null)} />}
      {panel === 'share' && <SharePanel record={record} onClose={() => setPanel(null)} />}
      {panel === 'why' && <AccessPanel record={record} onClose={() => setPanel(null)} />}
    </>
  );
}
