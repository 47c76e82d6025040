/**
 * Business rule task (BPMN 2.0.2 §10.3.3): makes a decision of DMN with the variables that can be seen. One that names
 * a handler, a script or an expression instead runs as a service or script task.
 */
import type { BusinessRuleTask } from '../../definition/model.ts';
import type { DecisionOutcome } from '../../decisions/decision-model.ts';
import { EngineFailure } from '../../errors.ts';
import { needDecision } from '../../execution/needs.ts';
import type { Step } from '../../execution/step.ts';
import { complete } from '../../execution/tokens.ts';
import { contextFor, evaluateText, inputsOf } from '../../execution/variables.ts';
import type { Json, Variables } from '../../ports.ts';
import type { Behaviour } from '../behaviour.ts';
import { completeActivity, neverTriggered, nothingToUndo } from '../shared/defaults.ts';

export const businessRuleTask: Behaviour<BusinessRuleTask> = {
  enter(step) {
    const { session, element, definition, instance } = step;
    const { binding, version } = element;
    const decision = needDecision(session.supplies, {
      decisionKey: String(evaluateText(step, element.decisionRef) ?? ''),
      binding,
      version: version ? String(evaluateText(step, version) ?? '') : null,
      definitionId: definition.id,
    });
    const { compiled } = decision;
    const outcome = compiled.evaluate(contextFor(step, compiled, {}));
    session.unit.emit(instance.id, {
      kind: 'DecisionEvaluated',
      elementId: element.id,
      decisionId: decision.id,
      decisionKey: compiled.key,
      decisionName: compiled.name,
      version: decision.version,
      trace: outcome.trace,
    });
    const value = mapped(step, outcome);
    // Camunda 7's name for the result in output mappings.
    session.locals.set(step.tokenId, { ...inputsOf(step), decisionResult: value });
    complete(step, { result: resultOf(step, value), outcome: null });
  },
  trigger: neverTriggered,
  complete: completeActivity,
  terminate: nothingToUndo,
};

/** Camunda 7 gives the result to nobody but the output mappings, unless a variable is named. */
function resultOf({ element }: Step<BusinessRuleTask>, value: Json): Variables {
  if (element.resultVariable) return { [element.resultVariable]: value };
  if (element.mapResult) return {};
  const isContext = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isContext ? { ...(value as Variables) } : { result: value };
}

function mapped(step: Step<BusinessRuleTask>, { value, rows }: DecisionOutcome): Json {
  switch (step.element.mapResult) {
    case null:
      return value;
    case 'resultList':
      return rows;
    case 'collectEntries':
      return rows.map((row) => entryOf(step, row));
    case 'singleResult':
      return onlyOf(step, rows) ?? null;
    case 'singleEntry': {
      const row = onlyOf(step, rows);
      return row ? entryOf(step, row) : null;
    }
  }
}

function onlyOf(step: Step<BusinessRuleTask>, rows: readonly Variables[]): Variables | undefined {
  if (rows.length > 1) throw unfit(step, `gave ${rows.length} results`);
  return rows[0];
}

function entryOf(step: Step<BusinessRuleTask>, row: Variables): Json {
  const entries = Object.values(row);
  if (entries.length > 1) throw unfit(step, `gave ${entries.length} outputs`);
  return entries[0] ?? null;
}

function unfit({ element }: Step<BusinessRuleTask>, what: string): EngineFailure {
  const message = `Expected the decision of '${element.id}' to fit '${element.mapResult}', but it ${what}.`;
  return new EngineFailure('ENG_DECISION_FAILED', message);
}
