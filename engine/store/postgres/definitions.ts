/**
 * Deployments and definitions. The XML is stored once per content; version numbers are given out under a lock per
 * process key, so that two publishers at once get two versions and the start subscriptions of one of them.
 */
import type { PoolClient } from 'pg';
import type { DecisionBinding, DecisionRow, DefinitionRow, Store } from '../store-port.ts';
import { persistently, run, withConnection } from './connection.ts';
import type { Database, Statement } from './connection.ts';
import { textArray } from './encode.ts';

const COLUMNS = `d.id, d.process_key as "processKey", d.version, d.name, d.version_tag as "versionTag",
  d.deployment_id as "deploymentId", c.xml,
  d.content_hash as "contentHash", d.deployed_at as "deployedAt", d.deployed_by as "deployedBy", d.reason`;
const FROM = 'from engine.process_definition d join engine.definition_content c on c.hash = d.content_hash';

const BY_ID: Statement = { name: 'definition-by-id', text: `select ${COLUMNS} ${FROM} where d.id = $1` };
const LATEST: Statement = {
  name: 'definition-latest',
  text: `select ${COLUMNS} ${FROM} where d.process_key = $1 order by d.version desc limit 1`,
};
/** Index: the key and version are unique together; a process has hundreds of versions at most. */
const BOUND: Statement = {
  name: 'definition-bound',
  text: `select ${COLUMNS} ${FROM} where d.process_key = $1 and ($2::uuid is null or d.deployment_id = $2)
    and ($3::integer is null or d.version = $3) and ($4::text is null or d.version_tag = $4)
    order by d.version desc limit 1`,
};
const LOCK_KEYS: Statement = {
  name: 'lock-process-keys',
  text: `select pg_advisory_xact_lock(hashtextextended(k.key, 41))
    from (select key from unnest($1::text[]) key order by key) k`,
};
const LATEST_VERSIONS: Statement = {
  name: 'latest-versions',
  text: `select process_key as "processKey", max(version) as version from engine.process_definition
    where process_key = any ($1::text[]) group by process_key`,
};
const INSERT_CONTENT: Statement = {
  name: 'insert-content',
  text: `insert into engine.definition_content (hash, xml)
    select r."contentHash", r.xml from json_to_recordset($1) r("contentHash" text, xml text) on conflict do nothing`,
};
const INSERT_DEPLOYMENTS: Statement = {
  name: 'insert-deployments',
  text: `insert into engine.deployment (id, deployed_at, deployed_by, reason)
    select distinct on (r."deploymentId") r."deploymentId", r."deployedAt", r."deployedBy", r.reason
    from json_to_recordset($1) r("deploymentId" uuid, "deployedAt" timestamptz, "deployedBy" text, reason text)`,
};
const INSERT_DEFINITIONS: Statement = {
  name: 'insert-definitions',
  text: `insert into engine.process_definition (id, deployment_id, process_key, version, name, content_hash,
      deployed_at, deployed_by, reason, version_tag)
    select r.id, r."deploymentId", r."processKey", r.version, r.name, r."contentHash", r."deployedAt",
      r."deployedBy", r.reason, r."versionTag"
    from json_to_recordset($1) r(id uuid, "versionTag" text, "deploymentId" uuid, "processKey" text, version integer, name text,
      "contentHash" text, "deployedAt" timestamptz, "deployedBy" text, reason text)`,
};
/** Only the newest version of a process starts by message, record event or timer. */
const REMOVE_OLD_STARTS: Statement = {
  name: 'remove-old-starts',
  text: `with old as (select id from engine.process_definition where process_key = any ($1::text[])),
    subscriptions as (delete from engine.event_subscription s using old
      where s.definition_id = old.id and s.root_instance_id is null)
    delete from engine.job j using old where j.definition_id = old.id and j.kind = 'timer-start'`,
};
const INSERT_STARTS: Statement = { name: 'insert-starts', text: 'select engine.write_more($1::json)' };
/** A version that says nothing takes away what the one before it said. */
const RETAIN: Statement = {
  name: 'retain-by-diagram',
  text: `with said as (select * from json_to_recordset($1) r("processKey" text, days integer)),
    unsaid as (delete from engine.process_setting s using said
      where s.process_key = said."processKey" and s.by_diagram and said.days is null)
    insert into engine.process_setting (process_key, history_level, history_days, changed_at, by_diagram)
    select s."processKey", 'full', s.days, throughline_now(), true from said s where s.days is not null
    on conflict (process_key) do update set history_days = excluded.history_days, changed_at = excluded.changed_at
      where process_setting.by_diagram`,
};
const INSERT_IDEMPOTENCY: Statement = {
  name: 'insert-idempotency',
  text: 'insert into engine.idempotency (key, fingerprint, response) values ($1, $2, $3)',
};

const DECISION = `select d.id, d.decision_key as "decisionKey", d.version, d.version_tag as "versionTag", d.name,
    d.deployment_id as "deploymentId", c.xml, d.content_hash as "contentHash", d.deployed_at as "deployedAt",
    d.deployed_by as "deployedBy"
  from engine.decision_definition d join engine.definition_content c on c.hash = d.content_hash
  where d.decision_key = $1`;
