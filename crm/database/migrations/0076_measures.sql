-- Where a customer came from last stands beside where he came from first, for life; and what an hour of work costs.
-- The new nullable columns lock account for a moment, the index of stage_history its writers while it is built. Old code
-- may keep running: what it converts has a first touch only, until the next lead.
alter table crm.account add column first_touch_at timestamptz;
alter table crm.account add column last_source text;
alter table crm.account add column last_campaign text;
alter table crm.account add column last_touch_at timestamptz;

-- What is known already: the newest lead of each customer, and the eldest of those whom a lead brought.
update crm.account a set last_source = t.source, last_campaign = t.campaign, last_touch_at = t.created_at
from (select distinct on (account_id) account_id, source, campaign, created_at from crm.lead
      where account_id is not null and source is not null and deleted_at is null
      order by account_id, created_at desc, id desc) t
where t.account_id = a.id;
update crm.account a set first_touch_at = t.at
from (select account_id, min(created_at) as at from crm.lead
      where account_id is not null and deleted_at is null group by account_id) t
where t.account_id = a.id and a.first_source is not null;

create index stage_history_at on crm.stage_history (entity, pipeline, at);

create table crm.measure_setting (
  is_only boolean primary key default true check (is_only),
  -- In the base currency; null: costs are not shown.
  hourly_rate numeric(12, 2) check (hourly_rate >= 0),
  version integer not null default 1,
  updated_at timestamptz not null default clock_timestamp()
);
insert into crm.measure_setting (hourly_rate) values (null);
