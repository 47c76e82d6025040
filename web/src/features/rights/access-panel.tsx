import { Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { recordAction, routes, type AccessGround, type RecordView } from '#contract';
import { useRoute } from '../../client/index.ts';
import { useLocalized } from '../../i18n/use-locale.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { UserPicker } from '../../ui/pickers/user-picker.tsx';
import { Section } from '../../ui/section.tsx';
import { SidePanel } from '../../ui/side-panel.tsx';

interface AccessPanelProps {
  readonly record: RecordView;
  readonly onClose: () => void;
}

/** "Why can she see this?": the grounds of one person on one record, in words, action by action. */
export function AccessPanel({ record, onClose }: AccessPanelProps) {
  const { t } = useTranslation('rights');
  const [userId, setUserId] = useState<string | null>(null);
  return (
    <SidePanel title={t('why.title', { name: record.title })} onClose={onClose}>
      <UserPicker label={t('why.person')} value={userId} onChange={setUserId} />
      {userId === null ? (
        <Text mt="md" c="dimmed">
          {t('why.pick')}
        </Text>
      ) : (
        <Grounds key={userId} record={record} userId={userId} />
      )}
    </SidePanel>
  );
}

function Grounds({ record, userId }: { readonly record: RecordView; readonly userId: string }) {
  const { t } = useTranslation('rights');
  const words = useGroundWords();
  const people = useRoute(routes.admin.people, {}, { staleTime: 300_000 }).data?.items ?? [];
  const name = people.find((person) => person.id === userId)?.name ?? '';
  const answer = useRoute(routes.rights.explainAccess, {
    params: { entity: record.entity, id: record.id },
    query: { userId },
  });
  return (
    <Loaded query={answer} compact>
      {({ grounds }) => {
        // Other actions count only for whoever may read the record.
        if (!grounds.some((ground) => ground.action === 'read'))
          return <Text mt="md">{t('why.none', { name })}</Text>;
        return recordAction.options.map((action) => {
          const own = grounds.filter((ground) => ground.action === action);
          if (own.length === 0) return null;
          return (
            <Section key={action} title={t(`action.${action}`)}>
              <ul style={{ margin: 0, paddingLeft: 18 }}>
                {own.map((ground, index) => (
                  <li key={index}>{words(ground)}</li>
                ))}
              </ul>
            </Section>
          );
        });
      }}
    </Loaded>
  );
}

function useGroundWords(): (ground: AccessGround) => string {
  const { t } = useTranslation('rights');
  const localized = useLocalized();
  const entities = useRoute(routes.records.entities, {}, { staleTime: 300_000 }).data?.items ?? [];
  const entityWord = (entity: string | null): string => {
    const meta = entities.find((one) => one.entity === entity);
    return meta ? localized(meta.label) : (entity ?? '');
  };
  return (ground) => {
    switch (ground.kind) {
      case 'level':
        return ground.level ? t(`why.level.${ground.level}`, { role: ground.role?.name ?? '' }) : '';
      case 'parent':
        return t('why.parent', { entity: entityWord(ground.via) });
      case 'linked':
        return t('why.linked', { entity: entityWord(ground.via) });
      case 'task':
      case 'share':
      case 'participant':
        return t(`why.${ground.kind}`);
    }
  };
}
