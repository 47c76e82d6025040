-- The roles and the calendar that a fresh installation begins with; administrators change them afterwards.
-- Fixed ids: imports and demonstrations refer to them.
insert into crm.role (id, code, name, name_ru, is_baseline) values
  ('00000000-0000-7000-8000-0000000000a1', 'baseline', 'Everybody', 'Все сотрудники', true),
  ('00000000-0000-7000-8000-0000000000a2', 'employee', 'Employee', 'Сотрудник', false),
  ('00000000-0000-7000-8000-0000000000a3', 'manager', 'Manager', 'Руководитель', false),
  ('00000000-0000-7000-8000-0000000000a4', 'process_owner', 'Process owner', 'Владелец процесса', false),
  ('00000000-0000-7000-8000-0000000000a5', 'admin', 'Administrator', 'Администратор', false);

insert into crm.role_permission (role_id, entity, action, level)
select r.id, p.entity, p.action, p.level
from (values
  ('baseline', 'user', 'read', 'all'),
  ('baseline', 'activity', 'create', 'own'),
  ('baseline', 'activity', 'read', 'own'),
  ('baseline', 'activity', 'edit', 'own'),
  ('baseline', 'activity', 'delete', 'own'),
  ('employee', 'account', 'create', 'own'),
  ('employee', 'account', 'read', 'all'),
  ('employee', 'account', 'edit', 'department'),
  ('employee', 'contact', 'create', 'own'),
  ('employee', 'contact', 'read', 'all'),
  ('employee', 'contact', 'edit', 'department'),
  ('employee', 'ticket', 'create', 'all'),
  ('employee', 'ticket', 'read', 'all'),
  ('employee', 'ticket', 'edit', 'all'),
  ('employee', 'activity', 'create', 'department'),
  ('employee', 'activity', 'read', 'department'),
  ('manager', '*', 'create', 'all'),
  ('manager', '*', 'read', 'all'),
  ('manager', '*', 'edit', 'all'),
  ('manager', '*', 'delete', 'department'),
  ('manager', '*', 'export', 'department'),
  ('manager', 'user', 'read', 'all'),
  ('process_owner', '*', 'create', 'all'),
  ('process_owner', '*', 'read', 'all'),
  ('process_owner', '*', 'edit', 'all'),
  ('process_owner', 'user', 'read', 'all'),
  ('admin', '*', 'create', 'all'),
  ('admin', '*', 'read', 'all'),
  ('admin', '*', 'edit', 'all'),
  ('admin', '*', 'delete', 'all'),
  ('admin', '*', 'export', 'all')
) as p (role, entity, action, level)
join crm.role r on r.code = p.role;

insert into crm.role_process_right (role_id, process_key, process_right)
select r.id, '*', p.process_right
from (values
  ('employee', 'start'),
  ('manager', 'start'), ('manager', 'watch'), ('manager', 'intervene'),
  ('process_owner', 'draw'), ('process_owner', 'publish'), ('process_owner', 'start'), ('process_owner', 'watch'),
  ('admin', 'draw'), ('admin', 'publish'), ('admin', 'start'), ('admin', 'watch'), ('admin', 'intervene'),
  ('admin', 'migrate')
) as p (role, process_right)
join crm.role r on r.code = p.role;

insert into crm.working_calendar (code, name, name_ru, time_zone, week, is_default) values
  ('company', 'Company, Monday to Friday 9 to 18', 'Компания, понедельник — пятница с 9 до 18', 'Europe/Moscow',
   '[[["09:00","18:00"]],[["09:00","18:00"]],[["09:00","18:00"]],[["09:00","18:00"]],[["09:00","18:00"]],[],[]]', true);
