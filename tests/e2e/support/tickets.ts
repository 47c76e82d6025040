/** Tickets of customers whose account manager is known, as the support team makes them every day. */
import { vi } from 'vitest';
import { WAIT_MS_MAX, type Visitor } from './stage.ts';

export interface Ticket {
  readonly id: string;
  readonly number: string;
  readonly subject: string;
  readonly version: number;
  readonly customer: string;
  readonly contact: string;
}

interface Row {
  readonly id: string;
  readonly title: string;
  readonly number: string | null;
  readonly version: number;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** A ticket in work, of a customer of `owner` with a contact that can be called. */
export async function newTicket(agent: Visitor, owner: Visitor, subject: string): Promise<Ticket> {
  const { account, contact } = await customerOf(owner);
  const created = await agent.send<Row>('POST', '/api/records/ticket', {
    fields: { subject, contact: contact.id, account: account.id, status: 'in_progress' },
  });
  if (created.status !== 200) throw new Error(`Expected a ticket, but got ${JSON.stringify(created.body)}.`);
  const { id, number, version } = created.body;
  return { id, number: number ?? '', version, subject, customer: account.title, contact: contact.title };
}

export async function closeTicket(agent: Visitor, ticket: Ticket): Promise<void> {
  const closed = await agent.send('PATCH', `/api/records/ticket/${ticket.id}`, {
    version: ticket.version,
    fields: { status: 'closed' },
  });
  if (closed.status !== 200) throw new Error(`Expected to close it, but got ${JSON.stringify(closed.body)}.`);
}

/** The running instance on a ticket, as soon as there is one. */
export async function instanceOn(visitor: Visitor, ticket: Ticket): Promise<string> {
  return vi.waitFor(
    async () => {
      const { body } = await visitor.get<{ items: readonly { instanceId: string; status: string }[] }>(
        `/api/records/ticket/${ticket.id}/processes`,
      );
      const running = body.items.find((item) => item.status === 'active');
      if (!running) throw new Error(`Expected a running process on ${ticket.number}.`);
      return running.instanceId;
    },
    { timeout: WAIT_MS_MAX, interval: 200 },
  );
}

async function customerOf(owner: Visitor): Promise<{ account: Row; contact: Row }> {
  const filter = JSON.stringify({ op: 'and', items: [{ field: 'owner', operator: 'eq', value: owner.id }] });
  const [accounts, contacts] = await Promise.all([
    owner.get<{ items: readonly Row[] }>(
      `/api/records/account?limit=200&filter=${encodeURIComponent(filter)}`,
    ),
    owner.get<{ items: readonly Row[] }>('/api/records/contact?limit=200'),
  ]);
  const owned = new Map(accounts.body.items.map((account) => [account.id, account]));
  for (const contact of contacts.body.items) {
    const account = owned.get(String(contact.fields.account));
    // In the company's own time zone: what is working time is then the same for both.
    if (contact.fields.timeZone !== 'Europe/Moscow') continue;
    if (account && contact.fields.phone !== null && contact.fields.doNotCall === false)
      return { account, contact };
  }
  throw new Error('Expected a customer with a contact that has a phone.');
}
