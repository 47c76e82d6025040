/**
 * Gives ids in the order of the tree, and straightens a drawn tree into one that has exactly one right result:
 *
 * - at most ELEMENTS_MAX elements; what is beyond is left out;
 * - where several tokens may move in one step (`racing`), whatever takes others away or sees their order waits for
 *   somebody first, so that it moves alone;
 * - an end that has no meaning where it stands (cancel outside a transaction) is a plain end.
 */
import { cancels, endsApart, escalates, isRacing, movesOthers } from './tree-questions.ts';
import {
  allLines,
  allProcesses,
  type AdHoc,
  type Arm,
  type Block,
  type Boundary,
  type BoundaryTrigger,
  type End,
  type EventSub,
  type Line,
  type Process,
  type Repeat,
  type Task,
  type UndoneBy,
} from './tree.ts';

const ELEMENTS_MAX = 40;

/** Where in the tree we are. */
interface Place {
  /** Other tokens may move in the same step as the one that comes here. */
  readonly racing: boolean;
  readonly inTransaction: boolean;
  /** The body of several instances at once. */
  readonly inMulti: boolean;
  /** In a process that another one calls. */
  readonly isCalled: boolean;
}

interface Numbering {
  next(prefix: string): string;
  isFull(): boolean;
  /** True once: two conditions on the same variables would race when one of them takes the other away. */
  takeCondition(): boolean;
}

export function numbered(process: Process): Process {
  let count = 0;
  let hasCondition = false;
  const numbering: Numbering = {
    next: (prefix) => `${prefix}${(count += 1)}`,
    isFull: () => count >= ELEMENTS_MAX,
    takeCondition() {
      const isFree = !hasCondition;
      hasCondition = true;
      return isFree;
    },
  };
  return numberProcess(process, numbering, false);
}

function numberProcess(process: Process, n: Numbering, isCalled: boolean): Process {
  const place: Place = {
    racing: false,
    inTransaction: false,
    inMulti: false,
    isCalled,
  };
  const key = n.next('process');
  const startId = n.next('start');
  const body = ended(numberLine(process.body, place, n).line, n);
  return { key, startId, body, handlers: numberHandlers(process.handlers, place, n) };
}

/** What is undone by name: the last task of the line that can be. */
function lastUndone(blocks: readonly Block[]): string {
  return blocks.findLast((block) => block.kind === 'task' && block.undo !== null)?.id ?? '';
}

interface Numbered<T> {
  readonly made: T;
  /** What the tokens that come out of it do. */
  readonly racing: boolean;
}

function numberLine(line: Line, given: Place, n: Numbering): { line: Line; racing: boolean } {
  let place = given;
  const blocks: Block[] = [];
  const add = (block: Block): void => {
    const { made, racing } = numberBlock(block, place, n);
    blocks.push(made.kind === 'throw' && made.isNamed ? { ...made, targetId: lastUndone(blocks) } : made);
    place = { ...place, racing };
  };
  for (const block of line.blocks) {
    if (n.isFull()) continue;
    if (place.racing && movesOthers(block)) add(PAUSE);
    add(block);
  }
  const kind = line.end && meaningOf(line.end, place);
  if (place.racing && kind && INTERRUPTING_ENDS.has(kind)) add(PAUSE);
  const end = line.end && kind ? { ...line.end, kind, id: n.next('end') } : null;
  return { line: { blocks, end }, racing: place.racing };
}

/**
 * A condition where it may stand: somewhere that waits by itself, so that nothing else moves when it is true at once. A
 * shared signal where it is heard once only, so that nobody wakes himself for ever.
 */
function fitting<T extends BoundaryTrigger>(
  trigger: T,
  { mayStand, isOnce }: { readonly mayStand: boolean; readonly isOnce: boolean },
  n: Numbering,
): T | { readonly kind: 'message' } {
  if (trigger.kind === 'signal' && !isOnce) return { ...trigger, isShared: false };
  if (trigger.kind !== 'conditional' || (mayStand && n.takeCondition())) return trigger;
  return { kind: 'message' };
}

