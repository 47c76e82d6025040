/**
 * Multi-instance activity (BPMN 2.0.2 §10.3.7, §13.3.7): one iteration per item of a collection, or as many as the
 * cardinality says, all at once or one after the other. When the completion condition holds after one of them, the
 * others are taken away. What they give is collected in the order of the items; an iteration that did not end leaves
 * null in its place.
 */
import type { CompiledExpression } from '../../expressions/expression.ts';
import type { MultiInstanceLoop } from '../../definition/model.ts';
import { EngineFailure } from '../../errors.ts';
import { countersOf } from '../../execution/loop-counters.ts';
import {
  itemsBetween,
  keepItems,
  openBody,
  openIteration,
  rememberCounters,
} from '../../execution/iterations.ts';
import type { Step } from '../../execution/step.ts';
import { complete, wait } from '../../execution/tokens.ts';
import { asReferences, evaluate } from '../../execution/variables.ts';
import type { Json, Variables } from '../../ports.ts';
import { throwBehaviour } from './behaviour-events.ts';
import { allowSteps, goOnLater, isChunkFull } from './chunk.ts';
import { holds } from '../shared/condition.ts';
import type { Repetition } from './repetition.ts';

export const multiInstance: Repetition<MultiInstanceLoop> = {
  begin(step, loop) {
    const items = loop.collection && itemsOf(step, loop.collection);
    const total = items ? items.length : cardinalityOf(step, loop);
    if (total === 0) {
      const { outputCollection } = loop;
      return complete(step, { result: outputCollection ? { [outputCollection]: [] } : {}, outcome: null });
    }
    const token = wait(step);
    const body = openBody(step, token.id, total);
    if (items) keepItems(step.session, body, items);
    startNext({ ...step, scopeId: body.id, token: null }, loop);
  },

  goOn: startNext,

  takeUp(step, loop, { index, variables }) {
    if (loop.output && loop.outputCollection) keepResult(step, loop.output, index, variables);
    if (loop.behavior !== 'all') {
      throwBehaviour(step, loop, variables);
      if (!step.session.state.scopes.has(step.scopeId)) return false;
    }
    if (loop.completionCondition && holds(step, loop.completionCondition, variables)) return true;
    if (!loop.sequential) return false;
    const { started, total } = countersOf(step.session.state.scopes.get(step.scopeId)!);
    if (started === total) return false;
    if (isChunkFull(step, started)) goOnLater(step);
    else startNext(step, loop);
    return false;
  },
};

/** One iteration, or in parallel a chunk of them. */
function startNext(step: Step, loop: MultiInstanceLoop): void {
  const { session, scopeId } = step;
  const body = session.state.scopes.get(scopeId)!;
  const counters = countersOf(body);
  const from = counters.started;
  const total = counters.total!;
  const count = loop.sequential ? 1 : session.environment.limits.itemsPerStep;
  const until = Math.min(total, from + count);
  const items = loop.collection ? itemsBetween(session, body, from, until) : null;
  rememberCounters(session, body, { ...counters, started: until });
  for (let index = from; index < until; index++) {
    allowSteps(step);
    const item = items?.[index - from] ?? null;
    openIteration(session, body, index, loop.itemVariable && items ? { [loop.itemVariable]: item } : {});
  }
  if (until < total && !loop.sequential) goOnLater(step);
}

function itemsOf(step: Step, collection: CompiledExpression): readonly Json[] {
  const value = evaluate(step, collection);
  if (Array.isArray(value)) return asReferences({ items: value as Json[] }).items as Json[];
  const { id, name } = step.element;
  const found = JSON.stringify(value).slice(0, 100);
  const message = `Expected the collection of '${name ?? id}' to be a list, but it is ${found}.`;
  throw new EngineFailure('ENG_COLLECTION_NOT_LIST', message, { elementId: id });
}

function cardinalityOf(step: Step, { cardinality }: MultiInstanceLoop): number {
  const value = cardinality && evaluate(step, cardinality);
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return value;
  const { id, name } = step.element;
  const message = `Expected the number of instances of '${name ?? id}' to be a whole number, but it is ${JSON.stringify(value)}.`;
  throw new EngineFailure('ENG_CARDINALITY_NOT_NUMBER', message, { elementId: id });
}

function keepResult(step: Step, output: CompiledExpression, index: number, variables: Variables): void {
  const { session, instance, scopeId } = step;
  const value = asReferences({ value: evaluate(step, output, variables) }).value ?? null;
  const id = session.environment.ids.next();
  session.unit.emit(instance.id, {
    kind: 'LoopResultAdded',
    result: { id, rootId: instance.rootId, scopeId, index, value },
  });
}
