/**
 * fast-check arbitraries of the other pools of a file. That pools speak to each other is not left to chance: somewhere in
 * the first process it asks each of the others and, mostly, waits for what they answer.
 */
import fc from 'fast-check';
import { CORRELATIONS, type Block, type End, type Partners, type Process, type Task } from './tree.ts';

const SENDING = ['send task', 'throw event'] as const;
const RECEIVING = [
  'receive task',
  'catch event',
  'event gateway',
  'boundary event',
  'event subprocess',
  'nowhere',
] as const;

interface Exchange {
  readonly at: number;
  readonly asksBy: (typeof SENDING)[number];
  readonly hearsBy: (typeof RECEIVING)[number];
  /** Of a boundary event or event subprocess. */
  readonly interrupting: boolean;
  readonly answersAt: number;
  readonly answersBy: (typeof SENDING)[number] | 'end event' | 'nothing';
  readonly beginsByTask: boolean;
}

/** One process in four has partners; `isSure`: each. */
export function withPartners(
  process: fc.Arbitrary<Process>,
  partner: fc.Arbitrary<Process>,
  isSure: boolean,
): fc.Arbitrary<Process> {
  const exchange: fc.Arbitrary<Exchange> = fc.record({
    at: fc.nat(4),
    asksBy: fc.constantFrom(...SENDING),
    hearsBy: fc.constantFrom(...RECEIVING),
    interrupting: fc.boolean(),
    answersAt: fc.nat(4),
    answersBy: fc.constantFrom(...SENDING, 'end event' as const, 'nothing' as const),
    beginsByTask: fc.boolean(),
  });
  const drawn = fc.record({
    others: fc.array(fc.record({ process: partner, exchange }), { minLength: 1, maxLength: 2 }),
    correlation: fc.constantFrom(...CORRELATIONS),
    picks: fc.array(fc.nat(60), { minLength: 12, maxLength: 12 }),
  });
  return fc.tuple(process, fc.nat(3), drawn).map(([first, chance, { others, correlation, picks }]) => {
    if (chance !== 3 && !isSure) return first;
    const partners: Partners = {
      ...{ correlation, picks, flows: [] },
      processes: others.map(({ process: other, exchange: one }) => ({
        ...answering(other, one),
        beginsByTask: one.beginsByTask,
      })),
    };
    return { ...others.reduce((asking, other) => asks(asking, other.exchange), first), partners };
  });
}

function asks(process: Process, { at, asksBy, hearsBy, interrupting }: Exchange): Process {
  const asked = insert(process.body.blocks, at, [senderBy(asksBy), ...receiverBy(hearsBy, interrupting)]);
  const handler = { id: '', startId: '', trigger: MESSAGE, interrupting, objects: [], body: LINE };
  const handlers = hearsBy === 'event subprocess' ? [handler, ...process.handlers] : process.handlers;
  return { ...process, body: { ...process.body, blocks: asked }, handlers };
}

function answering(process: Process, { answersAt, answersBy }: Exchange): Process {
  const { blocks, end } = process.body;
  if (answersBy === 'nothing') return process;
  if (answersBy === 'end event') {
    const telling: End = { id: '', kind: 'message', code: 0 };
    return { ...process, body: { blocks, end: telling } };
  }
  return { ...process, body: { blocks: insert(blocks, answersAt, [senderBy(answersBy)]), end } };
}

function insert(blocks: readonly Block[], at: number, more: readonly Block[]): readonly Block[] {
  return [...blocks.slice(0, at), ...more, ...blocks.slice(at)];
}

const PLAIN = { id: '', data: null, fails: null, boundaries: [], repeat: null, undo: null } as const;
const LINE = { blocks: [], end: null };
const MESSAGE = { kind: 'message' } as const;

function senderBy(kind: (typeof SENDING)[number]): Block {
  if (kind === 'send task') return { ...PLAIN, kind: 'task', type: 'send' };
  return { kind: 'throw', id: '', event: 'message', code: 0, isNamed: false, targetId: '' };
}

function receiverBy(kind: (typeof RECEIVING)[number], interrupting: boolean): readonly Block[] {
  const timer = { kind: 'timer', minutes: 30, times: 1 } as const;
  switch (kind) {
    case 'nowhere':
    case 'event subprocess':
      return [];
    case 'receive task':
      return [{ ...PLAIN, kind: 'task', type: 'receive' }];
    case 'catch event':
      return [{ kind: 'catch', id: '', trigger: MESSAGE }];
    case 'event gateway': {
      const arms = [MESSAGE, timer].map((trigger) => ({ id: '', trigger, line: LINE }));
      return [{ kind: 'choice', id: '', joinId: '', arms }];
    }
    case 'boundary event': {
      const boundary = { id: '', trigger: MESSAGE, interrupting, path: LINE };
      const host: Task = { ...PLAIN, kind: 'task', type: 'user', boundaries: [boundary] };
      return [host];
    }
  }
}
