/**
 * Throwing a signal (BPMN 2.0.2 §10.5.1): a broadcast that waits for nobody. It leaves with the step as a job that
 * belongs to no instance, and reaches whoever waited for the name before (jobs/broadcast-signal.ts); inputs go along.
 */
import { signalJob } from '../../decide/signal-job.ts';
import type { SignalDefinition } from '../../definition/model.ts';
import type { Step } from '../../execution/step.ts';
import { inputsOf } from '../../execution/variables.ts';
import { signalNameOf } from '../../execution/arming.ts';

export function throwSignal(step: Step, signal: SignalDefinition): void {
  const { environment, unit } = step.session;
  const thrown = {
    name: signalNameOf(step, signal),
    variables: inputsOf(step),
    actor: { kind: 'process', id: step.instance.id },
  } as const;
  unit.enqueue(signalJob(environment.ids.next(), environment.now, thrown));
}
