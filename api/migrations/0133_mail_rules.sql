-- Which ticket a message becomes, by where it was sent and what it says. A column with a constant default: the one row's
-- table is locked for a moment; the version before may keep running, it knows no rules.

alter table app.mail_setting
  add column rules jsonb not null default '[]' check (jsonb_typeof(rules) = 'array');
