import { Button, Fieldset, NumberInput, SegmentedControl, Stack, Text, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { routes, type RecordView } from '#contract';
import { paths } from '../../app/paths.ts';
import { useAction, useRoute } from '../../client/index.ts';
import { RecordPicker } from '../../ui/pickers/record-picker.tsx';
import { SidePanel } from '../../ui/side-panel.tsx';
import { AFTER_CONVERSION } from './after-conversion.ts';

interface ConvertPanelProps {
  readonly record: RecordView;
  readonly onClose: () => void;
}

type Mode = 'new' | 'existing' | 'none';
const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Account, contact and deal from a lead: each new, known already, or not needed; all in one step. */
export function ConvertPanel({ record, onClose }: ConvertPanelProps) {
  const { t } = useTranslation(['sales', 'common']);
  const navigate = useNavigate();
  const { fields } = record;
  const parties = useRoute(routes.leads.leadParties, { params: { id: record.id } });
  const known = { account: text(fields['account']) || null, contact: text(fields['contact']) || null };
  const [account, setAccount] = useState<{ mode: Mode; id: string | null; name: string }>({
    mode: known.account ? 'existing' : 'new',
    id: known.account,
    name: text(fields['companyName']) || `${text(fields['givenName'])} ${text(fields['familyName'])}`.trim(),
  });
  const [contact, setContact] = useState<{ mode: Mode; id: string | null; given: string; family: string }>({
    mode: known.contact ? 'existing' : 'new',
    id: known.contact,
    given: text(fields['givenName']),
    family: text(fields['familyName']),
  });
  const [deal, setDeal] = useState<{ mode: Mode; name: string; amount: number | null }>({
    mode: 'new',
    name: record.title,
    amount: typeof fields['expectedAmount'] === 'number' ? fields['expectedAmount'] : null,
  });
  const convert = useAction(routes.leads.convertLead, {
    invalidate: AFTER_CONVERSION,
    onSuccess: ({ dealId }) => {
      notifications.show({ message: t('sales:lead.done'), color: 'accent' });
      onClose();
      if (dealId) void navigate(paths.record('deal', dealId));
    },
  });
  const ready =
    (account.mode !== 'existing' || account.id !== null) &&
    (contact.mode !== 'existing' || contact.id !== null) &&
    (account.mode !== 'none' || contact.mode !== 'none');
  const submit = (): void =>
    convert.run({
      params: { id: record.id },
      body: {
        account: partOf(account.mode, account.id, { name: account.name.trim() || record.title }),
        contact: partOf(contact.mode, contact.id, {
          givenName: contact.given.trim(),
          familyName: contact.family.trim(),
        }),
        deal: deal.mode === 'none' ? null : { fields: { name: deal.name.trim(), amount: deal.amount } },
      },
    });
  const modes = (withExisting: boolean) =>
    (withExisting ? (['new', 'existing', 'none'] as const) : (['new', 'none'] as const)).map((value) => ({
      value,
      label: t(`sales:lead.${value}`),
    }));
  const maybe = (entity: 'account' | 'contact', use: (id: string) => void) =>
    (parties.data?.items ?? [])
      .filter((party) => party.entity === entity)
      .slice(0, 3)
      .map((party) => (
        <Text key={party.id} size="sm">
          {t('sales:lead.maybe', {
            name: party.title,
            why: party.matches.map((match) => t(`sales:lead.matches.${match}`)).join(', '),
          })}{' '}
          <Button size="compact-xs" onClick={() => use(party.id)}>
            {t('sales:lead.use')}
          </Button>
        </Text>
      ));
  return (
    <SidePanel
      title={t('sales:lead.convertTitle', { name: record.title })}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('common:actions.cancel')}</Button>
          <Button variant="filled" disabled={!ready} loading={convert.pending} onClick={submit}>
            {t('sales:lead.convert')}
          </Button>
        </>
      }
    >
      <Stack gap="md">
        <Fieldset legend={t('sales:lead.account')}>
          <Stack gap="xs">
            <SegmentedControl
              aria-label={t('sales:lead.account')}
              data={modes(true)}
              value={account.mode}
              onChange={(mode) => setAccount({ ...account, mode: mode as Mode })}
            />
            {account.mode !== 'none' &&
              maybe('account', (id) => setAccount({ ...account, mode: 'existing', id }))}
            {account.mode === 'new' && (
              <TextInput
                label={t('sales:lead.accountName')}
                value={account.name}
                onChange={(event) => setAccount({ ...account, name: event.currentTarget.value })}
              />
            )}
            {account.mode === 'existing' && (
              <RecordPicker
                entity="account"
                ariaLabel={t('sales:lead.account')}
                value={account.id}
                valueTitle={titleOf(account.id, record, parties.data?.items)}
                onChange={(id) => setAccount({ ...account, id })}
              />
            )}
          </Stack>
        </Fieldset>
        <Fieldset legend={t('sales:lead.contact')}>
          <Stack gap="xs">
            <SegmentedControl
              aria-label={t('sales:lead.contact')}
              data={modes(true)}
              value={contact.mode}
              onChange={(mode) => setContact({ ...contact, mode: mode as Mode })}
            />
            {contact.mode !== 'none' &&
              maybe('contact', (id) => setContact({ ...contact, mode: 'existing', id }))}
            {contact.mode === 'new' && (
              <>
                <TextInput
                  label={t('sales:lead.givenName')}
                  value={contact.given}
                  onChange={(event) => setContact({ ...contact, given: event.currentTarget.value })}
                />
                <TextInput
                  label={t('sales:lead.familyName')}
                  value={contact.family}
                  onChange={(event) => setContact({ ...contact, family: event.currentTarget.value })}
                />
              </>
            )}
            {contact.mode === 'existing' && (
              <RecordPicker
                entity="contact"
                ariaLabel={t('sales:lead.contact')}
                value={contact.id}
                valueTitle={titleOf(contact.id, record, parties.data?.items)}
                onChange={(id) => setContact({ ...contact, id })}
              />
            )}
          </Stack>
        </Fieldset>
        <Fieldset legend={t('sales:lead.deal')}>
          <Stack gap="xs">
            <SegmentedControl
              aria-label={t('sales:lead.deal')}
              data={modes(false)}
              value={deal.mode}
              onChange={(mode) => setDeal({ ...deal, mode: mode as Mode })}
            />
            {deal.mode === 'new' && (
              <>
                <TextInput
                  label={t('sales:lead.dealName')}
                  value={deal.name}
                  onChange={(event) => setDeal({ ...deal, name: event.currentTarget.value })}
                />
                <NumberInput
                  label={t('sales:lead.amount')}
                  min={0}
                  decimalScale={2}
                  thousandSeparator=" "
                  value={deal.amount ?? ''}
                  onChange={(value) => setDeal({ ...deal, amount: value === '' ? null : Number(value) })}
                />
              </>
            )}
          </Stack>
        </Fieldset>
      </Stack>
    </SidePanel>
  );
}

function partOf(mode: Mode, id: string | null, fields: Record<string, unknown>) {
  if (mode === 'none') return null;
  return mode === 'existing' && id !== null ? { id } : { fields };
}

function titleOf(
  id: string | null,
  record: RecordView,
  parties: readonly { readonly id: string; readonly title: string }[] = [],
): string | undefined {
  const linked = Object.values(record.links).find((link) => link?.id === id);
  return linked?.title ?? parties.find((party) => party.id === id)?.title;
}
