-- What is about a person is found by its parts, also in the bin, which holds little of a large table.
create index quote_contact_id on crm.quote (contact_id) where deleted_at is null and contact_id is not null;
create index order_contact_id on crm.order_doc (contact_id) where deleted_at is null and contact_id is not null;
create index activity_participant_of_contact on crm.activity_participant (contact_id) where contact_id is not null;
create index ticket_in_bin on crm.ticket (id) where deleted_at is not null;
create index activity_in_bin on crm.activity (id) where deleted_at is not null;
create index deal_in_bin on crm.deal (id) where deleted_at is not null;
create index quote_in_bin on crm.quote (id) where deleted_at is not null;
create index order_in_bin on crm.order_doc (id) where deleted_at is not null;