/** How often it may run, and whether it may be stopped before that. */
function repeatOf(block: { readonly repeat: Repeat | null }, waits: boolean): Repeat | null {
  const { repeat } = block;
  // Iterations that end in the step that begins them all have no order.
  return repeat && repeat.kind === 'parallel' && !waits ? { ...repeat, enough: null } : repeat;
}

/** A person between: whoever comes out of it moves alone. */
const PAUSE: Task = {
  kind: 'task',
  id: '',
  type: 'user',
  fails: null,
  boundaries: [],
  repeat: null,
  undo: null,
};

const INTERRUPTING_ENDS: ReadonlySet<End['kind']> = new Set([
  'terminate',
  'sharedSignal',
  'error',
  'escalation',
  'compensation',
  'cancel',
]);

function meaningOf(end: End, place: Place): End['kind'] {
  if (end.kind === 'cancel' && !place.inTransaction) return 'none';
  return end.kind;
}

function ended(line: Line, n: Numbering): Line {
  return line.end ? line : { ...line, end: { id: n.next('end'), kind: 'none', code: 0 } };
}

const WAITING = new Set(['user', 'job', 'receive']);

function numberBlock(block: Block, place: Place, n: Numbering): Numbered<Block> {
  switch (block.kind) {
    case 'task': {
      const id = n.next(block.type === 'undefined' ? 'task' : block.type);
      // No instance at all waits for nobody.
      const isEmpty = block.repeat !== null && block.repeat.kind !== 'loop' && block.repeat.times === 0;
      const waits = WAITING.has(block.type) && !isEmpty;
      const repeat = repeatOf(block, waits);
      // Of several at once, the first to fail would take the others away.
      const fails = block.type === 'action' && repeat?.kind !== 'parallel' ? block.fails : null;
      // What never waits has nothing armed; all that can happen to it is its own error.
      const possible = waits
        ? block.boundaries
        : block.boundaries.filter(({ trigger }) => trigger.kind === 'error');
      const mayStand = waits && repeat === null;
      const boundaries = waits || fails !== null ? numberBoundaries(possible, place, n, mayStand) : [];
      // Only what somebody has completed is undone in an order that everybody agrees about.
      const undo =
        block.undo && waits ? { ...block.undo, id: n.next('undo'), taskId: n.next('undoing') } : null;
      const racing = (!waits && place.racing) || boundaries.some(({ trigger }) => isRacing(trigger));
      return { made: { ...block, id, boundaries, fails, undo, repeat }, racing };
    }
    case 'throw':
      return {
        made: { ...block, id: n.next('throw'), targetId: block.event === 'link' ? n.next('link') : '' },
        // Whoever hears of an escalation moves beside the one who goes on.
        racing: place.racing || block.event === 'escalation',
      };
    case 'catch': {
      const trigger = fitting(block.trigger, { mayStand: true, isOnce: true }, n);
      return { made: { ...block, id: n.next('catch'), trigger }, racing: isRacing(trigger) };
    }
    case 'xor':
    case 'or': {
      const inner = { ...place, racing: place.racing || block.kind === 'or' };
      const id = n.next(block.kind);
      const joinId = n.next(`${block.kind}Join`);
      let racing = false;
      const arms = block.arms.map((arm): Arm => {
        const made = numberLine(arm.line, inner, n);
        racing ||= made.racing;
        return { ...arm, line: made.line };
      });
      const isByTask = block.kind === 'or' && block.by !== 'gateway';
      const drawn = block.otherwise ?? (isByTask ? { blocks: [], end: null } : null);
      const otherwise = drawn && numberLine(drawn, inner, n).line;
      const made = withWayOut({ ...block, id, joinId, arms, otherwise });
      const isApart = block.kind === 'or' && [...arms.map((arm) => arm.line), otherwise].some(endsApart);
      return { made, racing: place.racing || isApart || (block.kind === 'xor' && racing) };
    }
    case 'and': {
      const inner = { ...place, racing: true };
      const id = n.next('and');
      const joinId = n.next('andJoin');
      const arms = block.arms.map((arm) => numberLine(arm, inner, n).line);
      // The last arm always flows on, so that what follows can be reached.
      const last = { ...arms.at(-1)!, end: null };
      const joined = [...arms.slice(0, -1), last];
      return { made: { ...block, id, joinId, arms: joined }, racing: place.racing || joined.some(endsApart) };
    }
    case 'vote': {
      const id = n.next('vote');
      const joinId = n.next('voteJoin');
      // Every arm begins with somebody, so that what arrives arrives alone.
      let racing = false;
      const arms = block.arms.map((arm) => {
        const begun = { ...arm, blocks: [PAUSE, ...arm.blocks] };
        const made = numberLine(begun, { ...place, racing: true }, n);
        racing ||= made.racing;
        return made.line;
      });
      const open = [...arms.slice(0, -1), { ...arms.at(-1)!, end: null }];
      const need = Math.min(block.need, open.filter((arm) => arm.end === null).length);
      const lateId = block.lateId === null ? null : n.next('late');
      return { made: { ...block, id, joinId, arms: open, need, lateId }, racing };
    }
    case 'batch': {
      const id = n.next('several');
      const body = numberLine(block.body, { ...place, racing: true }, n).line;
      const made = { ...block, id, body, joinId: n.next('together') };
      return { made, racing: block.last === 'manual' && (place.racing || endsApart(body)) };
    }
    case 'adHoc':
      return numberAdHoc(block, place, n);
    case 'loop': {
      const resetId = n.next('reset');
      const mergeId = n.next('merge');
      const body = numberLine(block.body, place, n);
      const settled = body.racing
        ? { ...body.line, blocks: [...body.line.blocks, numberBlock(PAUSE, place, n).made] }
        : body.line;
      const made = {
        ...block,
        resetId,
        mergeId,
        body: settled,
        countId: n.next('count'),
        id: n.next('loop'),
      };
      return { made, racing: false };
    }
    case 'choice': {
      const id = n.next('choice');
      const joinId = n.next('choiceJoin');
      let isApart = false;
      const arms = block.arms.map((arm) => {
        const trigger = fitting(arm.trigger, { mayStand: true, isOnce: true }, n);
        const armId = n.next('on');
        const { line, racing } = numberLine(arm.line, { ...place, racing: isRacing(trigger) }, n);
        isApart ||= racing;
        return { ...arm, id: armId, trigger, line };
      });
      const last = arms.at(-1)!;
      const open = { ...last, line: { ...last.line, end: null } };
      const racing = place.racing || isApart;
      return { made: { ...block, id, joinId, arms: [...arms.slice(0, -1), open] }, racing };
    }
    case 'sub': {
      const id = n.next('sub');
      const startId = n.next('start');
      // Which iterations a cancelled one would take with it, nobody says.
      const repeat = cancels(block.body) ? null : repeatOf(block, false);
      const inMulti = repeat?.kind === 'parallel';
      const inside: Place = {
        racing: place.racing || inMulti,
        inTransaction: block.form === 'transaction',
        inMulti: place.inMulti || inMulti,
        isCalled: place.isCalled,
      };
      const body = ended(numberLine(block.body, inside, n).line, n);
      const handlers = numberHandlers(block.handlers, inside, n);
      const drawn = numberBoundaries(block.boundaries, place, n);
      const boundaries = cancels(body) ? [...drawn, cancelBoundary(n)] : drawn;
      const undoneBy = block.undoneBy && numberUndoneBy(block.undoneBy, n);
      const made = { ...block, id, startId, body, handlers, boundaries, repeat, undoneBy };
      const isHeard = boundaries.some(({ trigger }) => isRacing(trigger));
      return {
        made,
        racing: place.racing || isHeard || escalates([body, ...handlers.map((handler) => handler.body)]),
      };
    }
    case 'call': {
      const id = n.next('call');
      const process = numberProcess(block.process, n, true);
      const boundaries = numberBoundaries(block.boundaries, place, n);
      // A copy of everything that comes back would race with what others write meanwhile.
      const isMapped = block.isMapped || place.racing || place.inMulti || block.repeat !== null;
      const isHeard = boundaries.some(({ trigger }) => isRacing(trigger));
      const racing = place.racing || isHeard || allProcesses(process).some((one) => escalates(allLines(one)));
      const made = { ...block, id, process, boundaries, isMapped, repeat: repeatOf(block, false) };
      return { made, racing };
    }
  }
}

