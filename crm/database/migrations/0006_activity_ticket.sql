-- The ticket that an activity is about stands beside its account and contact. Old code may keep running: the column
-- is empty for what it writes, and the link table still tells. Adding a nullable column locks the table for a moment;
-- the backfill takes row locks only.
alter table crm.activity add column ticket_id uuid references crm.ticket (id);
create index activity_ticket_id on crm.activity (ticket_id, planned_start desc) where deleted_at is null;
update crm.activity a set ticket_id = l.record_id
from crm.activity_link l
join crm.ticket t on t.id = l.record_id
where l.activity_id = a.id and l.entity = 'ticket' and not exists (
  select from crm.activity_link o
  where o.activity_id = a.id and o.entity = 'ticket' and o.record_id <> l.record_id);
