import { Button } from '@mantine/core';
import { IconLifebuoy } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RecordView, TaskDetail } from '#contract';
import { RecordLink } from '../../ui/record-link.tsx';
import { CreateRecordPanel } from '../records/create-record-panel.tsx';
import { useEntity } from '../records/use-entity.ts';
import classes from './call-head.module.css';

interface CallTicketsProps {
  readonly call: NonNullable<TaskDetail['call']>;
}

/** What the customer asks for on the phone becomes a ticket of his, without leaving the call. */
export function CallTickets({ call: { contact, account } }: CallTicketsProps) {
  const { t } = useTranslation('tasks');
  const [open, setOpen] = useState(false);
  const [made, setMade] = useState<readonly RecordView[]>([]);
  if (!useEntity('ticket')?.rights.create) return null;
  return (
    <div className={classes.tickets}>
      <Button leftSection={<IconLifebuoy size={16} stroke={1.7} aria-hidden />} onClick={() => setOpen(true)}>
        {t('call.newTicket')}
      </Button>
      {made.map((ticket) => (
        <RecordLink key={ticket.id} record={ticket} icon />
      ))}
      {open && (
        <CreateRecordPanel
          entity="ticket"
          initial={{
            channel: 'phone',
            ...(contact && { contact: contact.id }),
            ...(account && { account: account.id }),
          }}
          titles={{ ...(contact && { contact: contact.title }), ...(account && { account: account.title }) }}
          onMade={(ticket) => setMade([...made, ticket])}
          onClose={() => setOpen(false)}
        />
      )}
    </div>
  );
}