/** Somebody is always asked first, and what begins by itself waits, so that nothing in it moves at the same time. */
function numberAdHoc(block: AdHoc, place: Place, n: Numbering): Numbered<AdHoc> {
  const id = n.next('adHoc');
  // What people choose can be told to the instance that was started only.
  const isListed = block.isListed || place.isCalled;
  const items = block.items.map(({ type }, index) => {
    const waits = index === 0 || (isListed && !block.sequential);
    const kind = type === 'manual' && waits ? 'user' : type;
    return { id: n.next(kind), type: kind };
  });
  const boundaries = numberBoundaries(block.boundaries, place, n);
  const made = { ...block, id, isListed, items, boundaries };
  return { made, racing: boundaries.some(({ trigger }) => isRacing(trigger)) };
}

function numberUndoneBy({ type, throwId }: UndoneBy, n: Numbering): UndoneBy {
  return {
    type,
    id: n.next('undoer'),
    startId: n.next('start'),
    taskId: n.next(type),
    throwId: throwId === null ? null : n.next('throw'),
    endId: n.next('end'),
  };
}

/** A transaction that can be cancelled says where that leads. */
function cancelBoundary(n: Numbering): Boundary {
  const id = n.next('boundary');
  return { id, trigger: { kind: 'cancel' }, interrupting: true, path: { blocks: [], end: null } };
}

