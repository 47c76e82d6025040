import { createHash } from 'node:crypto';
import { compileDiagram } from '../definition/compile.ts';
import { checkDiagrams } from '../definition/check.ts';
import type { CompiledDecision } from '../decisions/decision-model.ts';
import { compileDecisions, isDecisionFile } from '../decisions/read-decisions.ts';
import type { ProcessModel } from '../definition/model.ts';
import { startWakers } from '../definition/start-wakers.ts';
import type { CommandOptions, DefinitionSummary, DeployFile, Engine } from '../engine.ts';
import { EngineFailure, EngineRejection } from '../errors.ts';
import type { Json } from '../ports.ts';
import { addDuration } from '../expressions/time.ts';
import type { RetentionRow } from '../store/deployment-rows.ts';
import type { DecisionRow, DefinitionRow, DeploymentWrite, IdempotencyRow } from '../store/store-port.ts';
import type { CommandContext } from './command-context.ts';
import { fingerprintOf, replay } from './submission.ts';

const DAY_MS = 86_400_000;

/** All diagrams or none: the versions, their start subscriptions and start timers come into force together. */
export function deploy(context: CommandContext): Engine['deploy'] {
  const { store, definitions } = context;
  return async ({ files }, options) => {
    const fingerprint = fingerprintOf('deploy', { files }, options.actor);
    const replayed = await replayOf(context, options, fingerprint);
    if (replayed) return replayed;
    await assertDeployable(context, files);
    const content = { processes: await processesOf(files), decisions: await decisionsOf(files) };
    const keys = content.processes.map(({ model }) => model.processKey);
    const decisionKeys = content.decisions.map(({ compiled }) => compiled.key);
    try {
      const rows = await store.deploy(
        (latest, latestDecisions) =>
          deployment(context, content, { latest, latestDecisions }, options, fingerprint),
        keys,
        decisionKeys,
      );
      definitions.forgetLatest();
      return rows.map(summaryOf);
    } catch (error) {
      // The same key may have deployed on another node at the same moment.
      const meanwhile = await replayOf(context, options, fingerprint);
      if (meanwhile) return meanwhile;
      throw error;
    }
  };
}

interface Process {
  readonly model: ProcessModel;
  readonly xml: string;
}

interface DeployedDecision {
  readonly compiled: CompiledDecision;
  readonly xml: string;
}

async function decisionsOf(files: readonly DeployFile[]): Promise<readonly DeployedDecision[]> {
  const perFile = await Promise.all(
    files
      .filter(({ content }) => isDecisionFile(content))
      .map(async ({ content }) =>
        (await compileDecisions(content)).decisions.map((compiled) => ({ compiled, xml: content })),
      ),
  );
  return perFile.flat();
}

async function processesOf(files: readonly DeployFile[]): Promise<readonly Process[]> {
  const diagrams = files.filter(({ content }) => !isDecisionFile(content));
  const perFile = await Promise.all(
    diagrams.map(async ({ content }) =>
      (await compileDiagram(content)).processes.map((model): Process => ({ model, xml: content })),
    ),
  );
  return perFile.flat();
}

async function assertDeployable({ ports }: CommandContext, files: readonly DeployFile[]): Promise<void> {
  const problems = await checkDiagrams(files, (name) => ports.handlers.has(name));
  const errors = problems.filter((problem) => problem.severity === 'error');
  if (errors.length === 0) return;
  throw new EngineRejection('ENG_DEPLOYMENT_REFUSED', `The diagram has ${errors.length} error(s).`, {
    problems,
  });
}

function deployment(
  { ports }: CommandContext,
  content: { readonly processes: readonly Process[]; readonly decisions: readonly DeployedDecision[] },
  { latest, latestDecisions }: Record<'latest' | 'latestDecisions', ReadonlyMap<string, number>>,
  { actor, reason, idempotencyKey }: CommandOptions,
  fingerprint: string,
): DeploymentWrite {
  const { processes } = content;
  const now = ports.clock.now().toISOString();
  const deploymentId = ports.ids.next();
  const definitions = processes.map(({ model, xml }): DefinitionRow => ({
    id: ports.ids.next(),
    processKey: model.processKey,
    version: (latest.get(model.processKey) ?? 0) + 1,
    name: model.name,
    versionTag: model.versionTag,
    deploymentId,
    xml,
    contentHash: createHash('sha256').update(xml).digest('hex'),
    deployedAt: now,
    deployedBy: actor.id,
    reason: reason ?? null,
  }));
  const decisions = content.decisions.map(({ compiled: { key, name, versionTag }, xml }): DecisionRow => ({
    ...{ id: ports.ids.next(), decisionKey: key, version: (latestDecisions.get(key) ?? 0) + 1 },
    ...{ versionTag, name, deploymentId, xml, deployedAt: now, deployedBy: actor.id },
    contentHash: createHash('sha256').update(xml).digest('hex'),
  }));
  const wakers = processes.map(({ model }, index) =>
    wakersOf({ id: definitions[index]!.id, model }, now, ports.ids),
  );
  const idempotency: IdempotencyRow | null = idempotencyKey
    ? { key: idempotencyKey, fingerprint, response: definitions.map(summaryOf) as unknown as Json }
    : null;
  return {
    definitions,
    decisions,
    retentions: processes.map(({ model }) => retentionOf(model, now)),
    subscriptions: wakers.flatMap((one) => one.subscriptions),
    jobs: wakers.flatMap((one) => one.jobs),
    idempotency,
  };
}

/** In whole days, the last one begun; nothing is kept for less than one. */
function retentionOf({ processKey, historyTimeToLive }: ProcessModel, now: string): RetentionRow {
  if (historyTimeToLive === null) return { processKey, days: null };
  const keptMs = Date.parse(addDuration(now, historyTimeToLive)) - Date.parse(now);
  return { processKey, days: Math.max(1, Math.ceil(keptMs / DAY_MS)) };
}

function wakersOf(...parameters: Parameters<typeof startWakers>): ReturnType<typeof startWakers> {
  try {
    return startWakers(...parameters);
  } catch (error) {
    if (!(error instanceof EngineFailure)) throw error;
    const problem = { severity: 'error', rule: 'start-timer', elementId: null, message: error.message };
    throw new EngineRejection('ENG_DEPLOYMENT_REFUSED', error.message, { problems: [problem] });
  }
}

async function replayOf(
  { store }: CommandContext,
  { idempotencyKey }: CommandOptions,
  fingerprint: string,
): Promise<readonly DefinitionSummary[] | null> {
  if (!idempotencyKey) return null;
  const [known] = await store.readIdempotency([idempotencyKey]);
  return known ? (replay(known, fingerprint) as unknown as readonly DefinitionSummary[]) : null;
}

export function summaryOf({
  id,
  processKey,
  version,
  name,
  deployedAt,
  deployedBy,
  reason,
}: DefinitionRow): DefinitionSummary {
  return { id, processKey, version, name, deployedAt, deployedBy, reason };
}
