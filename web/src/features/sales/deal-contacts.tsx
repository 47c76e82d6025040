import { ActionIcon, Button, Select, Stack, Text } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes, type DealContact, type RecordView } from '#contract';
import { useAction, useRoute } from '../../client/index.ts';
import { useLocalized } from '../../i18n/use-locale.ts';
import { offerUndo } from '../lists/offer-undo.tsx';
import { useChoices } from '../records/use-choices.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { RecordPicker } from '../../ui/pickers/record-picker.tsx';
import { RecordLink } from '../../ui/record-link.tsx';
import { Section } from '../../ui/section.tsx';
import { SidePanel } from '../../ui/side-panel.tsx';
import { ActionSign } from '../../ui/actions/action-button.tsx';
import classes from './sales.module.css';

/** Who of the customer has a say in a deal, and which. */
export function DealContacts({ record }: { readonly record: RecordView }) {
  const { t } = useTranslation(['sales', 'common']);
  const localized = useLocalized();
  const [adding, setAdding] = useState(false);
  const params = { dealId: record.id };
  const contacts = useRoute(routes.sales.dealContacts, { params });
  const stale = { invalidate: [routes.sales.dealContacts, routes.sales.recordPath, routes.records.timeline] };
  const restore = useAction(routes.sales.addDealContact, stale);
  const remove = useAction(routes.sales.removeDealContact, stale);
  const takeOff = async ({ id, contact, role }: DealContact): Promise<void> => {
    await remove.runAsync({ params: { ...params, id } });
    offerUndo({
      id: `deal-contact-${id}`,
      message: t('sales:contacts.removed', { name: contact.title }),
      undo: t('common:actions.undo'),
      onUndo: () => restore.run({ params, body: { contactId: contact.id, role } }),
    });
  };
  const count = contacts.data?.items.length;
  return (
    <Section
      title={t('sales:contacts.title')}
      count={count}
      actions={
        record.rights.edit && (
          <ActionSign
            iconSize={16}
            action={{
              name: 'add-contact',
              label: t('sales:contacts.add'),
              icon: IconPlus,
              run: () => setAdding(true),
            }}
          />
        )
      }
    >
      <Loaded query={contacts} compact>
        {({ items }) => (
          <>
            {items.length === 0 && (
              <Text size="sm" c="dimmed">
                {t('sales:contacts.none')}
              </Text>
            )}
            <ul className={classes.list}>
              {items.map((one) => (
                <li key={one.id}>
                  <span className={classes.grow}>
                    <RecordLink record={one.contact} icon />
                    <div className={classes.dim}>{localized(one.roleLabel)}</div>
                  </span>
                  {record.rights.edit && (
                    <ActionIcon
                      aria-label={t('sales:contacts.remove', { name: one.contact.title })}
                      // What failed is told already.
                      onClick={() => void takeOff(one).catch(() => undefined)}
                    >
                      <IconX size={14} />
                    </ActionIcon>
                  )}
                </li>
              ))}
            </ul>
          </>
        )}
      </Loaded>
      {adding && <AddContact dealId={record.id} onClose={() => setAdding(false)} />}
    </Section>
  );
}

function AddContact({ dealId, onClose }: { readonly dealId: string; readonly onClose: () => void }) {
  const { t } = useTranslation(['sales', 'common']);
  const roles = useChoices('deal.contactRole').data;
  const [contactId, setContact] = useState<string | null>(null);
  const [chosen, setRole] = useState<string | null>(null);
  const role = chosen ?? roles[0]?.value ?? '';
  const add = useAction(routes.sales.addDealContact, {
    invalidate: [routes.sales.dealContacts, routes.sales.recordPath, routes.records.timeline],
    onSuccess: onClose,
  });
  return (
    <SidePanel
      title={t('sales:contacts.add')}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('common:actions.cancel')}</Button>
          <Button
            variant="filled"
            disabled={contactId === null || role === ''}
            loading={add.pending}
            onClick={() => contactId && add.run({ params: { dealId }, body: { contactId, role } })}
          >
            {t('common:actions.add')}
          </Button>
        </>
      }
    >
      <Stack gap="sm">
        <RecordPicker
          entity="contact"
          label={t('sales:contacts.contact')}
          required
          autoFocus
          value={contactId}
          onChange={setContact}
        />
        <Select
          label={t('sales:contacts.role')}
          allowDeselect={false}
          data={roles}
          value={role}
          onChange={(value) => value && setRole(value)}
        />
      </Stack>
    </SidePanel>
  );
}
