/** The current parameters of an instance with who set each last, as the history tells. */
import type { Parameter } from '#contract';
import { isRecordRef, type HistoryEvent, type Variables } from '#engine';
import type { Names } from './names.ts';

export interface ParameterSource {
  readonly at: string;
  readonly actor: HistoryEvent['actor'];
}

/** Last writer of each process-level variable of one instance. */
export function parameterSources(
  events: readonly HistoryEvent[],
  instanceId: string,
): ReadonlyMap<string, ParameterSource> {
  const sources = new Map<string, ParameterSource>();
  for (const event of events) {
    if (event.instanceId !== instanceId) continue;
    for (const name of variablesSetBy(event, instanceId))
      sources.set(name, { at: event.at, actor: event.actor });
  }
  return sources;
}

function variablesSetBy(event: HistoryEvent, instanceId: string): readonly string[] {
  if (event.kind === 'InstanceStarted') return Object.keys(event.variables);
  // The outermost scope of an instance has the instance's own id.
  if (event.kind === 'VariablesSet' && event.scopeId === instanceId) return Object.keys(event.values);
  return [];
}

/**
 * For each event that sets variables, by its number, what its scope held before: the history folded as far as it was
 * given. Where it was cut at its beginning, too little is known and nothing must be asked.
 */
export function variablesBefore(
  events: readonly HistoryEvent[],
  instanceId: string,
): ReadonlyMap<number, Variables> {
  const scopes = new Map<string, Variables>();
  const before = new Map<number, Variables>();
  for (const event of events) {
    if (event.instanceId !== instanceId) continue;
    if (event.kind === 'InstanceStarted') scopes.set(instanceId, event.variables);
    if (event.kind === 'ScopeOpened') scopes.set(event.scopeId, event.variables);
    if (event.kind !== 'VariablesSet') continue;
    const held = scopes.get(event.scopeId) ?? {};
    before.set(event.seq, held);
    scopes.set(event.scopeId, { ...held, ...event.values });
  }
  return before;
}

export function parametersOf(
  variables: Variables,
  sources: ReadonlyMap<string, ParameterSource>,
  names: Names,
): Parameter[] {
  return Object.entries(variables).map(([name, value]) => {
    const source = sources.get(name);
    return {
      name,
      value,
      record: isRecordRef(value) ? names.record(value) : null,
      setBy: source?.actor.kind === 'user' ? (names.person(source.actor.id)?.name ?? null) : null,
      setAt: source?.at ?? null,
    };
  });
}
