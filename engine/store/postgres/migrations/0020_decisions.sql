-- Decisions (DMN): versions of their own, deployed together with the processes of a deployment.
--
-- Locks: creates only, so it takes no lock that old code could wait for; old code does not look at it. Forward only.

create table engine.decision_definition (
  id uuid primary key,
  deployment_id uuid not null references engine.deployment,
  decision_key text not null check (decision_key <> ''),
  version integer not null check (version > 0),
  version_tag text,
  name text not null,
  content_hash text not null references engine.definition_content,
  deployed_at timestamptz not null,
  deployed_by text,
  unique (decision_key, version)
);

-- A business rule task bound to its own deployment, or to a tag.
create index decision_definition_deployment on engine.decision_definition (deployment_id, decision_key);
create index decision_definition_tag on engine.decision_definition (decision_key, version_tag, version desc)
  where version_tag is not null;
