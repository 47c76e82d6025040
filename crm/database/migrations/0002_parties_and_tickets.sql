-- Whom we serve: accounts, contacts, their many-to-many link with a role, how to reach them, and their tickets.
-- New tables only: takes no lock that a running node would feel.
create sequence crm.ticket_number start 1001;

create table crm.account (
  id uuid primary key,
  name text not null check (name <> ''),
  legal_name text,
  kind text not null default 'company' check (kind in ('company', 'person')),
  relation_types text[] not null default '{client}',
  lifecycle text not null default 'prospect',
  tax_id text,
  domain text,
  industry text,
  website text,
  country char(2),
  city text,
  address text,
  time_zone text,
  currency char(3),
  credit_limit numeric(18, 2),
  description text,
  parent_account_id uuid references crm.account (id),
  last_contact_at timestamptz,
  next_activity_at timestamptz,
  owner_id uuid references crm."user" (id),
  team_id uuid references crm.team (id),
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
    lower(name || ' ' || coalesce(legal_name, '') || ' ' || coalesce(tax_id, '') || ' ' || coalesce(domain, ''))
  ) stored,
  check (parent_account_id is distinct from id)
);
create index account_search_text on crm.account using gin (search_text gin_trgm_ops) where deleted_at is null;
-- Names sort by the root collation of Unicode: Latin and Cyrillic in one list, whatever the server's locale.
create index account_name on crm.account (name collate "und-x-icu", id) where deleted_at is null;
create index account_created_at on crm.account (created_at, id) where deleted_at is null;
create index account_owner_id on crm.account (owner_id) where deleted_at is null;
create index account_team_id on crm.account (team_id) where deleted_at is null;
create index account_lifecycle on crm.account (lifecycle, last_contact_at) where deleted_at is null;
create index account_domain on crm.account (domain) where deleted_at is null and domain is not null;
create index account_tax_id on crm.account (tax_id) where deleted_at is null and tax_id is not null;
create index account_parent on crm.account (parent_account_id) where parent_account_id is not null;

create table crm.contact (
  id uuid primary key,
  given_name text not null default '',
  middle_name text,
  family_name text not null default '',
  full_name text not null generated always as (trim(given_name || ' ' || family_name)) stored,
  salutation text,
  birthday date,
  language text not null default 'en',
  time_zone text,
  preferred_channel text,
  do_not_call boolean not null default false,
  description text,
  last_contact_at timestamptz,
  next_activity_at timestamptz,
  owner_id uuid references crm."user" (id),
  team_id uuid references crm.team (id),
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
    lower(given_name || ' ' || coalesce(middle_name, '') || ' ' || family_name || ' ' || given_name)
  ) stored,
  check (given_name <> '' or family_name <> '')
);
create index contact_search_text on crm.contact using gin (search_text gin_trgm_ops) where deleted_at is null;
create index contact_full_name on crm.contact (full_name collate "und-x-icu", id) where deleted_at is null;
create index contact_created_at on crm.contact (created_at, id) where deleted_at is null;
create index contact_owner_id on crm.contact (owner_id) where deleted_at is null;
create index contact_team_id on crm.contact (team_id) where deleted_at is null;

-- One row per role that a person has in an organisation; ended links stay as history.
create table crm.account_contact (
  id uuid primary key,
  account_id uuid not null references crm.account (id),
  contact_id uuid not null references crm.contact (id),
  role text not null,
  position_text text,
  -- The contact's main organisation.
  is_primary_account boolean not null default false,
  -- The organisation's main contact.
  is_primary_contact boolean not null default false,
  started_on date,
  ended_on date,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by_kind text not null,
  created_by uuid,
  updated_at timestamptz not null,
  updated_by_kind text not null,
  updated_by uuid,
  check (started_on is null or ended_on is null or started_on <= ended_on),
  check (ended_on is null or not (is_primary_account or is_primary_contact))
);
create unique index account_contact_once on crm.account_contact (account_id, contact_id, role)
  where ended_on is null;
create unique index account_contact_primary_account on crm.account_contact (contact_id)
  where is_primary_account and ended_on is null;
