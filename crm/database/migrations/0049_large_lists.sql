-- Lists of very many rows: the words of a list's search box are looked up where the search looks them up (the trigrams
-- of search_text know no Cyrillic letters where the server's character type is C), and dates that lists are sorted by
-- have indexes in that order. A new function, and indexes that lock writers of their tables out while they are built.
-- Old code may keep running.
create function crm.search_prefixes(typed text) returns tsquery language sql stable parallel safe as $$
  select string_agg('(''' || word || ''':*' || case when fold in ('', word) then '' else ' | ''' || fold || ''':*' end || ')', ' & ')::tsquery
  from (select word, crm.search_fold(word) as fold from crm.search_split(crm.search_base(typed)) as word limit 8) t
$$;

create index account_last_contact_at on crm.account (last_contact_at desc nulls last, id) where deleted_at is null;
create index contact_last_contact_at on crm.contact (last_contact_at desc nulls last, id) where deleted_at is null;
create index activity_planned_start_latest on crm.activity (planned_start desc nulls last, id) where deleted_at is null;
