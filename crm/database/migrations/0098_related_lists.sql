-- Every field that refers to a kind of record makes a related list on its page: those without an index get one. The
-- indexes of added fields are built by the schedule, outside of this transaction. Writers of these tables wait while
-- the indexes are built; old code may keep running.
create index ticket_parent_ticket_id on crm.ticket (parent_ticket_id) where parent_ticket_id is not null;
create index ticket_product_id on crm.ticket (product_id) where product_id is not null;
create index deal_competitor_account_id on crm.deal (competitor_account_id) where competitor_account_id is not null;
create index lead_converted_deal_id on crm.lead (converted_deal_id) where converted_deal_id is not null;
create index quote_price_list_id on crm.quote (price_list_id) where price_list_id is not null;
create index order_price_list_id on crm.order_doc (price_list_id) where price_list_id is not null;

update crm.field_def set is_indexed = true, index_state = 'wanted'
where type = 'reference' and not is_indexed and dropped_at is null;
