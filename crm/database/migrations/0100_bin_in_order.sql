-- The bin is read page by page in the order in which things were deleted. Small indexes, of deleted rows only; writers
-- of these tables wait while they are built. Old code may keep running.
create index account_bin on crm.account (deleted_at desc, id desc) where deleted_at is not null;
create index contact_bin on crm.contact (deleted_at desc, id desc) where deleted_at is not null;
create index lead_bin on crm.lead (deleted_at desc, id desc) where deleted_at is not null;
create index deal_bin on crm.deal (deleted_at desc, id desc) where deleted_at is not null;
create index quote_bin on crm.quote (deleted_at desc, id desc) where deleted_at is not null;
create index order_bin on crm.order_doc (deleted_at desc, id desc) where deleted_at is not null;
create index ticket_bin on crm.ticket (deleted_at desc, id desc) where deleted_at is not null;
create index activity_bin on crm.activity (deleted_at desc, id desc) where deleted_at is not null;
create index record_bin on crm.record (entity, deleted_at desc, id desc) where deleted_at is not null;
