import { Button, Checkbox, Stack } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes, type RecordView } from '#contract';
import { useAction } from '../../client/index.ts';
import { RecordPicker } from '../../ui/pickers/record-picker.tsx';
import { SidePanel } from '../../ui/side-panel.tsx';
import { LinkFields, type LinkContent, type LinkRoles } from './link-fields.tsx';

/** What most people are to an organisation; offered first where the company has this role. */
const USUAL_ROLE = 'user';

interface LinkPanelProps {
  readonly record: RecordView;
  /** What is to be linked. */
  readonly side: 'contact' | 'account';
  readonly roles: LinkRoles;
  readonly onClose: () => void;
}

/** Links a person with an organisation in a role. */
export function LinkPanel({ record, side, roles, onClose }: LinkPanelProps) {
  const { t } = useTranslation(['records', 'common', 'form']);
  const [other, setOther] = useState<string | null>(null);
  const [content, setContent] = useState<LinkContent>({ role: null, position: '', startedOn: null });
  const usual = roles.find(({ value }) => value === USUAL_ROLE) ?? roles[0];
  const chosen = content.role ?? usual?.value;
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
    const { position, startedOn } = content;
    link.run({
      body: { ...ends, role: chosen, positionText: position.trim() || null, isPrimary, startedOn },
    });
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
        <LinkFields content={{ ...content, role: chosen ?? null }} roles={roles} onChange={setContent} />
        <Checkbox
          label={t('records:link.primary')}
          checked={isPrimary}
          onChange={(event) => setPrimary(event.currentTarget.checked)}
        />
      </Stack>
    </SidePanel>
  );
}
