/**
 * Asking for what a decision does not know yet. The interpreter is synchronous, so a missing answer leaves the
 * decision by a signal; the runner supplies it and decides again from the start (decisions.md 15). Needs that are
 * known together are asked together, to save round trips.
 */
import type { DecisionVersion, Need, NeedKind, Supplies, Supply } from '../decide/decision.ts';
import type { Definition } from '../definition/model.ts';
import { BpmnError, EngineFailure } from '../errors.ts';
import type { Executors, HandlerResult, RecordRef, Variables } from '../ports.ts';
import type { DefinitionBinding, SliceNeed } from '../store/store-port.ts';

/** Not an error: it carries the questions out of the decision. */
export class NeedSignal {
  readonly needs: readonly Need[];

  constructor(needs: readonly Need[]) {
    this.needs = needs;
  }
}

type NeedOf<K extends NeedKind> = Extract<Need, { kind: K }>;
type SupplyOf<K extends NeedKind> = Extract<Supply, { kind: K }>;

function answers<K extends NeedKind>(supplies: Supplies, needs: readonly NeedOf<K>[]): SupplyOf<K>[] {
  const missing = needs.filter((need) => !supplies.has(need.key));
  if (missing.length > 0) throw new NeedSignal(missing);
  return needs.map((need) => supplies.get(need.key) as SupplyOf<K>);
}

export function sliceKey(slice: SliceNeed): string {
  switch (slice.kind) {
    case 'tokensAt':
      return `slice:tokensAt:${slice.scopeId}:${slice.elementId}`;
    case 'token':
      return `slice:token:${slice.tokenId}`;
    case 'userTasksAt':
      return `slice:userTasksAt:${slice.instanceId}:${slice.elementIds.join(' ')}`;
    case 'subscriptionsOfKind':
      return `slice:subscriptionsOfKind:${slice.subscriptionKind}`;
    case 'subtree':
    case 'scopeChain':
    case 'scopeWakers':
    case 'loop':
    case 'loopResults':
      return `slice:${slice.kind}:${slice.scopeId}`;
  }
}

export function needSlice(supplies: Supplies, slice: SliceNeed): void {
  answers<'slice'>(supplies, [{ key: sliceKey(slice), kind: 'slice', slice }]);
}

export function needSlices(supplies: Supplies, slices: readonly SliceNeed[]): void {
  answers<'slice'>(
    supplies,
    slices.map((slice) => ({ key: sliceKey(slice), kind: 'slice', slice })),
  );
}

export function needDefinition(supplies: Supplies, id: string): Definition {
  const [answer] = answers<'definition'>(supplies, [{ key: `definition:${id}`, kind: 'definition', id }]);
  if (answer!.definition) return answer!.definition;
  throw new Error(`Expected process definition '${id}' of a running instance to exist.`);
}

/** A process that is called: the version, null when there is none, and whether it takes no new instances. */
export interface CalledProcess {
  readonly definition: Definition | null;
  readonly isSuspended: boolean;
}

export function needLatestDefinition(supplies: Supplies, processKey: string): CalledProcess {
  const key = `latestDefinition:${processKey}`;
  return answers<'latestDefinition'>(supplies, [{ key, kind: 'latestDefinition', processKey }])[0]!;
}

/** One certain version of a process. */
export function needBoundDefinition(
  supplies: Supplies,
  processKey: string,
  binding: DefinitionBinding,
): CalledProcess {
  const key = `boundDefinition:${JSON.stringify([processKey, binding])}`;
  return answers<'boundDefinition'>(supplies, [{ key, kind: 'boundDefinition', processKey, binding }])[0]!;
}

/** Who asks for what effects may have changed: an answer from before the last of them is none. */
export interface Asking {
  readonly supplies: Supplies;
  readonly counter: { effects: number };
}

export function needRecords(asking: Asking, refs: readonly RecordRef[]): readonly (Variables | null)[] {
  const needs = refs.map((ref): NeedOf<'record'> => ({ key: recordKey(asking, ref), kind: 'record', ref }));
  return answers<'record'>(asking.supplies, needs).map((answer) => answer.record);
}

function recordKey({ counter: { effects } }: Asking, ref: RecordRef): string {
  return `record:${ref.$record}:${ref.id}${effects > 0 ? `:after ${effects}` : ''}`;
}

/** @throws EngineFailure ENG_HANDLER_FAILED when the handler threw. */
export function needEffect({ supplies, counter }: Asking, effect: NeedOf<'effect'>['effect']): HandlerResult {
  counter.effects += 1;
  const key = `effect:${effect.context.effectKey}`;
  const { outcome } = answers<'effect'>(supplies, [{ key, kind: 'effect', effect }])[0]!;
  if (outcome.kind === 'ok') return outcome.value;
  throw new EngineFailure('ENG_HANDLER_FAILED', outcome.message, { handler: effect.handler });
}

/** @throws EngineFailure ENG_EXECUTOR_FAILED when nobody could be found. */
export function needExecutors(asking: Asking, request: Omit<NeedOf<'executors'>, 'kind' | 'key'>): Executors {
  const { assignment, record, initiator } = request;
  const parts = [assignment.kind, assignment.value, record && recordKey(asking, record), initiator];
  const key = `executors:${JSON.stringify(parts)}`;
  const { executors } = answers<'executors'>(asking.supplies, [{ ...request, key, kind: 'executors' }])[0]!;
  if (executors.kind === 'ok') return executors.value;
  throw new EngineFailure('ENG_EXECUTOR_FAILED', executors.message);
}

/** @throws EngineFailure ENG_PLAN_FAILED when the calendar gives no time. */
export function needPlan(supplies: Supplies, request: Omit<NeedOf<'plan'>, 'kind' | 'key'>): string {
  const { from, offset, calendar, windowFrom, windowTo, timeZone } = request;
  const key = `plan:${JSON.stringify([from, offset, calendar, windowFrom, windowTo, timeZone])}`;
  const { at } = answers<'plan'>(supplies, [{ ...request, key, kind: 'plan' }])[0]!;
  if (at.kind === 'ok') return at.value;
  throw new EngineFailure('ENG_PLAN_FAILED', at.message);
}

/** @throws EngineFailure ENG_DECISION_MISSING when there is none of that key and version. */
export function needDecision(
  supplies: Supplies,
  request: Omit<NeedOf<'decision'>, 'kind' | 'key'>,
): DecisionVersion {
  const { decisionKey, binding, version, definitionId } = request;
  const key = `decision:${JSON.stringify([decisionKey, binding, version, definitionId])}`;
  const { decision } = answers<'decision'>(supplies, [{ ...request, key, kind: 'decision' }])[0]!;
  if (decision) return decision;
  const which = version === null ? binding : `${binding} ${version}`;
  throw new EngineFailure('ENG_DECISION_MISSING', `There is no decision '${decisionKey}' (${which}).`);
}

/** @throws EngineFailure ENG_SCRIPT_FAILED when the script threw or broke a limit, BpmnError when it threw one. */
export function needScript(
  supplies: Supplies,
  key: string,
  request: Omit<NeedOf<'script'>, 'kind' | 'key'>,
): Variables {
  const need = { ...request, key: `script:${key}`, kind: 'script' as const };
  const { outcome } = answers<'script'>(supplies, [need])[0]!;
  if (outcome.kind === 'ok') return outcome.value;
  if (outcome.bpmnError) throw new BpmnError(outcome.bpmnError.code, outcome.bpmnError.message);
  throw new EngineFailure('ENG_SCRIPT_FAILED', outcome.message);
}
