-- Rows of the search are written with half the work: each text is brought into its compared and its folded form once.
-- Replaces two functions; old code may keep running.
create or replace function crm.search_lexemes(value text, keys text[]) returns tsvector
language sql immutable parallel safe as $$
  select array_to_tsvector(array(
    select distinct word from crm.search_split(t.base || ' ' || crm.search_fold(t.base)) as word) || keys)
  from (select crm.search_base(left(value, 10000)) as base offset 0) t
$$;

create or replace function crm.search_write(in_source text, ids uuid[]) returns void language plpgsql as $$
begin
  execute format($sql$
    with read as materialized (
      select s.*, a.texts as added_texts, a.keys as added_keys, crm.search_base(left(s.names, 500)) as base_names,
             crm.search_base(left(concat_ws(' ', s.texts, a.texts), 10000)) as base_texts
      from crm.search_source s
      left join lateral crm.search_custom(s.entity, s.custom) a on s.custom <> '{}'
      where s.source = %L and s.id = any($1)
    ), said as materialized (
      select r.*, crm.search_fold(r.base_names) as fold_names from read r
    ), written as (
      insert into crm.search_doc as d (id, entity, title_key, number_key, words, owner_id, team_id, territory_id,
                                       account_id, contact_id, is_private, updated_at)
      select s.id, s.entity,
             left(case when s.title = s.names then s.fold_names else crm.search_fold(crm.search_base(s.title)) end, 200),
             lower(s.number),
             array_to_tsvector(array(select distinct w from crm.search_split(concat_ws(' ', s.base_names, s.fold_names,
               s.base_texts, crm.search_fold(s.base_texts))) as w) || s.keys || coalesce(s.added_keys, '{}')),
             s.owner_id, s.team_id, s.territory_id, s.account_id, s.contact_id, s.is_private, s.updated_at
      from said s
      on conflict (id) do update
      set title_key = excluded.title_key, number_key = excluded.number_key, words = excluded.words,
          owner_id = excluded.owner_id, team_id = excluded.team_id, territory_id = excluded.territory_id,
          account_id = excluded.account_id, contact_id = excluded.contact_id, is_private = excluded.is_private,
          updated_at = excluded.updated_at
    )
    insert into crm.search_word (word)
    select distinct w.word
    from said s, crm.search_split(s.fold_names) as w (word)
    where length(w.word) between 3 and 40 and w.word !~ '\d'
      and not exists (select from crm.search_word k where k.word = w.word)
  $sql$, in_source) using ids;
end $$;