const NEWEST = 'order by d.version desc limit 1';
const DECISIONS: Readonly<Record<DecisionBinding['kind'], Statement>> = {
  latest: { name: 'decision-latest', text: `${DECISION} and $2::text is null ${NEWEST}` },
  version: { name: 'decision-version', text: `${DECISION} and d.version = $2::integer` },
  versionTag: { name: 'decision-tag', text: `${DECISION} and d.version_tag = $2 ${NEWEST}` },
  deployment: { name: 'decision-deployment', text: `${DECISION} and d.deployment_id = $2::uuid ${NEWEST}` },
};
const LATEST_DECISIONS: Statement = {
  name: 'latest-decisions',
  text: `select decision_key as "decisionKey", max(version) as version from engine.decision_definition
    where decision_key = any ($1::text[]) group by decision_key`,
};
const INSERT_DECISIONS: Statement = {
  name: 'insert-decisions',
  text: `insert into engine.decision_definition (id, deployment_id, decision_key, version, version_tag, name,
      content_hash, deployed_at, deployed_by)
    select r.id, r."deploymentId", r."decisionKey", r.version, r."versionTag", r.name, r."contentHash",
      r."deployedAt", r."deployedBy"
    from json_to_recordset($1) r(id uuid, "deploymentId" uuid, "decisionKey" text, version integer,
      "versionTag" text, name text, "contentHash" text, "deployedAt" timestamptz, "deployedBy" text)`,
};

interface StoredDefinition extends Omit<DefinitionRow, 'deployedAt'> {
  readonly deployedAt: Date;
}

function rowOf(stored: StoredDefinition | undefined): DefinitionRow | null {
  return stored ? { ...stored, deployedAt: stored.deployedAt.toISOString() } : null;
}

export function createDefinitionStore(
  database: Database,
): Pick<Store, 'deploy' | 'definition' | 'latestDefinition' | 'boundDefinition' | 'decision'> {
  return {
    definition: (id) =>
      persistently(async () => rowOf((await run<StoredDefinition>(database, BY_ID, [id]))[0])),
    latestDefinition: (processKey) =>
      persistently(async () => rowOf((await run<StoredDefinition>(database, LATEST, [processKey]))[0])),
    boundDefinition: (processKey, binding) =>
      persistently(async () => {
        const values = [
          processKey,
          binding.kind === 'deployment' ? binding.deploymentId : null,
          binding.kind === 'version' ? binding.version : null,
          binding.kind === 'versionTag' ? binding.versionTag : null,
        ];
        return rowOf((await run<StoredDefinition>(database, BOUND, values))[0]);
      }),
    decision: (decisionKey, binding) =>
      persistently(async () => {
        const parameters = [decisionKey, boundTo(binding)];
        const [found] = await run<StoredDecision>(database, DECISIONS[binding.kind], parameters);
        return found ? { ...found, deployedAt: found.deployedAt.toISOString() } : null;
      }),
    deploy: (write, processKeys, decisionKeys = []) =>
      withConnection(database, (client) => deploy(database, client, write, { processKeys, decisionKeys })),
  };
}

interface StoredDecision extends Omit<DecisionRow, 'deployedAt'> {
  readonly deployedAt: Date;
}

function boundTo(binding: DecisionBinding): string | number | null {
  if (binding.kind === 'version') return binding.version;
  if (binding.kind === 'versionTag') return binding.versionTag;
  return binding.kind === 'deployment' ? binding.deploymentId : null;
}

async function latestDecisionsOf(
  database: Database,
  client: PoolClient,
  keys: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  if (keys.length === 0) return new Map();
  const rows = await run<{ decisionKey: string; version: number }>(
    database,
    LATEST_DECISIONS,
    [textArray(keys)],
    client,
  );
  return new Map(rows.map((row) => [row.decisionKey, row.version]));
}

async function deploy(
  database: Database,
  client: PoolClient,
  write: Parameters<Store['deploy']>[0],
  { processKeys, decisionKeys }: { processKeys: readonly string[]; decisionKeys: readonly string[] },
): Promise<readonly DefinitionRow[]> {
  const keys = textArray(processKeys);
  const locked = textArray([...processKeys, ...decisionKeys.map((key) => `decision ${key}`)]);
  await client.query('begin');
  await run(database, LOCK_KEYS, [locked], client);
  const latest = await run<{ processKey: string; version: number }>(
    database,
    LATEST_VERSIONS,
    [keys],
    client,
  );
  const latestDecisions = await latestDecisionsOf(database, client, decisionKeys);
  const {
    definitions,
    decisions = [],
    subscriptions,
    jobs,
    retentions = [],
    idempotency,
  } = write(new Map(latest.map((row) => [row.processKey, row.version])), latestDecisions);
  const rows = JSON.stringify(definitions);
  await run(database, REMOVE_OLD_STARTS, [keys], client);
  const all = JSON.stringify([...definitions, ...decisions]);
  await run(database, INSERT_CONTENT, [all], client);
  await run(database, INSERT_DEPLOYMENTS, [all], client);
  await run(database, INSERT_DEFINITIONS, [rows], client);
  if (decisions.length > 0) await run(database, INSERT_DECISIONS, [JSON.stringify(decisions)], client);
  const starts = {
    newSubscriptions: subscriptions.length > 0 ? subscriptions : undefined,
    newJobs: jobs.length > 0 ? jobs : undefined,
  };
  await run(database, INSERT_STARTS, [JSON.stringify(starts)], client);
  await run(database, RETAIN, [JSON.stringify(retentions)], client);
  if (idempotency) {
    const { key, fingerprint, response } = idempotency;
    await run(database, INSERT_IDEMPOTENCY, [key, fingerprint, JSON.stringify(response)], client);
  }
  await client.query('commit');
  return definitions;
}
