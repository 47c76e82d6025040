-- What is true of the company as a whole. A new table with its one row; old code may keep running: it reads phones
-- without a country as before.
create table crm.company_setting (
  is_only boolean primary key default true check (is_only),
  -- ISO 3166: how phones are read where neither the record nor its file says a country.
  home_country text not null default 'RU' check (home_country ~ '^[A-Z]{2}$'),
  version integer not null default 1,
  updated_at timestamptz not null default clock_timestamp()
);
insert into crm.company_setting default values;
