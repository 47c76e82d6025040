-- What stands on every quote that goes out: whose it is, and on which terms. New columns with constant defaults lock the
-- one row for a moment; old code may keep running and leaves them as they are.
alter table crm.company_setting
  add column name text not null default '',
  -- Address, registration and bank, line by line.
  add column details text not null default '',
  add column quote_terms_en text not null default '',
  add column quote_terms_ru text not null default '';
