-- A status may ask why somebody moves a record to it: the mark at the choice, the fields of the record that hold the reason, and
-- the reason in the history of the customer. New columns lock their tables for a moment and rewrite nothing; old code may keep
-- running, and asks nobody.
alter table crm.select_option add column asks_reason boolean not null default false;
alter table crm.account add column lifecycle_reason text, add column lifecycle_note text;
alter table crm.ticket add column status_reason text, add column status_note text;
alter table crm.lifecycle_history add column asked_reason text, add column note text;

insert into crm.select_option (list, code, label_en, label_ru, tone, sort_order) values
  ('account.lifecycleReason', 'price', 'Price', 'Цена', 'neutral', 1),
  ('account.lifecycleReason', 'competitor', 'Went to a competitor', 'Перешёл к конкуренту', 'neutral', 2),
  ('account.lifecycleReason', 'no_need', 'No need any more', 'Больше не нужно', 'neutral', 3),
  ('account.lifecycleReason', 'unhappy', 'Unhappy with us', 'Недоволен нами', 'neutral', 4),
  ('account.lifecycleReason', 'no_answer', 'Cannot be reached', 'Не отвечает', 'neutral', 5),
  ('account.lifecycleReason', 'closed_down', 'Closed down', 'Закрылся', 'neutral', 6),
  ('account.lifecycleReason', 'other', 'Other', 'Другое', 'neutral', 7),
  ('ticket.statusReason', 'waits_for_customer', 'Waits for the customer', 'Ждём клиента', 'neutral', 1),
  ('ticket.statusReason', 'waits_for_others', 'Waits for somebody else', 'Ждём других', 'neutral', 2),
  ('ticket.statusReason', 'duplicate', 'Told twice', 'Дубль', 'neutral', 3),
  ('ticket.statusReason', 'not_ours', 'Not ours', 'Не по адресу', 'neutral', 4),
  ('ticket.statusReason', 'no_answer', 'No answer', 'Нет ответа', 'neutral', 5),
  ('ticket.statusReason', 'other', 'Other', 'Другое', 'neutral', 6);
