-- What a template is for: advertising goes only to those who agreed to it. A column with a constant default: no lock that a
-- running node would feel. Old code may keep running; its templates are of service.
alter table app.mail_template add column purpose text not null default 'service'
  check (purpose in ('service', 'sales', 'marketing'));
