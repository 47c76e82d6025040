-- Selling: pipelines with their stages, deals, what they are worth in the company's own money, and how long each stage
-- took. New tables; the two new nullable columns of activity and the one of select_option lock those tables for a
-- moment. Old code may keep running.

-- A choice may belong to a choice of another list (a stage to its pipeline).
alter table crm.select_option add column group_code text;
-- Codes of currencies are written in capitals.
alter table crm.select_option drop constraint if exists select_option_code_check;
alter table crm.select_option add constraint select_option_code_check check (code ~ '^[a-zA-Z][a-zA-Z0-9_]*$');

-- What one unit is worth in the base currency from a day on; the base currency itself has no rows.
create table crm.currency_rate (
  currency text not null,
  valid_from date not null,
  rate numeric(18, 8) not null check (rate > 0),
  primary key (currency, valid_from)
);
create table crm.money_setting (
  is_only boolean primary key default true check (is_only),
  base_currency text not null
);
insert into crm.money_setting (base_currency) values ('EUR');

-- The name and the order of pipelines and stages are those of their choices; here is what the product does with them.
create table crm.pipeline (
  list text not null check (list in ('deal.pipeline', 'lead.pipeline')),
  code text not null,
  -- Empty: for everybody.
  team_ids uuid[] not null default '{}',
  is_default boolean not null default false,
  version integer not null default 1,
  updated_at timestamptz not null default clock_timestamp(),
  primary key (list, code),
  foreign key (list, code) references crm.select_option (list, code)
);
create unique index pipeline_one_default on crm.pipeline (list) where is_default;

create table crm.stage (
  list text not null check (list in ('deal.stage', 'lead.status')),
  code text not null,
  pipeline_list text not null,
  pipeline_code text not null,
  base_status text not null check (base_status in ('open', 'won', 'lost', 'paused')),
  default_probability smallint not null check (default_probability between 0 and 100),
  -- Days without anything planned after which a record in this stage rots; null: it never does.
  rot_days integer check (rot_days > 0),
  color text check (color ~ '^#[0-9a-f]{6}$'),
  -- What must be true to enter: {"all": [{"kind": "field", "field": "amount", "operator": "notEmpty"}, …]}.
  entry_rule jsonb not null default '{"all": []}' check (jsonb_typeof(entry_rule -> 'all') = 'array'),
  version integer not null default 1,
  updated_at timestamptz not null default clock_timestamp(),
  primary key (list, code),
  foreign key (list, code) references crm.select_option (list, code),
  foreign key (pipeline_list, pipeline_code) references crm.pipeline (list, code)
);
create index stage_pipeline on crm.stage (pipeline_list, pipeline_code);

create sequence crm.deal_number start 1001;
create table crm.deal (
  id uuid primary key,
  number text not null unique default 'D-' || nextval('crm.deal_number'),
  name text not null check (name <> ''),
  account_id uuid references crm.account (id),
  pipeline text not null,
  stage text not null,
  stage_entered_at timestamptz not null,
  amount numeric(18, 2) check (amount >= 0),
  -- Set by its lines as soon as it has some.
  amount_from_lines boolean not null default false,
  currency text not null,
  amount_base numeric(18, 2),
  probability_auto smallint not null default 0 check (probability_auto between 0 and 100),
  probability_manual smallint check (probability_manual between 0 and 100),
  expected_close date,
  closed_at timestamptz,
  lost_reason text,
  competitor_account_id uuid references crm.account (id),
  source text,
  campaign text,
  lead_id uuid,
  description text,
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
  search_text text not null generated always as (lower(number || ' ' || name)) stored
);
create index deal_search_text on crm.deal using gin (search_text gin_trgm_ops) where deleted_at is null;
create index deal_board on crm.deal (pipeline, stage, stage_entered_at) where deleted_at is null;
create index deal_owner_id on crm.deal (owner_id, expected_close) where deleted_at is null;
create index deal_team_id on crm.deal (team_id) where deleted_at is null;
create index deal_territory_id on crm.deal (territory_id) where deleted_at is null;
create index deal_account_id on crm.deal (account_id) where deleted_at is null;
create index deal_created_at on crm.deal (created_at, id) where deleted_at is null;

