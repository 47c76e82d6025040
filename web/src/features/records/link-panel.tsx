import { Button, Checkbox, Select, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes, type RecordView, type LocalizedText } from '#contract';
import { useAction } from '../../client/index.ts';
import { useLocalized } from '../../i18n/use-locale.ts';
import { RecordPicker } from '../../ui/pickers/record-picker.tsx';
import { SidePanel } from '../../ui/side-panel.tsx';

/** What most people are to an organisation; offered first where the company has this role. */
const USUAL_ROLE = 'user';

interface LinkPanelProps {
  readonly record: RecordView;
  /** What is to be linked. */
  readonly side: 'contact' | 'account';
  readonly roles: readonly { readonly value: string; readonly label: LocalizedText }[];
  readonly onClose: () => void;
}

/** Links a person with an organisation in a role. */
export function LinkPanel({ record, side, roles, onClose }: LinkPanelProps) {
  const { t } = useTranslation(['records', 'common', 'form']);
  const localized = useLocalized();
  const [other, setOther] = useState<string | null>(null);
  const [role, setRole] = useState<string | null>(null);
  const usual = roles.find(({ value }) => value === USUAL_ROLE) ?? roles[0];
  const chosen = role ?? usual?.value;
  const [position, setPosition] = useState('');
  const [isPrimary, setPrimary] = useState(false);
  const [asked, setAsked] = useState(false);
  const link = useAction(routes.records.linkContact, {
    invalidate: [routes.records.accountContacts, routes.records.timeline],
    onSuccess: onClose,
  });
  const submit = (): void => {
    setAsked(true);
    if (!other || chosen === undefined) return;
    const ends =
      side === 'contact'
        ? { accountId: record.id, contactId: other }
        : { accountId: other, contactId: record.id };
    link.run({ body: { ...ends, role: chosen, positionText: position.trim() || null, isPrimary } });
  };
  return (
    <SidePanel
      title={t(side === 'contact' ? 'records:link.contactTitle' : 'records:link.accountTitle')}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('common:actions.cancel')}</Button>
          <Button variant="filled" loading={link.pending} onClick={submit}>
            {t('records:link.submit')}
          </Button>
        </>
      }
    >
      <Stack gap="sm">
        <RecordPicker
          entity={side}
          label={t(`records:link.${side}`)}
          required
          value={other}
          onChange={setOther}
          error={asked && !other ? t('form:required') : undefined}
        />
        <Select
          label={t('records:link.role')}
          allowDeselect={false}
          data={roles.map(({ value, label }) => ({ value, label: localized(label) }))}
          value={chosen}
          onChange={setRole}
        />
        <TextInput
          label={t('records:link.position')}
          maxLength={200}
          value={position}
          onChange={(event) => setPosition(event.currentTarget.value)}
        />
        <Checkbox
          label={t('records:link.primary')}
          checked={isPrimary}
          onChange={(event) => setPrimary(event.currentTarget.checked)}
        />
      </Stack>
    </SidePanel>
  );
}
