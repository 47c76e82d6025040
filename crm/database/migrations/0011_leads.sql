-- Leads: who may become a customer, what he wrote for ever, and how a lead turned into account, contact and deal.
-- New tables, and new nullable columns of activity and account, which lock those tables for a moment. Old code may keep
-- running.
create sequence crm.lead_number start 1001;

create table crm.lead (
  id uuid primary key,
  number text not null unique default 'L-' || nextval('crm.lead_number'),
  title text not null check (title <> ''),
  status text not null,
  pipeline text not null,
  stage_entered_at timestamptz not null,
  given_name text,
  family_name text,
  company_name text,
  position_text text,
  phone text,
  phone_e164 text,
  email text,
  website text,
  country char(2),
  city text,
  message text,
  source text,
  campaign text,
  utm jsonb not null default '{}' check (jsonb_typeof(utm) = 'object'),
  -- What the form sent or the call brought, as it came.
  payload jsonb not null default '{}',
  account_id uuid references crm.account (id),
  contact_id uuid references crm.contact (id),
  expected_amount numeric(18, 2) check (expected_amount >= 0),
  currency text not null,
  score integer not null default 0,
  score_reasons jsonb not null default '[]',
  disqualify_reason text,
  converted_at timestamptz,
  converted_deal_id uuid references crm.deal (id),
  last_contact_at timestamptz,
  next_activity_at timestamptz,
  owner_id uuid references crm."user" (id),
  team_id uuid references crm.team (id),
  territory_id uuid,
  custom jsonb not null default '{}',
  version integer not null default 1,
  created_at timestamptz not null,
  created_by_kind text not null,
  created_by uuid,
  updated_at timestamptz not null,
  updated_by_kind text not null,
  updated_by uuid,
  deleted_at timestamptz,
  search_text text not null generated always as (
    lower(number || ' ' || title || ' ' || coalesce(given_name, '') || ' ' || coalesce(family_name, '') || ' ' ||
          coalesce(company_name, '') || ' ' || coalesce(email, '') || ' ' || coalesce(phone_e164, ''))
  ) stored
);
create index lead_search_text on crm.lead using gin (search_text gin_trgm_ops) where deleted_at is null;
create index lead_board on crm.lead (pipeline, status, stage_entered_at) where deleted_at is null;
create index lead_created_at on crm.lead (created_at, id) where deleted_at is null;
create index lead_owner_id on crm.lead (owner_id) where deleted_at is null;
create index lead_team_id on crm.lead (team_id) where deleted_at is null;
create index lead_territory_id on crm.lead (territory_id) where deleted_at is null;
create index lead_account_id on crm.lead (account_id) where account_id is not null;
create index lead_contact_id on crm.lead (contact_id) where contact_id is not null;
create index lead_phone on crm.lead (phone_e164) where phone_e164 is not null;
create index lead_email on crm.lead (email) where email is not null;

-- What a customer first wrote is evidence: nothing changes it.
create function crm.refuse_payload_change() returns trigger language plpgsql as $$
begin
  raise exception 'The payload of lead % is kept as it came.', old.id using errcode = '23514';
end $$;
create trigger lead_payload_kept before update of payload on crm.lead
  for each row when (old.payload is distinct from new.payload) execute function crm.refuse_payload_change();

alter table crm.deal add constraint deal_lead_id foreign key (lead_id) references crm.lead (id);
create index deal_lead_id on crm.deal (lead_id) where lead_id is not null;
alter table crm.activity add column lead_id uuid references crm.lead (id);
create index activity_lead_id on crm.activity (lead_id, planned_start desc) where deleted_at is null;
-- Where a customer came from, for life.
alter table crm.account add column first_source text;
alter table crm.account add column first_campaign text;

-- What makes a lead worth more: the sum of the points of the rules that hold, each with its words.
create table crm.lead_score_rule (
  code text primary key check (code ~ '^[a-z][a-z0-9_]*$'),
  label_en text not null,
  label_ru text not null,
  condition jsonb not null check (jsonb_typeof(condition) = 'object'),
  points integer not null check (points between -100 and 100),
  sort_order integer not null,
  active boolean not null default true,
  version integer not null default 1,
  updated_at timestamptz not null default clock_timestamp()
);

-- One row per conversion: what it made, so that it can be taken back as long as nobody built on it.
create table crm.lead_conversion (
  id uuid primary key,
  lead_id uuid not null references crm.lead (id),
  at timestamptz not null,
  actor_kind text not null,
  actor_id uuid,
  status_before text not null,
  account_id uuid references crm.account (id),
  contact_id uuid references crm.contact (id),
  deal_id uuid references crm.deal (id),
  link_id uuid,
  -- What was made and not only attached, with its version then: {"account": 1, …}.
  made jsonb not null default '{}',
  account_before uuid,
  contact_before uuid,
  undone_at timestamptz,
  undone_by_kind text,
  undone_by uuid
);
create unique index lead_conversion_lasting on crm.lead_conversion (lead_id) where undone_at is null;

