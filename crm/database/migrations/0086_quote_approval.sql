-- Quotes wait for a second pair of eyes: two states, and what the approver remarked.
-- A new column without a default and new choices: old code neither reads nor writes them.
alter table crm.quote add column approval_remark text;

insert into crm.select_option (list, code, label_en, label_ru, tone, base_state, sort_order) values
  ('quote.status', 'in_approval', 'In approval', 'На согласовании', 'running', 'open', 2),
  ('quote.status', 'approved', 'Approved', 'Согласовано', 'info', 'open', 3)
on conflict do nothing;
update crm.select_option set sort_order = case code when 'sent' then 4 when 'accepted' then 5 when 'rejected' then 6 else 7 end
where list = 'quote.status' and code in ('sent', 'accepted', 'rejected', 'expired');