create unique index account_contact_primary_contact on crm.account_contact (account_id)
  where is_primary_contact and ended_on is null;
create index account_contact_account_id on crm.account_contact (account_id);
create index account_contact_contact_id on crm.account_contact (contact_id);

-- Phones, e-mail addresses and the like of all parties in one table: one look-up finds a caller.
create table crm.comm_point (
  id uuid primary key,
  party_type text not null check (party_type in ('account', 'contact')),
  party_id uuid not null,
  kind text not null check (kind in ('phone', 'email', 'messenger', 'url')),
  raw text not null,
  e164 text,
  digits text,
  ext text,
  email_norm text,
  label text,
  is_primary boolean not null default false,
  status text not null default 'ok' check (status in ('ok', 'doubtful', 'invalid', 'bounced')),
  country char(2),
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index comm_point_party on crm.comm_point (party_type, party_id);
create unique index comm_point_primary on crm.comm_point (party_type, party_id, kind) where is_primary;
create index comm_point_e164 on crm.comm_point (e164) where e164 is not null;
-- Ends-with search: the reversed digits are read from the front.
create index comm_point_digits on crm.comm_point (reverse(digits) text_pattern_ops) where digits is not null;
create index comm_point_email on crm.comm_point (email_norm text_pattern_ops) where email_norm is not null;

create table crm.ticket (
  id uuid primary key,
  number text not null unique default 'T-' || nextval('crm.ticket_number'),
  type text not null default 'question',
  subject text not null check (subject <> ''),
  description text,
  status text not null default 'new',
  priority text not null default 'normal',
  channel text not null default 'portal',
  account_id uuid references crm.account (id),
  contact_id uuid references crm.contact (id),
  parent_ticket_id uuid references crm.ticket (id),
  resolution text,
  satisfaction smallint check (satisfaction between 1 and 5),
  closed_at timestamptz,
  owner_id uuid references crm."user" (id),
  team_id uuid references crm.team (id),
  custom jsonb not null default '{}',
  version integer not null default 1,
  created_at timestamptz not null,
  created_by_kind text not null,
  created_by uuid,
  updated_at timestamptz not null,
  updated_by_kind text not null,
  updated_by uuid,
  deleted_at timestamptz,
  search_text text not null generated always as (lower(number || ' ' || subject)) stored
);
create index ticket_search_text on crm.ticket using gin (search_text gin_trgm_ops) where deleted_at is null;
create index ticket_status on crm.ticket (status, priority, created_at) where deleted_at is null;
create index ticket_created_at on crm.ticket (created_at, id) where deleted_at is null;
create index ticket_account_id on crm.ticket (account_id) where deleted_at is null;
create index ticket_contact_id on crm.ticket (contact_id) where deleted_at is null;
create index ticket_owner_id on crm.ticket (owner_id) where deleted_at is null;
create index ticket_team_id on crm.ticket (team_id) where deleted_at is null;

insert into crm.select_option (list, code, label_en, label_ru, tone, base_state, sort_order) values
  ('ticket.status', 'new', 'New', 'Новая', 'info', 'open', 1),
  ('ticket.status', 'in_progress', 'In progress', 'В работе', 'running', 'open', 2),
  ('ticket.status', 'waiting', 'Waiting for customer', 'Ждёт клиента', 'waiting', 'open', 3),
  ('ticket.status', 'solved', 'Solved', 'Решена', 'done', 'open', 4),
  ('ticket.status', 'closed', 'Closed', 'Закрыта', 'done', 'closed', 5),
  ('ticket.status', 'spam', 'Spam', 'Спам', 'neutral', 'closed', 6),
  ('ticket.type', 'error', 'Error', 'Ошибка', 'failed', null, 1),
  ('ticket.type', 'wish', 'Wish', 'Пожелание', 'info', null, 2),
  ('ticket.type', 'question', 'Question', 'Вопрос', 'neutral', null, 3),
  ('ticket.type', 'complaint', 'Complaint', 'Жалоба', 'late', null, 4),
  ('ticket.priority', 'low', 'Low', 'Низкий', 'neutral', null, 1),
  ('ticket.priority', 'normal', 'Normal', 'Обычный', 'info', null, 2),
  ('ticket.priority', 'high', 'High', 'Высокий', 'late', null, 3),
  ('ticket.priority', 'critical', 'Critical', 'Критический', 'failed', null, 4),
  ('ticket.channel', 'portal', 'Portal', 'Портал', 'neutral', null, 1),
  ('ticket.channel', 'phone', 'Phone', 'Телефон', 'neutral', null, 2),
  ('ticket.channel', 'email', 'E-mail', 'Почта', 'neutral', null, 3),
  ('ticket.channel', 'messenger', 'Messenger', 'Мессенджер', 'neutral', null, 4),
  ('ticket.channel', 'process', 'Process', 'Процесс', 'neutral', null, 5),
  ('account.kind', 'company', 'Company', 'Организация', 'neutral', null, 1),
  ('account.kind', 'person', 'Person', 'Частное лицо', 'neutral', null, 2),
  ('account.relationTypes', 'client', 'Client', 'Клиент', 'neutral', null, 1),
  ('account.relationTypes', 'partner', 'Partner', 'Партнёр', 'neutral', null, 2),
  ('account.relationTypes', 'agent', 'Agent', 'Агент', 'neutral', null, 3),
  ('account.relationTypes', 'competitor', 'Competitor', 'Конкурент', 'neutral', null, 4),
  ('account.relationTypes', 'supplier', 'Supplier', 'Поставщик', 'neutral', null, 5),
  ('account.lifecycle', 'prospect', 'Prospect', 'Потенциальный', 'info', 'open', 1),
  ('account.lifecycle', 'active', 'Active', 'Активный', 'running', 'open', 2),
  ('account.lifecycle', 'permanent', 'Permanent', 'Постоянный', 'done', 'open', 3),
  ('account.lifecycle', 'sleeping', 'Sleeping', 'Спящий', 'waiting', 'open', 4),
  ('account.lifecycle', 'lost', 'Lost', 'Потерян', 'failed', 'closed', 5),
  ('account.industry', 'manufacturing', 'Manufacturing', 'Производство', 'neutral', null, 1),
  ('account.industry', 'retail', 'Retail', 'Торговля', 'neutral', null, 2),
  ('account.industry', 'logistics', 'Logistics', 'Логистика', 'neutral', null, 3),
  ('account.industry', 'construction', 'Construction', 'Строительство', 'neutral', null, 4),
  ('account.industry', 'software', 'Software', 'Программное обеспечение', 'neutral', null, 5),
  ('account.industry', 'healthcare', 'Healthcare', 'Здравоохранение', 'neutral', null, 6),
  ('account.industry', 'education', 'Education', 'Образование', 'neutral', null, 7),
  ('account.industry', 'finance', 'Finance', 'Финансы', 'neutral', null, 8),
  ('account.industry', 'other', 'Other', 'Другое', 'neutral', null, 9),
  ('contact.preferredChannel', 'phone', 'Phone', 'Телефон', 'neutral', null, 1),
  ('contact.preferredChannel', 'email', 'E-mail', 'Почта', 'neutral', null, 2),
  ('contact.preferredChannel', 'messenger', 'Messenger', 'Мессенджер', 'neutral', null, 3),
  ('contact.language', 'en', 'English', 'Английский', 'neutral', null, 1),
  ('contact.language', 'ru', 'Russian', 'Русский', 'neutral', null, 2),
  ('account_contact.role', 'decision_maker', 'Decision maker', 'Принимает решение', 'neutral', null, 1),
  ('account_contact.role', 'payer', 'Payer', 'Платит', 'neutral', null, 2),
  ('account_contact.role', 'user', 'User', 'Пользователь', 'neutral', null, 3),
  ('account_contact.role', 'technical', 'Technical contact', 'Технический контакт', 'neutral', null, 4),
  ('account_contact.role', 'accountant', 'Accountant', 'Бухгалтер', 'neutral', null, 5),
  ('account_contact.role', 'consultant', 'Consultant', 'Консультант', 'neutral', null, 6),
  ('account_contact.role', 'blocker', 'Opponent', 'Противник', 'neutral', null, 7),
  ('account_contact.role', 'other', 'Other', 'Другое', 'neutral', null, 8);
