-- Search over everything. One row per record in crm.search_doc, one per comment and file in crm.search_part, written by
-- triggers in the transaction of the record, so that nobody who writes a record can forget it, however many rows he
-- writes at once. A search looks words up from their beginning; similar words are looked for in crm.search_word, the
-- dictionary, only when nothing was found.
--
-- New tables and functions; the triggers lock their tables for a moment. Old code may keep running: what it writes is
-- found. Records that are there already are taken in below, up to some ten thousand at once; of more, a schedule takes
-- care in steps (crm.search_rebuild tells how far it is).

-- Text as it is compared: small letters, without accents; ё is е.
create function crm.search_base(value text) returns text language sql immutable parallel safe as $$
  select replace(replace(replace(translate(lower(normalize(value, NFC) collate "und-x-icu"),
    'áàâäãåāăąçćčďđðéèêëēėęěğģíìîïīįıķłļĺľñńňņóòôöõøōőřŕśšşșťţțúùûüūůűųýÿžźżё',
    'aaaaaaaaacccdddeeeeeeeeggiiiiiiikllllnnnnoooooooorrsssstttuuuuuuuuyyzzzе'),
    'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe')
$$;

-- Latin and Cyrillic spellings of one name as one text: Юлия, Yuliya, Iuliia and Julia all become "iulia". Works on
-- what search_base gives. A double letter counts once; letters that transliterations mix up become one.
create function crm.search_fold(value text) returns text language sql immutable parallel safe as $$
  select regexp_replace(replace(translate(replace(replace(replace(replace(replace(replace(replace(replace(replace(
    translate(replace(replace(replace(replace(replace(replace(replace(replace(value,
      'щ', 'sh'), 'ш', 'sh'), 'ч', 'ch'), 'ж', 'zh'), 'ц', 'ts'), 'ю', 'iu'), 'я', 'ia'), 'є', 'ie'),
      'абвгдезийклмнопрстуфхыэіґўїьъ', 'abvgdezijklmnoprstufhyeigui'),
    'shch', 'sh'), 'sch', 'sh'), 'tch', 'ch'), 'kh', 'h'), 'ph', 'f'), 'tz', 'ts'), 'ck', 'k'), 'x', 'ks'), 'ch', 'C'),
    'cqwyj', 'kkvii'), 'C', 'ch'), '([a-z])\1+', '\1', 'g')
$$;

-- What was typed with the other keyboard layout: ghbdtn is привет.
create function crm.search_swap(value text) returns text language sql immutable parallel safe as $$
  select case when lower(value collate "und-x-icu") ~ '[а-яё]'
    then translate(lower(value collate "und-x-icu"), 'йцукенгшщзхъфывапролджэячсмитьбюё', 'qwertyuiop[]asdfghjkl;''zxcvbnm,.`')
    else translate(lower(value collate "und-x-icu"), 'qwertyuiop[]asdfghjkl;''zxcvbnm,.`', 'йцукенгшщзхъфывапролджэячсмитьбюё')
  end
$$;

-- Splits at everything that is neither letter nor digit; the ranges do not depend on the server's locale.
create function crm.search_split(value text) returns setof text language sql immutable parallel safe as $$
  select left(word, 60)
  from regexp_split_to_table(value, '[\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00bf\u2000-\u206f\u2116\u3000-\u303f]+') as word
  where word <> ''
$$;

-- Phones from their last digit on, addresses as they are: `#7654…`, `@ivan@…`. No word begins with these signs.
create function crm.search_keys(phones text[], emails text[]) returns text[] language sql immutable parallel safe as $$
  select array(select '#' || reverse(regexp_replace(phone, '\D', '', 'g')) from unnest(phones) as phone where phone ~ '\d')
      || array(select '@' || left(lower(email), 300) from unnest(emails) as email where email <> '')
$$;

create function crm.search_lexemes(value text, keys text[]) returns tsvector language sql immutable parallel safe as $$
  select array_to_tsvector(array(
    select word from crm.search_split(crm.search_base(left(value, 10000))) as word
    union select word from crm.search_split(crm.search_fold(crm.search_base(left(value, 10000)))) as word) || keys)
$$;

-- What is typed, as typed and with the other layout: the words, each folded and without its ending.
create function crm.search_terms(typed text) returns jsonb language sql stable parallel safe as $$
  select jsonb_build_object(
    'fold', crm.search_fold(crm.search_base(typed)),
    'swapFold', crm.search_fold(crm.search_base(crm.search_swap(typed))),
    'words', (select coalesce(jsonb_agg(t.term), '[]') from (
       select jsonb_build_object('word', word, 'fold', crm.search_fold(word), 'stem', s.stem, 'foldedStem', crm.search_fold(s.stem)) as term
       from crm.search_split(crm.search_base(typed)) as word
       cross join lateral (select coalesce((ts_lexize(case when word ~ '[а-я]' then 'russian_stem' else 'english_stem' end::regdictionary, word))[1], word) as stem) s) t),
    'swapWords', (select coalesce(jsonb_agg(t.term), '[]') from (
       select jsonb_build_object('word', word, 'fold', crm.search_fold(word)) as term
       from crm.search_split(crm.search_base(crm.search_swap(typed))) as word) t))
$$;

-- The columns by which rights are decided stand here under the names that they have in the record's own row, so the
-- one predicate of rights reads both.
create table crm.search_doc (
  id uuid primary key,
  entity text not null,
  title_key text not null,
  number_key text,
  words tsvector not null,
  owner_id uuid,
  team_id uuid,
  territory_id uuid,
  account_id uuid,
  contact_id uuid,
  is_private boolean not null,
  updated_at timestamptz not null
);
create index search_doc_words on crm.search_doc using gin (words);
create index search_doc_title on crm.search_doc (title_key text_pattern_ops);
create index search_doc_number on crm.search_doc (number_key) where number_key is not null;
create index search_doc_owner on crm.search_doc (owner_id) where owner_id is not null;
create index search_doc_team on crm.search_doc (team_id) where team_id is not null;
create index search_doc_territory on crm.search_doc (territory_id) where territory_id is not null;

-- What hangs on a record; whether it may be seen is the record's business.
create table crm.search_part (
  part_id uuid not null,
  record_id uuid not null,
  part text not null check (part in ('comment', 'file')),
  excerpt text not null,
  words tsvector not null,
  created_at timestamptz not null,
  primary key (part_id, record_id)
);
create index search_part_words on crm.search_part using gin (words);

-- Words of names in their folded form. No unique index: two writers of one new word would wait for each other.
create table crm.search_word (word text not null);
create index search_word_word on crm.search_word (word text_pattern_ops);
create index search_word_similar on crm.search_word using gin (word gin_trgm_ops);

-- Every record with what is searched in it. `source` is constant in each arm, so a condition on it leaves one arm.
create view crm.search_source as
select 'account' as source, 'account' as entity, r.id, r.name as title, null::text as number,
    concat_ws(' ', r.name, r.legal_name) as names,
    concat_ws(' ', r.tax_id, r.domain, r.website, r.city, r.address, r.description) as texts,
    '{}'::text[] as keys, r.owner_id, r.team_id, r.territory_id, r.id as account_id, null::uuid as contact_id,
    false as is_private, r.custom, r.updated_at
  from crm.account r where r.deleted_at is null
union all
select 'contact', 'contact', r.id, r.full_name, null,
    concat_ws(' ', r.given_name, r.middle_name, r.family_name), r.description,
    '{}', r.owner_id, r.team_id, r.territory_id, null, r.id, false, r.custom, r.updated_at
  from crm.contact r where r.deleted_at is null
union all
select 'lead', 'lead', r.id, r.title, r.number,
    concat_ws(' ', r.title, r.given_name, r.family_name, r.company_name),
    concat_ws(' ', r.number, r.website, r.city, r.message), crm.search_keys(array[r.phone_e164], array[r.email]),
    r.owner_id, r.team_id, r.territory_id, r.account_id, r.contact_id, false, r.custom, r.updated_at
  from crm.lead r where r.deleted_at is null
union all
select 'deal', 'deal', r.id, r.name, r.number, r.name, concat_ws(' ', r.number, r.description), '{}',
    r.owner_id, r.team_id, r.territory_id, r.account_id, null, false, r.custom, r.updated_at
  from crm.deal r where r.deleted_at is null
union all
select 'quote', 'quote', r.id, r.name, r.number, r.name, concat_ws(' ', r.number, r.note), '{}',
    r.owner_id, r.team_id, null, r.account_id, r.contact_id, false, r.custom, r.updated_at
  from crm.quote r where r.deleted_at is null
union all
select 'order', 'order', r.id, r.name, r.number, r.name, concat_ws(' ', r.number, r.ship_to, r.note), '{}',
    r.owner_id, r.team_id, null, r.account_id, r.contact_id, false, r.custom, r.updated_at
  from crm.order_doc r where r.deleted_at is null
union all
select 'product', 'product', r.id, r.name, lower(r.sku), r.name, concat_ws(' ', r.sku, r.category, r.description), '{}',
    r.owner_id, r.team_id, null, null, null, false, r.custom, r.updated_at
  from crm.product r where r.deleted_at is null
union all
select 'price_list', 'price_list', r.id, r.name, null, r.name, null, '{}',
    r.owner_id, r.team_id, null, null, null, false, r.custom, r.updated_at
  from crm.price_list r where r.deleted_at is null
union all
select 'ticket', 'ticket', r.id, r.subject, r.number, r.subject,
    concat_ws(' ', r.number, r.description, r.resolution), '{}',
    r.owner_id, r.team_id, r.territory_id, r.account_id, r.contact_id, false, r.custom, r.updated_at
  from crm.ticket r where r.deleted_at is null
union all
select 'activity', 'activity', r.id, r.subject, null, r.subject, concat_ws(' ', r.body, r.outcome_text), '{}',
    r.owner_id, r.team_id, null, r.account_id, r.contact_id, r.is_private, r.custom, r.updated_at
  from crm.activity r where r.deleted_at is null
union all
select 'user', 'user', r.id, r.name, null, r.name, split_part(r.email, '@', 1),
    crm.search_keys(array[r.phone], array[r.email]), null, null, null, null, null, false, r.custom, r.updated_at
  from crm."user" r where r.deleted_at is null
union all
select 'record', r.entity, r.id, r.name, null, r.name, null, '{}',
    r.owner_id, r.team_id, r.territory_id, r.account_id, null, false, r.custom, r.updated_at
  from crm.record r where r.deleted_at is null;

-- Values of the added fields that searches read.
create function crm.search_custom(in_entity text, custom jsonb, out texts text, out keys text[])
language sql stable parallel safe as $$
  select string_agg(v.value, ' '),
         coalesce(crm.search_keys(array_agg(v.value) filter (where f.type = 'phone'), array_agg(v.value) filter (where f.type = 'email')), '{}')
  from crm.field_def f
  cross join lateral (select case jsonb_typeof(custom -> f.key) when 'array'
      then (select string_agg(one, ' ') from jsonb_array_elements_text(custom -> f.key) as one)
      else custom ->> f.key end as value) v
  where f.entity = in_entity and f.is_searched and f.dropped_at is null and custom ? f.key
$$;

-- Writes the rows of records as the records are now, and takes those away whose record is gone.
create function crm.search_write(in_source text, ids uuid[]) returns void language plpgsql as $$
begin
  execute format($sql$
    with said as (
      select s.*, a.texts as added_texts, a.keys as added_keys
      from crm.search_source s
      left join lateral crm.search_custom(s.entity, s.custom) a on s.custom <> '{}'
      where s.source = %L and s.id = any($1)
    ), written as (
      insert into crm.search_doc as d (id, entity, title_key, number_key, words, owner_id, team_id, territory_id,
                                       account_id, contact_id, is_private, updated_at)
      select s.id, s.entity, left(crm.search_fold(crm.search_base(s.title)), 200), lower(s.number),
             crm.search_lexemes(concat_ws(' ', s.names, s.texts, s.added_texts), s.keys || coalesce(s.added_keys, '{}')),
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
    from said s, crm.search_split(crm.search_fold(crm.search_base(left(s.names, 500)))) as w (word)
    where length(w.word) between 3 and 40 and w.word !~ '\d'
      and not exists (select from crm.search_word k where k.word = w.word)
  $sql$, in_source) using ids;
end $$;

-- Arguments: the source and the columns that count.
create function crm.search_follow() returns trigger language plpgsql as $$
declare
  ids uuid[];
begin
  if tg_op = 'INSERT' then
    select array_agg(n.id) into ids from new_rows n;
  elsif tg_op = 'DELETE' then
    delete from crm.search_doc d using old_rows o where d.id = o.id;
    return null;
  else
    execute format(
      'select array_agg(n.id) from new_rows n join old_rows o on o.id = n.id
       where row(n.deleted_at, n.custom, %1$s) is distinct from row(o.deleted_at, o.custom, %2$s)',
      'n.' || replace(tg_argv[1], ' ', ', n.'), 'o.' || replace(tg_argv[1], ' ', ', o.')) into ids;
  end if;
  if ids is null then
    return null;
  end if;
  if tg_op = 'UPDATE' then
    delete from crm.search_doc d using new_rows n where d.id = n.id and n.deleted_at is not null;
  end if;
  perform crm.search_write(tg_argv[0], ids);
  return null;
end $$;

create function crm.search_follow_comment() returns trigger language plpgsql as $$
begin
  delete from crm.search_part p where p.part_id = coalesce(new.id, old.id);
  if tg_op <> 'DELETE' and new.deleted_at is null then
    insert into crm.search_part (part_id, record_id, part, excerpt, words, created_at)
    values (new.id, new.record_id, 'comment', left(new.body, 300), crm.search_lexemes(new.body, '{}'), new.created_at);
  end if;
  return null;
end $$;
create trigger comment_search_added after insert or delete on crm.comment
  for each row execute function crm.search_follow_comment();
create trigger comment_search_changed after update of body, deleted_at, record_id on crm.comment
  for each row when ((new.body, new.deleted_at, new.record_id) is distinct from (old.body, old.deleted_at, old.record_id))
  execute function crm.search_follow_comment();

create function crm.search_follow_file() returns trigger language plpgsql as $$
begin
  if tg_op <> 'INSERT' then
    delete from crm.search_part p where p.part_id = old.file_id and p.record_id = old.record_id;
  end if;
  if tg_op <> 'DELETE' and new.deleted_at is null then
    insert into crm.search_part (part_id, record_id, part, excerpt, words, created_at)
    select f.id, new.record_id, 'file', f.name, crm.search_lexemes(f.name, '{}'), new.created_at
    from crm.file f where f.id = new.file_id
    on conflict (part_id, record_id) do nothing;
  end if;
  return null;
end $$;
create trigger record_file_search after insert or update or delete on crm.record_file
  for each row execute function crm.search_follow_file();

do $$
declare
  one record;
begin
  for one in select * from (values
    ('account', 'account', 'name legal_name tax_id domain website city address description owner_id team_id territory_id'),
    ('contact', 'contact', 'given_name middle_name family_name description owner_id team_id territory_id'),
    ('lead', 'lead', 'number title given_name family_name company_name website city message phone_e164 email owner_id team_id territory_id account_id contact_id'),
    ('deal', 'deal', 'number name description owner_id team_id territory_id account_id'),
    ('quote', 'quote', 'number name note owner_id team_id account_id contact_id'),
    ('order', 'order_doc', 'number name ship_to note owner_id team_id account_id contact_id'),
    ('product', 'product', 'sku name category description owner_id team_id'),
    ('price_list', 'price_list', 'name owner_id team_id'),
    ('ticket', 'ticket', 'number subject description resolution owner_id team_id territory_id account_id contact_id'),
    ('activity', 'activity', 'subject body outcome_text is_private owner_id team_id account_id contact_id'),
    ('user', 'user', 'name phone email'),
    ('record', 'record', 'name owner_id team_id territory_id account_id')
  ) as s (source, rows_of, columns)
  loop
    execute format('create trigger search_insert after insert on crm.%I referencing new table as new_rows
      for each statement execute function crm.search_follow(%L)', one.rows_of, one.source);
    execute format('create trigger search_update after update on crm.%I referencing new table as new_rows old table as old_rows
      for each statement execute function crm.search_follow(%L, %L)', one.rows_of, one.source, one.columns);
    execute format('create trigger search_delete after delete on crm.%I referencing old table as old_rows
      for each statement execute function crm.search_follow(%L)', one.rows_of, one.source);
  end loop;
end $$;

-- Sources whose rows are to be written anew, because they are older than the search or an added field came or went.
create table crm.search_rebuild (
  source text primary key,
  -- Records up to here are done.
  after_id uuid,
  done bigint not null default 0,
  total bigint,
  requested_at timestamptz not null default clock_timestamp(),
  finished_at timestamptz
);

create function crm.search_ask_rebuild() returns trigger language plpgsql as $$
declare
  field crm.field_def := coalesce(new, old);
begin
  if tg_op = 'UPDATE' and (new.is_searched and new.dropped_at is null) = (old.is_searched and old.dropped_at is null)
     or tg_op <> 'UPDATE' and not field.is_searched then
    return null;
  end if;
  insert into crm.search_rebuild (source)
  values (case when exists (select from crm.entity_def e where e.entity = field.entity) then 'record' else field.entity end)
  on conflict (source) do update set after_id = null, done = 0, total = null, requested_at = clock_timestamp(), finished_at = null;
  return null;
end $$;
create trigger field_def_search after insert or update or delete on crm.field_def
  for each row execute function crm.search_ask_rebuild();

-- Writes at most `count_max` records anew and tells how many; null when nothing is left to do. The rows of the records
-- are held for the step, so that what somebody writes meanwhile comes after it.
create function crm.search_rebuild_step(count_max integer) returns integer language plpgsql as $$
declare
  job crm.search_rebuild;
  rows_of text;
  ids uuid[];
begin
  select * into job from crm.search_rebuild where finished_at is null order by source limit 1 for update skip locked;
  if not found then
    return null;
  end if;
  rows_of := case job.source when 'order' then 'order_doc' when 'file' then 'record_file' else job.source end;
  if job.total is null then
    execute format('select count(*) from crm.%I', rows_of) into job.total;
  end if;
  execute format('select array_agg(id) from (select %1$I as id from crm.%2$I where $1 is null or %1$I > $1 order by 1 limit $2 for share) r',
    case job.source when 'file' then 'file_id' else 'id' end, rows_of) into ids using job.after_id, count_max;
  if ids is null then
    update crm.search_rebuild set finished_at = clock_timestamp(), done = job.total, total = job.total where source = job.source;
    return 0;
  end if;
  if job.source = 'comment' then
    insert into crm.search_part (part_id, record_id, part, excerpt, words, created_at)
    select c.id, c.record_id, 'comment', left(c.body, 300), crm.search_lexemes(c.body, '{}'), c.created_at
    from crm.comment c where c.id = any(ids) and c.deleted_at is null
    on conflict (part_id, record_id) do nothing;
  elsif job.source = 'file' then
    insert into crm.search_part (part_id, record_id, part, excerpt, words, created_at)
    select f.id, r.record_id, 'file', f.name, crm.search_lexemes(f.name, '{}'), r.created_at
    from crm.record_file r join crm.file f on f.id = r.file_id
    where r.file_id = any(ids) and r.deleted_at is null
    on conflict (part_id, record_id) do nothing;
  else
    perform crm.search_write(job.source, ids);
  end if;
  update crm.search_rebuild set after_id = ids[cardinality(ids)], done = done + cardinality(ids), total = job.total
  where source = job.source;
  return cardinality(ids);
end $$;

-- The words of names that are most like a word, by the trigrams that they share.
create function crm.search_similar(typed text, alike real, count_max integer) returns table (word text)
language plpgsql stable as $$
#variable_conflict use_column
begin
  perform set_config('pg_trgm.similarity_threshold', alike::text, true);
  return query
    select k.word from (select distinct w.word from crm.search_word w where w.word % typed
      and length(w.word) between length(typed) - 2 and length(typed) + 2) k
    order by similarity(k.word, typed) desc, k.word limit count_max;
end $$;

-- What people opened last: offered first in the palette, and ranked above others in a search.
create table crm.record_visit (
  user_id uuid not null references crm."user" (id) on delete cascade,
  entity text not null,
  record_id uuid not null,
  at timestamptz not null,
  primary key (user_id, record_id)
);
create index record_visit_latest on crm.record_visit (user_id, at desc);

insert into crm.search_rebuild (source)
values ('account'), ('contact'), ('lead'), ('deal'), ('quote'), ('order'), ('product'), ('price_list'), ('ticket'),
       ('activity'), ('user'), ('record'), ('comment'), ('file');
do $$
declare
  written integer;
  room integer := 50000;
begin
  loop
    written := crm.search_rebuild_step(5000);
    room := room - coalesce(written, room);
    exit when room <= 0 or written is null;
  end loop;
end $$;