insert into crm.select_option (list, code, label_en, label_ru, tone, base_state, sort_order, group_code) values
  ('lead.pipeline', 'leads', 'Leads', 'Лиды', 'neutral', null, 1, null),
  ('lead.status', 'new', 'New', 'Новый', 'info', 'open', 1, 'leads'),
  ('lead.status', 'contacted', 'Contacted', 'Связались', 'running', 'open', 2, 'leads'),
  ('lead.status', 'qualified', 'Qualified', 'Квалифицирован', 'running', 'open', 3, 'leads'),
  ('lead.status', 'later', 'Later', 'Позже', 'waiting', 'paused', 4, 'leads'),
  ('lead.status', 'converted', 'Converted', 'Конвертирован', 'done', 'won', 5, 'leads'),
  ('lead.status', 'disqualified', 'Not a fit', 'Не подходит', 'failed', 'lost', 6, 'leads'),
  ('lead.disqualifyReason', 'no_budget', 'No budget', 'Нет бюджета', 'neutral', null, 1, null),
  ('lead.disqualifyReason', 'no_need', 'No need', 'Нет потребности', 'neutral', null, 2, null),
  ('lead.disqualifyReason', 'unreachable', 'Cannot be reached', 'Не дозвониться', 'neutral', null, 3, null),
  ('lead.disqualifyReason', 'competitor', 'Works with a competitor', 'Работает с конкурентом', 'neutral', null, 4, null),
  ('lead.disqualifyReason', 'spam', 'Spam', 'Спам', 'neutral', null, 5, null),
  ('lead.disqualifyReason', 'other', 'Other', 'Другое', 'neutral', null, 6, null);

insert into crm.pipeline (list, code, is_default) values ('lead.pipeline', 'leads', true);
insert into crm.stage (list, code, pipeline_list, pipeline_code, base_status, default_probability, rot_days, entry_rule) values
  ('lead.status', 'new', 'lead.pipeline', 'leads', 'open', 5, 1, '{"all": []}'),
  ('lead.status', 'contacted', 'lead.pipeline', 'leads', 'open', 10, 5, '{"all": []}'),
  ('lead.status', 'qualified', 'lead.pipeline', 'leads', 'open', 20, 5, '{"all": []}'),
  ('lead.status', 'later', 'lead.pipeline', 'leads', 'paused', 5, null, '{"all": []}'),
  ('lead.status', 'converted', 'lead.pipeline', 'leads', 'won', 100, null, '{"all": []}'),
  ('lead.status', 'disqualified', 'lead.pipeline', 'leads', 'lost', 0, null, '{"all": [{"kind": "field", "field": "disqualifyReason", "operator": "notEmpty"}]}');

insert into crm.lead_score_rule (code, label_en, label_ru, condition, points, sort_order) values
  ('phone', 'Has a phone that can be called', 'Есть телефон, по которому можно позвонить', '{"kind": "field", "field": "phoneIsValid", "operator": "eq", "value": true}', 20, 1),
  ('business_email', 'Writes from a company''s address', 'Пишет с адреса компании', '{"kind": "field", "field": "emailIsBusiness", "operator": "eq", "value": true}', 20, 2),
  ('company', 'Names a company', 'Назвал компанию', '{"kind": "field", "field": "companyName", "operator": "notEmpty"}', 15, 3),
  ('person', 'Names himself', 'Назвал себя', '{"kind": "field", "field": "familyName", "operator": "notEmpty"}', 5, 4),
  ('known', 'Already a customer', 'Уже клиент', '{"kind": "field", "field": "account", "operator": "notEmpty"}', 20, 5),
  ('recommended', 'Comes by recommendation', 'Пришёл по рекомендации', '{"kind": "field", "field": "source", "operator": "in", "value": ["referral", "existing"]}', 15, 6),
  ('amount', 'Says how much', 'Назвал сумму', '{"kind": "field", "field": "expectedAmount", "operator": "gt", "value": 0}', 10, 7),
  ('nameless', 'Nobody to talk to', 'Не с кем говорить', '{"kind": "field", "field": "isAnonymous", "operator": "eq", "value": true}', -30, 8);

insert into crm.role_permission (role_id, entity, action, level)
select r.id, p.entity, p.action, p.level
from (values
  ('employee', 'lead', 'create', 'own'),
  ('employee', 'lead', 'read', 'department'),
  ('employee', 'lead', 'edit', 'department')
) as p (role, entity, action, level)
join crm.role r on r.code = p.role
on conflict do nothing;
