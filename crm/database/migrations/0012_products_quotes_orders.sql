-- What is sold: products with price lists, lines of deals, quotes and orders with their totals, and what was paid.
-- New tables only: takes no lock that a running node would feel.
create sequence crm.quote_number start 1001;
create sequence crm.order_number start 1001;

create table crm.product (
  id uuid primary key,
  sku text not null check (sku <> ''),
  name text not null check (name <> ''),
  category text,
  unit text not null default 'pcs',
  price numeric(18, 2) not null default 0 check (price >= 0),
  currency text not null,
  tax_rate numeric(5, 2) not null default 0 check (tax_rate between 0 and 100),
  active boolean not null default true,
  -- Null: not counted (services).
  stock_qty numeric(14, 3),
  description text,
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
  search_text text not null generated always as (lower(sku || ' ' || name)) stored
);
create unique index product_sku on crm.product (lower(sku)) where deleted_at is null;
create index product_search_text on crm.product using gin (search_text gin_trgm_ops) where deleted_at is null;
create index product_name on crm.product (name collate "und-x-icu", id) where deleted_at is null;

create table crm.price_list (
  id uuid primary key,
  name text not null check (name <> ''),
  currency text not null,
  valid_from date,
  valid_to date,
  active boolean not null default true,
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
  search_text text not null generated always as (lower(name)) stored,
  check (valid_from is null or valid_to is null or valid_from <= valid_to)
);

-- From a quantity on, a price in the list's currency or a discount on the product's own.
create table crm.price_rule (
  id uuid primary key,
  price_list_id uuid not null references crm.price_list (id) on delete cascade,
  product_id uuid not null references crm.product (id),
  qty_min numeric(14, 3) not null default 0 check (qty_min >= 0),
  price numeric(18, 2) check (price >= 0),
  discount_pct numeric(5, 2) check (discount_pct between 0 and 100),
  unique (price_list_id, product_id, qty_min),
  check (num_nonnulls(price, discount_pct) = 1)
);

create table crm.quote (
  id uuid primary key,
  number text not null unique default 'Q-' || nextval('crm.quote_number'),
  name text not null check (name <> ''),
  deal_id uuid references crm.deal (id),
  account_id uuid references crm.account (id),
  contact_id uuid references crm.contact (id),
  status text not null default 'draft',
  valid_until date,
  currency text not null,
  price_list_id uuid references crm.price_list (id),
  net_total numeric(18, 2) not null default 0,
  tax_total numeric(18, 2) not null default 0,
  total numeric(18, 2) not null default 0,
  sent_at timestamptz,
  decided_at timestamptz,
  note text,
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
  search_text text not null generated always as (lower(number || ' ' || name)) stored
);
create index quote_search_text on crm.quote using gin (search_text gin_trgm_ops) where deleted_at is null;
create index quote_created_at on crm.quote (created_at, id) where deleted_at is null;
create index quote_deal_id on crm.quote (deal_id) where deleted_at is null;
create index quote_account_id on crm.quote (account_id) where deleted_at is null;
create index quote_owner_id on crm.quote (owner_id) where deleted_at is null;

create table crm.order_doc (
  id uuid primary key,
  number text not null unique default 'O-' || nextval('crm.order_number'),
  name text not null check (name <> ''),
  quote_id uuid references crm.quote (id),
  deal_id uuid references crm.deal (id),
  account_id uuid references crm.account (id),
  contact_id uuid references crm.contact (id),
  status text not null default 'draft',
  ship_to text,
  due_on date,
  currency text not null,
  price_list_id uuid references crm.price_list (id),
  net_total numeric(18, 2) not null default 0,
  tax_total numeric(18, 2) not null default 0,
  total numeric(18, 2) not null default 0,
  paid_total numeric(18, 2) not null default 0,
  shipped_at timestamptz,
  closed_at timestamptz,
  note text,
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
  search_text text not null generated always as (lower(number || ' ' || name)) stored
);
create index order_search_text on crm.order_doc using gin (search_text gin_trgm_ops) where deleted_at is null;
create index order_created_at on crm.order_doc (created_at, id) where deleted_at is null;
create index order_deal_id on crm.order_doc (deal_id) where deleted_at is null;
create index order_account_id on crm.order_doc (account_id) where deleted_at is null;
create index order_owner_id on crm.order_doc (owner_id) where deleted_at is null;
-- A quote becomes one order.
create unique index order_of_quote on crm.order_doc (quote_id) where quote_id is not null and deleted_at is null;

