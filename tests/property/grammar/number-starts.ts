/** Numbers the ways into a process. */
import { caughtData, fitting, maps, type Numbering, type Place } from './numbering.ts';
import { isRacing } from './tree-questions.ts';
import type { Beginning, Line, StartEvent, StartTrigger } from './tree.ts';

/** `lineAt` numbers a line. At least one way leads on, so that what follows can be reached. */
export function numberBeginning(
  drawn: Beginning,
  n: Numbering,
  place: Place,
  lineAt: (line: Line, place: Place) => Line,
): Beginning {
  // A gateway with one way in is a receive task: that is drawn with pools.
  const isGate = drawn.gateId !== null && drawn.starts.length > 1;
  const last = drawn.starts.length - 1;
  const starts = drawn.starts.map((start, rank): StartEvent => {
    const trigger = isGate ? ({ kind: 'message' } as const) : settled(start.trigger, n);
    const path = rank === last ? { ...start.path, end: null } : start.path;
    const id = n.next('start');
    const racing = place.racing || (trigger.kind !== 'none' && isRacing(trigger));
    const data = caughtData(start.data, trigger, place);
    const isMapped = maps(start, trigger) && !data;
    return { id, trigger, isMapped, data, path: lineAt(path, { ...place, racing }) };
  });
  return { gateId: isGate ? n.next('gate') : null, starts };
}

/** Every start that hears a shared signal would begin one more instance, without an end. */
function settled(trigger: StartTrigger, n: Numbering): StartTrigger {
  if (trigger.kind === 'none') return trigger;
  if (trigger.kind === 'several') return { ...trigger, other: 'signal' };
  return fitting(trigger, { isOnce: false }, n);
}
