-- Which running promises are likely to be broken, so that lists find their tickets without looking at each: of every
-- kind of promise, by what was kept lately, those that fall due within a span of time. Written anew with each sweep.
-- A new table; old code may keep running.
create table crm.sla_outlook (
  policy_code text not null,
  metric text not null,
  use_working_hours boolean not null,
  calendar_code text,
  target_minutes integer not null,
  -- What falls due later than the first and no later than the second is this likely to be late.
  due_after timestamptz not null,
  due_by timestamptz not null,
  late_percent integer not null check (late_percent between 1 and 100),
  check (due_after < due_by)
);
create index sla_outlook_kind on crm.sla_outlook (policy_code, metric, due_by);

insert into crm.select_option (list, code, label_en, label_ru, tone, base_state, sort_order) values
  ('ticket.slaLikelyLate', 'first_response', 'First answer', 'Первый ответ', 'late', null, 1),
  ('ticket.slaLikelyLate', 'next_response', 'Next answer', 'Следующий ответ', 'late', null, 2),
  ('ticket.slaLikelyLate', 'resolution', 'Solution', 'Решение', 'late', null, 3);
