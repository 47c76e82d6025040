/**
 * Gives ids in the order of the tree, and straightens a drawn tree into one that has exactly one right result:
 *
 * - at most ELEMENTS_MAX elements; what is beyond is left out;
 * - where several tokens may move in one step (`racing`), whatever takes others away or sees their order waits for
 *   somebody first, so that it moves alone;
 * - an end that has no meaning where it stands (cancel outside a transaction) is a plain end.
 */
import { isSending, sends } from './message-ends.ts';
import { localOf } from './names.ts';
import { failureOf, globalTask, numberUndo, numberUndoOf, repeatOf, withCaught } from './number-activity.ts';
import { withFlows } from './number-pools.ts';
import {
  cancelBoundary,
  caughtData,
  ended,
  fitting,
  fittingThrow,
  goesOn,
  maps,
  INTERRUPTING_ENDS,
  lastUndone,
  meaningOf,
  numberMoved,
  numberEnd,
  numberObjects,
  numberUndoneBy,
  thrownData,
  OUTSIDE,
  PAUSE,
  withWayOut,
  type Numbering,
  type Place,
} from './numbering.ts';
import { numberBeginning } from './number-starts.ts';
import {
  cancels,
  endsApart,
  escalates,
  isRacing,
  isThrown,
  mayBeginAtOnce,
  movesOthers,
  WAITING,
} from './tree-questions.ts';
import type { AdHoc, Arm, Block, Boundary, EventSub, Line, Process } from './tree.ts';
import { isNever, maySkip } from './repeats.ts';
import { blocksIn, allLines, allProcesses } from './tree-walk.ts';

const ELEMENTS_MAX = 40;
const POOL_MAX = 24;
const PARTNER_MAX = 12;
const POOL_HANDLERS_MAX = 6;

export function numbered(process: Process): Process {
  let count = 0;
  let countMax = ELEMENTS_MAX;
  let dataCount = 0;
  let hasCondition = false;
  let hasWholeCall = false;
  const numbering: Numbering = {
    next: (prefix) => `${prefix}${(count += 1)}`,
    nextData: () => `data${(dataCount += 1)}`,
    isFull: () => count >= countMax,
    leave: (elements) => void (countMax = count + elements),
    takeCondition() {
      const isFree = !hasCondition && !hasWholeCall;
      hasCondition ||= isFree;
      return isFree;
    },
    takeWholeCall() {
      hasWholeCall ||= !hasCondition;
      return !hasCondition;
    },
  };
  const { partners } = process;
  if (!partners) return numberProcess(process, numbering, OUTSIDE);
  const pool = { ...OUTSIDE, isPool: true };
  numbering.leave(POOL_MAX);
  const first = numberProcess(process, numbering, pool);
  const processes = partners.processes.map((one) => {
    numbering.leave(PARTNER_MAX);
    return numberProcess(one, numbering, { ...pool, isCalled: true });
  });
  return withFlows(first, { ...partners, processes }, (prefix) => numbering.next(prefix));
}

function numberProcess(process: Process, n: Numbering, place: Place): Process {
  const key = n.next('process');
  const startId = n.next('start');
  const racing = place.racing || mayBeginAtOnce(process.handlers);
  const isRoot = place === OUTSIDE;
  const drawn = (isRoot && process.beginning) || null;
  const storeId = isRoot && !drawn ? n.nextData() : '';
  const { objects, inside } = numberObjects(process.objects, { ...place, racing, storeId }, n);
  const lineAt = (line: Line, at: Place): Line => numberLine(line, at, n).line;
  const beginning = drawn && numberBeginning(drawn, n, inside, lineAt);
  const body = ended(lineAt(process.body, inside), n);
  // A pool hears by its event subprocesses, however much there is already.
  if (place.isPool) n.leave(POOL_HANDLERS_MAX);
  const handlers = numberHandlers(process.handlers, inside, n);
  const { beginsByTask = false } = process;
  return { key, startId, objects, body, handlers, partners: null, beginsByTask, beginning, storeId };
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
    // What was sent may be answered while the sender goes on.
    place = { ...place, racing: racing || (place.isPool && sends(made)) };
  };
  // Messages that several send in one step are delivered in no order that everybody agrees about.
  const isApart = given.isPool || given.inMulti;
  for (const block of line.blocks) {
    if (n.isFull()) continue;
    if (place.racing && (movesOthers(block) || (isApart && isSending(block)))) add(PAUSE);
    add(block);
  }
  const kind = line.end && meaningOf(line.end, place);
  const isHeard = isApart && kind === 'message';
  if (place.racing && kind && (isHeard || INTERRUPTING_ENDS.has(kind))) add(PAUSE);
  const end = line.end && kind ? numberEnd(line.end, kind, place, n) : null;
  return { line: { blocks, end }, racing: place.racing };
}