-- The one place where a line is calculated: the database rounds each line to the cent, sums add what is shown.
create table crm.line_item (
  id uuid primary key,
  parent_type text not null check (parent_type in ('deal', 'quote', 'order')),
  parent_id uuid not null,
  product_id uuid references crm.product (id),
  name text not null check (name <> ''),
  unit text not null default 'pcs',
  qty numeric(14, 3) not null check (qty > 0),
  price numeric(18, 2) not null check (price >= 0),
  discount_pct numeric(5, 2) not null default 0 check (discount_pct between 0 and 100),
  tax_rate numeric(5, 2) not null default 0 check (tax_rate between 0 and 100),
  sort_order integer not null,
  net numeric(18, 2) not null generated always as (round(qty * price * (1 - discount_pct / 100), 2)) stored,
  tax numeric(18, 2) not null generated always as (
    round(round(qty * price * (1 - discount_pct / 100), 2) * tax_rate / 100, 2)) stored,
  total numeric(18, 2) not null generated always as (
    round(qty * price * (1 - discount_pct / 100), 2)
    + round(round(qty * price * (1 - discount_pct / 100), 2) * tax_rate / 100, 2)) stored
);
create index line_item_parent on crm.line_item (parent_type, parent_id, sort_order);
create index line_item_product_id on crm.line_item (product_id) where product_id is not null;

create table crm.payment (
  id uuid primary key,
  order_id uuid not null references crm.order_doc (id),
  amount numeric(18, 2) not null check (amount <> 0),
  paid_on date not null,
  method text not null,
  reference text,
  created_at timestamptz not null,
  created_by_kind text not null,
  created_by uuid
);
create index payment_order_id on crm.payment (order_id, paid_on);

insert into crm.select_option (list, code, label_en, label_ru, tone, base_state, sort_order) values
  ('product.unit', 'pcs', 'pcs', 'шт.', 'neutral', null, 1),
  ('product.unit', 'hour', 'hour', 'час', 'neutral', null, 2),
  ('product.unit', 'month', 'month', 'месяц', 'neutral', null, 3),
  ('product.unit', 'year', 'year', 'год', 'neutral', null, 4),
  ('product.unit', 'kg', 'kg', 'кг', 'neutral', null, 5),
  ('quote.status', 'draft', 'Draft', 'Черновик', 'neutral', 'open', 1),
  ('quote.status', 'sent', 'Sent', 'Отправлено', 'waiting', 'open', 2),
  ('quote.status', 'accepted', 'Accepted', 'Принято', 'done', 'won', 3),
  ('quote.status', 'rejected', 'Rejected', 'Отклонено', 'failed', 'lost', 4),
  ('quote.status', 'expired', 'Expired', 'Истекло', 'late', 'lost', 5),
  ('order.status', 'draft', 'Draft', 'Черновик', 'neutral', 'open', 1),
  ('order.status', 'confirmed', 'Confirmed', 'Подтверждён', 'running', 'open', 2),
  ('order.status', 'shipped', 'Shipped', 'Отгружен', 'running', 'open', 3),
  ('order.status', 'delivered', 'Delivered', 'Доставлен', 'done', 'closed', 4),
  ('order.status', 'cancelled', 'Cancelled', 'Отменён', 'failed', 'closed', 5),
  ('order.paymentState', 'unpaid', 'Not paid', 'Не оплачен', 'waiting', null, 1),
  ('order.paymentState', 'partly', 'Partly paid', 'Оплачен частично', 'running', null, 2),
  ('order.paymentState', 'paid', 'Paid', 'Оплачен', 'done', null, 3),
  ('payment.method', 'transfer', 'Bank transfer', 'Банковский перевод', 'neutral', null, 1),
  ('payment.method', 'card', 'Card', 'Карта', 'neutral', null, 2),
  ('payment.method', 'cash', 'Cash', 'Наличные', 'neutral', null, 3);

insert into crm.role_permission (role_id, entity, action, level)
select r.id, p.entity, p.action, p.level
from (values
  ('employee', 'product', 'read', 'all'),
  ('employee', 'price_list', 'read', 'all'),
  ('employee', 'quote', 'create', 'own'),
  ('employee', 'quote', 'read', 'department'),
  ('employee', 'quote', 'edit', 'department'),
  ('employee', 'order', 'create', 'own'),
  ('employee', 'order', 'read', 'department'),
  ('employee', 'order', 'edit', 'department')
) as p (role, entity, action, level)
join crm.role r on r.code = p.role
on conflict do nothing;