/** One arm at least flows on, so that what follows can be reached. */
function withWayOut<B extends Extract<Block, { kind: 'xor' | 'or' }>>(block: B): B {
  if (block.otherwise) return block;
  const last = block.arms.at(-1)!;
  return { ...block, arms: [...block.arms.slice(0, -1), { ...last, line: { ...last.line, end: null } }] };
}

/** One event of a kind for a host: two for the same error would be a duplicate. */
function numberBoundaries(
  boundaries: readonly Boundary[],
  place: Place,
  n: Numbering,
  mayStand = false,
): readonly Boundary[] {
  const seen = new Set<string>();
  return boundaries.flatMap((boundary): Boundary[] => {
    const trigger = fitting(boundary.trigger, { mayStand, isOnce: boundary.interrupting }, n);
    const { kind } = trigger;
    const isThrown = kind === 'error' || kind === 'escalation';
    // Only a transaction can be cancelled; it gets its boundary event where it is (cancelBoundary).
    if (n.isFull() || kind === 'cancel' || (isThrown && seen.has(kind))) return [];
    seen.add(kind);
    const interrupting = boundary.interrupting || kind === 'error';
    const inner = { ...place, racing: isRacing(trigger) };
    const id = n.next('boundary');
    return [{ ...boundary, id, trigger, interrupting, path: numberLine(boundary.path, inner, n).line }];
  });
}

function numberHandlers(handlers: readonly EventSub[], place: Place, n: Numbering): readonly EventSub[] {
  const seen = new Set<string>();
  return handlers.flatMap((handler): EventSub[] => {
    const trigger = fitting(handler.trigger, { mayStand: false, isOnce: handler.interrupting }, n);
    const { kind } = trigger;
    const isThrown = kind === 'error' || kind === 'escalation';
    if (n.isFull() || (isThrown && seen.has(kind))) return [];
    seen.add(kind);
    const interrupting = handler.interrupting || kind === 'error';
    const id = n.next('handler');
    const startId = n.next('start');
    const body = ended(
      numberLine(handler.body, { ...place, racing: isRacing(trigger), inTransaction: false }, n).line,
      n,
    );
    return [{ ...handler, id, startId, trigger, interrupting, body }];
  });
}
