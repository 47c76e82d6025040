/** What a difference ends with: the story of each instance that it is about, one line per history event. */
import { storyOf } from '#engine/testing';
import type { Engine } from '#engine';
import type { Cluster } from './cluster.ts';

/** Of a crowd the first ones say enough. */
const STORIES_MAX = 3;
const EVENTS_MAX = 1_000;

export function withStory(problem: string, story: readonly string[]): string {
  return [problem, ...story].join('\n  ');
}

export async function withStories(
  problem: string,
  engine: Engine,
  instanceIds: readonly string[],
): Promise<string> {
  const lines: string[] = [];
  for (const instanceId of instanceIds.slice(0, STORIES_MAX)) {
    const history = await engine.views.history({ instanceId, limit: EVENTS_MAX });
    lines.push(`instance ${instanceId}`, ...storyOf(history));
  }
  return withStory(problem, lines);
}

/** Runs what contends, and tells the stories of what it started, itself or under its business key, when it differs. */
export async function contended(
  cluster: Cluster,
  unique: string,
  run: (cluster: Cluster) => Promise<string | null>,
): Promise<string | null> {
  const started: string[] = [];
  const start: Cluster['start'] = async (...request) => {
    const instanceId = await cluster.start(...request);
    started.push(instanceId);
    return instanceId;
  };
  const problem = await run({ ...cluster, start });
  if (problem === null) return null;
  const { engine, pool } = cluster.nodes[0]!;
  const { rows } = await pool.query<{ id: string }>(
    'select id from engine.process_instance where business_key = $1 order by id',
    [unique],
  );
  return withStories(problem, engine, [...new Set([...started, ...rows.map((row) => row.id)])]);
}
