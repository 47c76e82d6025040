/** The engine's snapshot in the form in which it is compared with the reference. */
import type { Snapshot } from '#engine/testing';
import { byText, sorted, type View } from '../reference/view.ts';

/** `beganAt`: the instant at which the reference begins to count minutes. */
export function engineView(snapshot: Snapshot, beganAt: number): View {
  const { message, signal, conditional } = snapshot.subscriptions;
  const minutes = (instant: string): number => Math.round((Date.parse(instant) - beganAt) / 60_000);
  return {
    ended: snapshot.ended,
    endEvents: [...snapshot.endEvents].sort(),
    tasks: snapshot.tasks.map((task) => task.element).sort(),
    waiting: [...snapshot.waiting].sort(),
    parked: [...snapshot.parked].sort(),
    timers: snapshot.timers.map(({ element, dueAt }) => `${element} @ ${minutes(dueAt)}`).sort(),
    subscriptions: { message, signal, conditional },
    incidents: snapshot.incidents.map(({ element, code }) => `${element} ${code}`).sort(),
    variables: sorted(snapshot.variables),
    // A repeated activity that was left before its first time was come to, but not entered.
    visited: sorted(Object.fromEntries(Object.entries(snapshot.visited).filter(([, times]) => times > 0))),
    children: byText(snapshot.children.map((child) => engineView(child, beganAt))),
  };
}