create table crm.deal_contact (
  id uuid primary key,
  deal_id uuid not null references crm.deal (id),
  contact_id uuid not null references crm.contact (id),
  role text not null,
  created_at timestamptz not null,
  created_by_kind text not null,
  created_by uuid,
  unique (deal_id, contact_id, role)
);
create index deal_contact_contact_id on crm.deal_contact (contact_id);

-- One row per move: how long the record had been in the stage that it left.
create table crm.stage_history (
  id uuid primary key,
  entity text not null,
  record_id uuid not null,
  pipeline text not null,
  from_stage text,
  to_stage text not null,
  at timestamptz not null,
  actor_kind text not null,
  actor_id uuid,
  duration_ms bigint
);
create index stage_history_record on crm.stage_history (entity, record_id, at);
create index stage_history_stage on crm.stage_history (entity, pipeline, from_stage, at);

alter table crm.activity add column deal_id uuid references crm.deal (id);
create index activity_deal_id on crm.activity (deal_id, planned_start desc) where deleted_at is null;

insert into crm.select_option (list, code, label_en, label_ru, tone, base_state, sort_order, group_code) values
  ('money.currency', 'EUR', 'EUR', 'EUR', 'neutral', null, 1, null),
  ('money.currency', 'USD', 'USD', 'USD', 'neutral', null, 2, null),
  ('money.currency', 'GBP', 'GBP', 'GBP', 'neutral', null, 3, null),
  ('money.currency', 'RUB', 'RUB', 'RUB', 'neutral', null, 4, null),
  ('deal.pipeline', 'sales', 'Sales', 'Продажи', 'neutral', null, 1, null),
  ('deal.pipeline', 'partners', 'Partners', 'Партнёры', 'neutral', null, 2, null),
  ('deal.stage', 'qualified', 'Qualified', 'Квалифицирована', 'info', 'open', 1, 'sales'),
  ('deal.stage', 'discovery', 'Needs', 'Потребности', 'info', 'open', 2, 'sales'),
  ('deal.stage', 'quote', 'Quote', 'Предложение', 'running', 'open', 3, 'sales'),
  ('deal.stage', 'negotiation', 'Negotiation', 'Переговоры', 'running', 'open', 4, 'sales'),
  ('deal.stage', 'on_hold', 'On hold', 'Отложена', 'waiting', 'paused', 5, 'sales'),
  ('deal.stage', 'won', 'Won', 'Выиграна', 'done', 'won', 6, 'sales'),
  ('deal.stage', 'lost', 'Lost', 'Проиграна', 'failed', 'lost', 7, 'sales'),
  ('deal.stage', 'partner_talks', 'Talks', 'Переговоры', 'info', 'open', 11, 'partners'),
  ('deal.stage', 'partner_contract', 'Contract', 'Договор', 'running', 'open', 12, 'partners'),
  ('deal.stage', 'partner_signed', 'Signed', 'Подписан', 'done', 'won', 13, 'partners'),
  ('deal.stage', 'partner_refused', 'Refused', 'Отказ', 'failed', 'lost', 14, 'partners'),
  ('deal.attention', 'planned', 'Next step planned', 'Следующий шаг назначен', 'done', null, 1, null),
  ('deal.attention', 'fresh', 'Nothing planned', 'Ничего не назначено', 'neutral', null, 2, null),
  ('deal.attention', 'overdue', 'Next step is late', 'Следующий шаг просрочен', 'late', null, 3, null),
  ('deal.attention', 'rotting', 'Goes stale', 'Залежалась', 'failed', null, 4, null),
  ('deal.lostReason', 'price', 'Price', 'Цена', 'neutral', null, 1, null),
  ('deal.lostReason', 'competitor', 'Competitor', 'Конкурент', 'neutral', null, 2, null),
  ('deal.lostReason', 'no_budget', 'No budget', 'Нет бюджета', 'neutral', null, 3, null),
  ('deal.lostReason', 'no_answer', 'No answer', 'Нет ответа', 'neutral', null, 4, null),
  ('deal.lostReason', 'not_needed', 'Not needed', 'Не нужно', 'neutral', null, 5, null),
  ('deal.lostReason', 'other', 'Other', 'Другое', 'neutral', null, 6, null),
  ('deal.contactRole', 'decider', 'Decides', 'Принимает решение', 'neutral', null, 1, null),
  ('deal.contactRole', 'payer', 'Pays', 'Платит', 'neutral', null, 2, null),
  ('deal.contactRole', 'user', 'Uses', 'Пользуется', 'neutral', null, 3, null),
  ('deal.contactRole', 'influencer', 'Influences', 'Влияет', 'neutral', null, 4, null),
  ('deal.contactRole', 'blocker', 'Opposes', 'Против', 'neutral', null, 5, null),
  ('sales.source', 'web_form', 'Web form', 'Форма на сайте', 'neutral', null, 1, null),
  ('sales.source', 'phone', 'Phone call', 'Звонок', 'neutral', null, 2, null),
  ('sales.source', 'email', 'E-mail', 'Письмо', 'neutral', null, 3, null),
  ('sales.source', 'referral', 'Recommendation', 'Рекомендация', 'neutral', null, 4, null),
  ('sales.source', 'exhibition', 'Exhibition', 'Выставка', 'neutral', null, 5, null),
  ('sales.source', 'campaign', 'Campaign', 'Кампания', 'neutral', null, 6, null),
  ('sales.source', 'import', 'Import', 'Импорт', 'neutral', null, 7, null),
  ('sales.source', 'existing', 'Existing customer', 'Действующий клиент', 'neutral', null, 8, null),
  ('sales.source', 'other', 'Other', 'Другое', 'neutral', null, 9, null);

