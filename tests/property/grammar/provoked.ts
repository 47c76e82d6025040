/** What a boundary event or event subprocess catches is thrown, where chance alone would seldom do so. */
import type { Block, Boundary, EventSub, Line, Process } from './tree.ts';
import type { Repeat } from './tree-parts.ts';

interface Thrown {
  readonly kind: 'error' | 'escalation';
  readonly code: number;
}

/** The block throws what it catches itself, in whatever way it can. */
export function provoked(block: Block): Block {
  const thrown = caughtAt(block);
  if (!thrown) return block;
  switch (block.kind) {
    case 'task':
      return { ...block, repeat: throwing(block.repeat, thrown) };
    case 'sub':
      return { ...block, body: endingWith(block.body, thrown) };
    case 'call':
      return { ...block, process: { ...block.process, body: endingWith(block.process.body, thrown) } };
    default:
      return block;
  }
}

/** So does the process itself, where an event subprocess of its own catches it. */
export function provokedWhole<P extends Process>(process: P): P {
  const thrown = caughtBy(process.handlers);
  return thrown ? { ...process, body: endingWith(process.body, thrown) } : process;
}

function caughtAt(block: Block): Thrown | null {
  const boundaries = 'boundaries' in block ? block.boundaries : [];
  const handlers = block.kind === 'sub' ? block.handlers : [];
  return caughtBy([...boundaries, ...handlers]);
}

function caughtBy(events: readonly (Boundary | EventSub)[]): Thrown | null {
  for (const { trigger } of events) {
    const { kind } = trigger;
    if (kind === 'error' || kind === 'escalation') return { kind, code: trigger.code ?? 0 };
  }
  return null;
}

function endingWith({ blocks }: Line, { kind, code }: Thrown): Line {
  return { blocks, end: { id: '', kind, code } };
}

function throwing(repeat: Repeat | null, { kind, code }: Thrown): Repeat {
  const plain: Repeat = {
    ...{ kind: 'parallel', times: 2, enough: null, over: 'number', isCollected: false, throws: null },
    test: { isBefore: false, goesOn: 'always', isBounded: true },
  };
  const { kind: form, times, ...given } = repeat ?? plain;
  const behavior = repeat?.throws?.behavior ?? 'one';
  return {
    ...given,
    kind: form === 'loop' ? 'sequential' : form,
    times: Math.max(1, times),
    throws: { behavior, event: kind, code, at: 1 },
  };
}
