/**
 * Answers what deciding asks for, beside slices, which the runner reads itself. Code that is not ours (handlers,
 * scripts, the directory, calendars) may fail; its failure is an answer too, and becomes an incident. A fault of the
 * infrastructure is no answer: it is thrown, and the step is tried again.
 */
import type { DecisionVersion, Need, Outcome, Supply } from '../decide/decision.ts';
import { BpmnError } from '../errors.ts';
import type { CalledProcess } from '../execution/needs.ts';
import { isFault } from '../jobs/fault.ts';
import type { EnginePorts, HandlerResult, Variables } from '../ports.ts';
import type { Store, StoreTransaction } from '../store/store-port.ts';
import type { CachedDefinition, DefinitionCache } from './definition-cache.ts';

export type RunScript = (
  source: string,
  variables: Variables,
  now: string,
  resultVariable?: string,
) => Promise<Variables>;

export interface SupplierParts {
  readonly ports: EnginePorts;
  readonly store: Pick<Store, 'isFault'>;
  readonly definitions: DefinitionCache;
  readonly runScript: RunScript;
  /** Whether the process takes no new instances. */
  readonly isSuspended: (processKey: string) => Promise<boolean>;
}

type AskedNeed = Exclude<Need, { kind: 'slice' }>;

export async function supplyFor(
  parts: SupplierParts,
  need: AskedNeed,
  now: string,
  transaction: StoreTransaction | null,
): Promise<Supply> {
  const { ports, store, definitions } = parts;
  switch (need.kind) {
    case 'definition':
      return { kind: 'definition', definition: (await definitions.get(need.id))?.definition ?? null };
    case 'latestDefinition': {
      const found = await definitions.latest(need.processKey);
      return { kind: 'latestDefinition', ...(await calledOf(parts, found)) };
    }
    case 'boundDefinition': {
      const found = await definitions.bound(need.processKey, need.binding);
      return { kind: 'boundDefinition', ...(await calledOf(parts, found)) };
    }
    case 'record': {
      const [record] = await ports.records.read([need.ref], transaction);
      return { kind: 'record', record: record ?? null };
    }
    case 'executors': {
      const { assignment, record, initiator } = need;
      const request = { assignment, record, initiator, at: new Date(now) };
      return {
        kind: 'executors',
        executors: await outcomeOf(store, () => ports.directory.resolve(request, transaction)),
      };
    }
    case 'plan': {
      const { offset, calendar, windowFrom, windowTo, timeZone } = need;
      const request = { from: new Date(need.from), offset, calendar, windowFrom, windowTo, timeZone };
      return {
        kind: 'plan',
        at: await outcomeOf(store, async () => (await ports.calendars.plan(request)).toISOString()),
      };
    }
    case 'decision':
      return { kind: 'decision', decision: await decisionFor(definitions, need) };
    case 'script':
      return {
        kind: 'script',
        outcome: await outcomeOf(store, () =>
          parts.runScript(need.source, need.variables, now, need.resultVariable),
        ),
      };
    case 'effect':
      return { kind: 'effect', outcome: await runEffect(parts, need, now, transaction) };
  }
}

async function calledOf(
  { isSuspended }: SupplierParts,
  found: CachedDefinition | null,
): Promise<CalledProcess> {
  if (!found) return { definition: null, isSuspended: false };
  return { definition: found.definition, isSuspended: await isSuspended(found.row.processKey) };
}

async function decisionFor(
  definitions: DefinitionCache,
  { decisionKey, binding, version, definitionId }: Extract<Need, { kind: 'decision' }>,
): Promise<DecisionVersion | null> {
  if (binding === 'latest') return definitions.decisions.get(decisionKey, { kind: 'latest' });
  if (binding === 'version') {
    const number = Number(version);
    if (!Number.isInteger(number)) return null;
    return definitions.decisions.get(decisionKey, { kind: 'version', version: number });
  }
  if (binding === 'versionTag') {
    return definitions.decisions.get(decisionKey, { kind: 'versionTag', versionTag: version ?? '' });
  }
  const asking = await definitions.get(definitionId);
  if (!asking) return null;
  const { deploymentId } = asking.row;
  return definitions.decisions.get(decisionKey, { kind: 'deployment', deploymentId });
}

async function runEffect(
  { ports, store }: SupplierParts,
  need: Extract<Need, { kind: 'effect' }>,
  now: string,
  transaction: StoreTransaction | null,
): Promise<Outcome<HandlerResult>> {
  const { handler: name, input, context } = need.effect;
  const handler = ports.handlers.get(name);
  if (handler?.mode !== 'transaction' || !transaction) {
    return { kind: 'failed', message: `There is no handler '${name}' that runs in a step.` };
  }
  const run = (): Promise<HandlerResult> =>
    handler.run(input, { ...context, now: new Date(now) }, transaction);
  return await outcomeOf(store, () => transaction.savepoint(run));
}

async function outcomeOf<T>(store: SupplierParts['store'], work: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return { kind: 'ok', value: await work() };
  } catch (error) {
    if (isFault(store, error)) throw error;
    if (error instanceof BpmnError) {
      const { message, errorCode, errorMessage } = error;
      return { kind: 'failed', message, bpmnError: { code: errorCode, message: errorMessage } };
    }
    return { kind: 'failed', message: error instanceof Error ? error.message : String(error) };
  }
}
