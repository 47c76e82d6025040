import {
  IconArrowMerge,
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
import { personKind } from '../../features/privacy/people.ts';
import { PersonPanel } from '../../features/privacy/person-panel.tsx';
import { useEntity } from '../../features/records/use-entity.ts';
import { SharePanel } from '../../features/rights/share-panel.tsx';
import { ActionMenu, type MenuAction } from '../../ui/actions/action-menu.tsx';

type Panel = 'history' | 'share' | 'why' | 'mail' | 'merge' | 'person';

interface RecordMenuProps {
  readonly record: RecordView;
  readonly onDelete: () => void;
}

/** What can be done with a record as a whole; nothing is offered that would be refused. */
export function RecordMenu({ record, onDelete }: RecordMenuProps) {
  const { t } = useTranslation(['records', 'rights', 'audit', 'mail', 'privacy']);
  const { isAdmin } = useMe();
  const [panel, setPanel] = useState<Panel | null>(null);
  const { rights } = record;
  const compared = COMPARED.find((one) => one === record.entity);
  const person = personKind(record);
  const mayExport = useEntity(record.entity)?.rights.export === true;
  const writes = useEntity('activity')?.rights.create === true && record.entity !== 'activity';
  const opens = (name: Panel, action: Pick<MenuAction, 'label' | 'icon'>): MenuAction => ({
    ...action,
    name,
    run: () => setPanel(name),
  });
  return (
    <>
      <ActionMenu
        label={t('records:page.actions')}
        data-shortcut="Period"
        actions={[
          writes && opens('mail', { label: t('mail:compose.action'), icon: IconMail }),
          opens('history', { label: t('audit:history.action'), icon: IconHistory }),
          rights.share && opens('share', { label: t('rights:share.action'), icon: IconShare }),
          isAdmin && opens('why', { label: t('rights:why.action'), icon: IconShieldQuestion }),
          compared &&
            rights.edit &&
            rights.delete &&
            opens('merge', { label: t('records:merge.action'), icon: IconArrowMerge }),
          person &&
            (mayExport || isAdmin) &&
            opens('person', { label: t('privacy:person.action'), icon: IconUserShield }),
          rights.delete && {
            name: 'delete',
            label: t('records:page.delete'),
            icon: IconTrash,
            run: onDelete,
          },
        ]}
      />
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
