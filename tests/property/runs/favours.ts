/** Which of the steps that the world could take a path would rather take: those that bring about what it favours. */
import { kindsIn } from '../grammar/kinds.ts';
import type { Process } from '../grammar/tree.ts';
import { allProcesses, ownEventSubs } from '../grammar/tree-walk.ts';

export interface Favours {
  /** What waits there should happen. */
  readonly elements: ReadonlySet<string>;
  /** It is thrown by those who come that far, so that nothing should take them away. */
  readonly isThrown: boolean;
}

/** Of a kind as `kinds.ts` names it. */
export function favouredIn(process: Process, kind: string | undefined): Favours | null {
  if (kind === undefined) return null;
  const elements = new Set(kindsIn(process).flatMap(([name, id]) => (name === kind ? [id] : [])));
  for (const { id, startId } of allProcesses(process).flatMap(ownEventSubs))
    if (elements.has(id)) elements.add(startId);
  return { elements, isThrown: THROWN.test(kind) || !WAITED_FOR.test(kind) };
}

/** Everything else is come to by going on. */
const WAITED_FOR = /^(boundary|handler|catch|choice|message|mapping)| on /;
const THROWN = /error|escalation|cancel/;
