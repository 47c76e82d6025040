-- Tickets with a broken promise, for lists that ask for them.
create index sla_clock_broken on crm.sla_clock (ticket_id) where breached_at is not null;
