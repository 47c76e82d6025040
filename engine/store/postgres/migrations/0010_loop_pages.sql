-- The collection of a multi-instance activity is kept in pages, so that an iteration reads as much however long it is.
-- A row is written with its scope and `{page, items}`; the page's id follows from both, as in execution/iterations.ts.
--
-- Locks: the table is new and empty, nothing ran a multi-instance activity yet.

drop view engine.loop_row;

alter table engine.loop
  drop constraint loop_pkey,
  add column id uuid not null generated always as (md5(scope_id::text || ':' || (items ->> 'page'))::uuid) stored,
  add primary key (id);

create index loop_of_scope on engine.loop (scope_id);

create view engine.loop_row as
select id, root_instance_id as "rootId", scope_id as "scopeId", (items -> 'page')::int as page,
  items -> 'items' as items
from engine.loop;
