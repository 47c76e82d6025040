-- Phones and addresses that somebody must look at are few: lists of them come from an index of their own.
create index comm_point_to_check on crm.comm_point (party_type, party_id)
  where status <> 'ok' and kind in ('phone', 'email');

insert into crm.select_option (list, code, label_en, label_ru, tone, base_state, sort_order) values
  ('party.toCheck', 'phone_doubtful', 'Phone guessed', 'Телефон угадан', 'waiting', 'open', 1),
  ('party.toCheck', 'phone_invalid', 'Phone not valid', 'Телефон неверен', 'failed', 'open', 2),
  ('party.toCheck', 'email_invalid', 'E-mail not valid', 'Почта неверна', 'failed', 'open', 3),
  ('party.toCheck', 'email_bounced', 'E-mail came back', 'Письмо вернулось', 'failed', 'open', 4);
