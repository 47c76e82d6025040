import { useTranslation } from 'react-i18next';
import { routes, type RecordView } from '#contract';
import { useRoute } from '../../client/index.ts';
import { useEntity } from '../records/use-entity.ts';
import { useLocalized } from '../../i18n/use-locale.ts';
import { RecordLink } from '../../ui/record-link.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { CardSection } from './card-section.tsx';
import classes from './card-list.module.css';

const TICKETS_MAX = 5;

/** What the customer still waits for. Nothing open, nothing shown. */
export function OpenTickets({ accountId }: { readonly accountId: string }) {
  const { t } = useTranslation('tasks');
  const localized = useLocalized();
  const meta = useEntity('ticket');
  const related = useRoute(
    routes.records.related,
    { params: { entity: 'account', id: accountId, relation: 'tickets' }, query: { limit: 20 } },
    { enabled: meta !== null },
  );
  const statusOf = (ticket: RecordView) =>
    meta?.fields
      .find((field) => field.key === (meta.statusField ?? 'status'))
      ?.options?.find((option) => option.value === ticket.fields[meta.statusField ?? 'status']);
  const open = (related.data?.items ?? [])
    .filter((ticket) => statusOf(ticket)?.tone !== 'done')
    .slice(0, TICKETS_MAX);
  if (open.length === 0) return null;
  return (
    <CardSection title={t('card.tickets')}>
      <ul className={classes.list}>
        {open.map((ticket) => {
          const status = statusOf(ticket);
          const title = ticket.number ? `${ticket.number} ${ticket.title}` : ticket.title;
          return (
            <li key={ticket.id} className={classes.item}>
              <RecordLink record={{ entity: 'ticket', id: ticket.id, title }} />
              {status && <StatusBadge tone={status.tone} label={localized(status.label)} />}
            </li>
          );
        })}
      </ul>
    </CardSection>
  );
}