function numberBlock(block: Block, place: Place, n: Numbering): Numbered<Block> {
  switch (block.kind) {
    case 'task': {
      const id = n.next(block.type === 'undefined' ? 'task' : block.type);
      // No instance at all waits for nobody.
      const waits = WAITING.has(block.type) && !(block.repeat && isNever(block.repeat));
      const drawn = repeatOf(block, place, waits);
      const fails = failureOf(block, drawn, place);
      // What never waits has nothing armed; all that can happen to it is its own error.
      const possible = waits
        ? block.boundaries
        : block.boundaries.filter(({ trigger }) => trigger.kind === 'error');
      const isHost = waits || fails !== null || drawn?.throws != null;
      const boundaries = isHost ? numberBoundaries(possible, place, n) : [];
      const repeat = withCaught(drawn, boundaries);
      // Only what somebody has completed is undone in an order that everybody agrees about.
      const undo = waits ? numberUndo(block.undo, { ...place, repeat }, n) : null;
      const moved = numberMoved(block, place, waits || repeat?.kind !== 'parallel');
      const passes = !waits || maySkip(repeat);
      const racing =
        (passes && place.racing) ||
        repeat?.throws?.event === 'escalation' ||
        boundaries.some(({ trigger }) => isRacing(trigger));
      return { made: { ...block, id, ...moved, boundaries, fails, undo, repeat }, racing };
    }
    case 'throw': {
      const { event } = fittingThrow(block, place);
      return {
        made: {
          ...block,
          event,
          id: n.next('throw'),
          data: thrownData(block.data, event === 'message', place),
          targetId: block.event === 'link' ? n.next('link') : '',
        },
        // Whoever hears of an escalation moves beside the one who goes on.
        racing: place.racing || event === 'escalation' || (event === 'several' && block.parts!.escalates),
      };
    }
    case 'catch': {
      const trigger = fitting(block.trigger, { isOnce: !place.isPool }, n);
      const data = caughtData(block.data, trigger, place);
      const isMapped = maps(block, trigger) && !data?.writes;
      return { made: { ...block, id: n.next('catch'), trigger, data, isMapped }, racing: isRacing(trigger) };
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
      const body = numberLine(block.body, { ...place, racing: true, inMulti: true }, n).line;
      const made = { ...block, id, body, joinId: n.next('together') };
      return { made, racing: block.last === 'manual' && (place.racing || endsApart(body)) };
    }
    case 'adHoc':
      return numberAdHoc(block, place, n);
    case 'loop': {
      const resetId = n.next('reset');
      const mergeId = n.next('merge');
      const body = numberLine(block.body, place, n);
      // A complex gateway begins anew when all have come to rest: before the next round, not within its step.
      const isHeld = body.racing || blocksIn(body.line).some(({ kind }) => kind === 'vote');
      const settled = isHeld
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
        const trigger = fitting(arm.trigger, { isOnce: !place.isPool }, n);
        const armId = n.next('on');
        const isTask = arm.isTask === true && trigger.kind === 'message' && !place.isPool;
        const { line, racing } = numberLine(arm.line, { ...place, racing: isRacing(trigger) }, n);
        isApart ||= racing;
        const data = isTask ? null : caughtData(arm.data, trigger, place);
        return { ...arm, id: armId, trigger, isTask, data, line };
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
      const drawnRepeat = cancels(block.body) ? null : repeatOf(block, place, false);
      const inMulti = drawnRepeat?.kind === 'parallel';
      const { objects, inside } = numberObjects(
        block.objects,
        {
          ...place,
          racing:
            place.racing ||
            inMulti ||
            (place.isPool && drawnRepeat !== null) ||
            mayBeginAtOnce([...block.handlers, ...block.boundaries]),
          inTransaction: block.form === 'transaction',
          inMulti: place.inMulti || inMulti,
          local: block.isMapped ? localOf(id) : place.local,
        },
        n,
      );
      const body = ended(numberLine(block.body, inside, n).line, n);
      const handlers = numberHandlers(block.handlers, inside, n);
      const drawn = numberBoundaries(block.boundaries, place, n);
      const boundaries = cancels(body) ? [...drawn, cancelBoundary(n)] : drawn;
      const repeat = withCaught(drawnRepeat, boundaries);
      const undo = numberUndoOf({ ...block, id, repeat }, place, n);
      const undoneBy = undo === null && block.undoneBy ? numberUndoneBy(block.undoneBy, n) : null;
      const made = { ...block, id, startId, objects, body, handlers, boundaries, repeat, undoneBy, undo };
      const isHeard = boundaries.some(({ trigger }) => isRacing(trigger));
      return {
        made,
        racing: place.racing || isHeard || escalates([{ blocks: [made], end: null }]),
      };
    }
    case 'call': {
      const id = n.next('call');
      const inside = { ...OUTSIDE, isCalled: true, racing: mayBeginAtOnce(block.boundaries) };
      const { binding = 'latest', asTask = null } = block;
      const process = asTask
        ? globalTask(asTask, n)
        : { ...numberProcess(block.process, n, inside), isTagged: binding === 'tag' };
      const boundaries = numberBoundaries(block.boundaries, place, n);
      // A copy of everything that comes back would race with what others write meanwhile.
      const mustBeMapped = place.racing || place.inMulti || block.repeat !== null;
      const isMapped = block.isMapped || mustBeMapped || !n.takeWholeCall();
      const isHeard = boundaries.some(({ trigger }) => isRacing(trigger));
      const racing =
        place.racing ||
        place.isPool ||
        isHeard ||
        block.repeat?.throws?.event === 'escalation' ||
        allProcesses(process).some((one) => escalates(allLines(one)));
      const repeat = withCaught(repeatOf(block, place, false), boundaries);
      const undo = numberUndoOf({ ...block, id, repeat }, place, n);
      const bound = asTask && binding === 'tag' ? 'version' : binding;
      const made = { ...block, id, process, boundaries, isMapped, repeat, undo, binding: bound };
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
  const undo = numberUndoOf({ ...block, id }, place, n);
  const made = { ...block, id, isListed, items, boundaries, undo };
  return { made, racing: boundaries.some(({ trigger }) => isRacing(trigger)) };
}

/** One event of a kind for a host: two for the same error would be a duplicate. */
function numberBoundaries(boundaries: readonly Boundary[], place: Place, n: Numbering): readonly Boundary[] {
  const seen = new Set<string>();
  return boundaries.flatMap((boundary): Boundary[] => {
    const trigger = fitting(boundary.trigger, { isOnce: boundary.interrupting && !place.isPool }, n);
    const { kind } = trigger;
    // Only a transaction can be cancelled; it gets its boundary event where it is (cancelBoundary).
    if (n.isFull() || kind === 'cancel' || (isThrown(trigger) && seen.has(kind))) return [];
    seen.add(kind);
    const interrupting = boundary.interrupting || kind === 'error';
    const inner = { ...place, racing: isRacing(trigger) || goesOn(trigger, interrupting, place) };
    const id = n.next('boundary');
    const data = caughtData(boundary.data, trigger, place);
    const isMapped = maps(boundary, trigger) && !data;
    return [
      {
        ...boundary,
        isMapped,
        data,
        id,
        trigger,
        interrupting,
        path: numberLine(boundary.path, inner, n).line,
      },
    ];
  });
}

function numberHandlers(handlers: readonly EventSub[], place: Place, n: Numbering): readonly EventSub[] {
  const seen = new Set<string>();
  return handlers.flatMap((handler): EventSub[] => {
    const trigger = fitting(handler.trigger, { isOnce: handler.interrupting && !place.isPool }, n);
    if (n.isFull() || (isThrown(trigger) && seen.has(trigger.kind))) return [];
    seen.add(trigger.kind);
    const interrupting = handler.interrupting || trigger.kind === 'error';
    const id = n.next('handler');
    const startId = n.next('start');
    const racing = isRacing(trigger) || goesOn(trigger, interrupting, place);
    const around = { ...place, racing, inTransaction: false };
    const { objects, inside } = numberObjects(handler.objects, around, n);
    const body = ended(numberLine(handler.body, inside, n).line, n);
    const data = caughtData(handler.data, trigger, inside);
    const isMapped = maps(handler, trigger) && !data;
    return [{ ...handler, isMapped, data, id, startId, trigger, interrupting, objects, body }];
  });
}
