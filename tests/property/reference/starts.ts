/** Timers that begin instances (BPMN 2.0.2 §10.5.2): armed by the deployment, and again by each later one. */
import type { Process, StartEvent } from '../grammar/tree.ts';

export interface StartTimer {
  readonly start: StartEvent;
  dueAt: number;
  readonly every: number;
  /** How often it still fires. */
  remaining: number;
}

export function armStartTimers({ beginning }: Process, now: number): StartTimer[] {
  return (beginning?.starts ?? []).flatMap((start): StartTimer[] => {
    const { trigger } = start;
    if (trigger.kind !== 'timer') return [];
    const { minutes, times } = trigger;
    return [{ start, dueAt: now + minutes, every: minutes, remaining: times }];
  });
}

/** It has fired. */
export function afterFiring(timers: readonly StartTimer[], fired: StartTimer): StartTimer[] {
  fired.remaining -= 1;
  fired.dueAt += fired.every;
  return timers.filter(({ remaining }) => remaining > 0);
}