insert into crm.pipeline (list, code, is_default) values
  ('deal.pipeline', 'sales', true),
  ('deal.pipeline', 'partners', false);

insert into crm.stage (list, code, pipeline_list, pipeline_code, base_status, default_probability, rot_days, entry_rule) values
  ('deal.stage', 'qualified', 'deal.pipeline', 'sales', 'open', 20, 7, '{"all": []}'),
  ('deal.stage', 'discovery', 'deal.pipeline', 'sales', 'open', 35, 10, '{"all": [{"kind": "field", "field": "account", "operator": "notEmpty"}]}'),
  ('deal.stage', 'quote', 'deal.pipeline', 'sales', 'open', 55, 10, '{"all": [{"kind": "field", "field": "account", "operator": "notEmpty"}, {"kind": "field", "field": "amount", "operator": "gt", "value": 0}]}'),
  ('deal.stage', 'negotiation', 'deal.pipeline', 'sales', 'open', 75, 14, '{"all": [{"kind": "field", "field": "amount", "operator": "gt", "value": 0}, {"kind": "field", "field": "expectedClose", "operator": "notEmpty"}]}'),
  ('deal.stage', 'on_hold', 'deal.pipeline', 'sales', 'paused', 10, null, '{"all": []}'),
  ('deal.stage', 'won', 'deal.pipeline', 'sales', 'won', 100, null, '{"all": [{"kind": "field", "field": "account", "operator": "notEmpty"}, {"kind": "field", "field": "amount", "operator": "gt", "value": 0}]}'),
  ('deal.stage', 'lost', 'deal.pipeline', 'sales', 'lost', 0, null, '{"all": [{"kind": "field", "field": "lostReason", "operator": "notEmpty"}]}'),
  ('deal.stage', 'partner_talks', 'deal.pipeline', 'partners', 'open', 30, 21, '{"all": []}'),
  ('deal.stage', 'partner_contract', 'deal.pipeline', 'partners', 'open', 70, 21, '{"all": [{"kind": "field", "field": "account", "operator": "notEmpty"}]}'),
  ('deal.stage', 'partner_signed', 'deal.pipeline', 'partners', 'won', 100, null, '{"all": [{"kind": "field", "field": "account", "operator": "notEmpty"}]}'),
  ('deal.stage', 'partner_refused', 'deal.pipeline', 'partners', 'lost', 0, null, '{"all": [{"kind": "field", "field": "lostReason", "operator": "notEmpty"}]}');

insert into crm.role_permission (role_id, entity, action, level)
select r.id, p.entity, p.action, p.level
from (values
  ('employee', 'deal', 'create', 'own'),
  ('employee', 'deal', 'read', 'department'),
  ('employee', 'deal', 'edit', 'department')
) as p (role, entity, action, level)
join crm.role r on r.code = p.role
on conflict do nothing;
