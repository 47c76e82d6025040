-- Tickets that came by a web form say so. One row; no lock that a running node would feel.

insert into crm.select_option (list, code, label_en, label_ru, tone, base_state, sort_order)
values ('ticket.channel', 'web_form', 'Web form', 'Форма на сайте', 'neutral', null, 6)
on conflict (list, code) do nothing;
