/** The flows that belong to the chosen outcome: marked with its code, or named like its code or label. */
import type { Flow } from '../../../definition/model.ts';
import type { OutcomeSettings } from '#moddle';
import type { Step } from '../../../execution/step.ts';
import { flowsOfActivity } from '../../shared/flows.ts';

/** Null when the flows do not speak of outcomes; then conditions decide as on any activity. */
export function outcomeFlows(step: Step, outcome: string | null): readonly Flow[] | null {
  const { outgoing } = step.element;
  const outcomes = 'outcomes' in step.element ? step.element.outcomes : null;
  if (outcome === null || !outcomes || outgoing.length < 2) return null;
  const belongs = (flow: Flow): OutcomeSettings | undefined =>
    outcomes.values.find((candidate) => isFlowOf(flow, candidate));
  const chosen = outgoing.filter((flow) => belongs(flow)?.code === outcome || flow.outcome === outcome);
  if (chosen.length > 0) return chosen;
  const others = outgoing.filter((flow) => flow.outcome === null && !belongs(flow));
  return others.length < outgoing.length ? flowsOfActivity(step, others) : null;
}

function isFlowOf(flow: Flow, outcome: OutcomeSettings): boolean {
  if (flow.outcome !== null) return flow.outcome === outcome.code;
  if (flow.name === null) return false;
  return [outcome.code, outcome.label, ...Object.values(outcome.labels)].includes(flow.name);
}
