/** Deployed decisions, for whoever picks one. */
import type { DecisionSource, DecisionSummary, EngineViews } from '../views.ts';
import type { Database } from '../store/postgres/connection.ts';

const LATEST = `select distinct on (decision_key) decision_key as key, name, version, version_tag as "versionTag",
    deployed_at as "deployedAt"
  from engine.decision_definition order by decision_key, version desc`;

export function decisionsView({ pool }: Database): EngineViews['decisions'] {
  return async () => {
    const { rows } = await pool.query<Omit<DecisionSummary, 'deployedAt'> & { deployedAt: Date }>(LATEST);
    return rows
      .map((row) => ({ ...row, deployedAt: row.deployedAt.toISOString() }))
      .sort((a, b) => a.name.localeCompare(b.name));
  };
}

const SOURCES = `select distinct on (d.decision_key) d.decision_key as key, d.name, d.version, c.xml
  from engine.decision_definition d join engine.definition_content c on c.hash = d.content_hash
  order by d.decision_key, d.version desc`;

export function decisionSourcesView({ pool }: Database): EngineViews['decisionSources'] {
  return async () => (await pool.query<DecisionSource>(SOURCES)).rows;
}
