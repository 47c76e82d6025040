/** What the world could do next on a random path: drawn over what the reference could do, told to both sides alike. */
import type { TestEngine } from '#engine/testing';
import type { Random } from '../../torture/random.ts';
import { isBoundToDeployment } from '../grammar/call-xml.ts';
import { filesOf, type WrittenFile } from '../grammar/files.ts';
import { variableName } from '../grammar/names.ts';
import { CODES, VARIABLE_COUNT, type AdHocItem, type Process } from '../grammar/tree.ts';
import type { ReferenceInterpreter } from '../reference/interpreter.ts';
import type { Arm, Instance, Place } from '../reference/state.ts';
import type { StartTimer } from '../reference/starts.ts';
import type { Favours } from './favours.ts';
import type { Roots } from './roots.ts';
import { startOf, type Start } from './starts.ts';
import { Twins } from './twins.ts';

type Values = Record<string, number>;

export interface Path {
  readonly random: Random;
  /** The clock may be moved; otherwise timers are fired before their time only. */
  readonly movesClock: boolean;
  /** Somebody may suspend the instance, or move it to an equal version. */
  readonly intervenes: boolean;
  readonly process: Process;
  readonly files: readonly WrittenFile[];
  /** Completions and messages bring variables. */
  readonly brings: boolean;
  readonly twins: Twins;
  /** Null: any step alike. */
  readonly favours: Favours | null;
}

/** A step that the world could take, on both sides. */
export interface Step {
  readonly what: string;
  onReference(reference: ReferenceInterpreter): void;
  onEngine(engine: TestEngine, roots: Roots): Promise<unknown>;
  /** Where it ends a waiting. */
  readonly at?: string;
  /** Somebody does what was asked: the token goes on. */
  readonly isForward?: true;
  /** Of several commands: whoever dies within it leaves some of them done. */
  readonly isOfMany?: true;
}

/** Alone: nothing but the steps of the process itself is taken. */
export function pathOf(process: Process, random: Random, isAlone = false): Path {
  // What comes with a completion moves its token; a condition that hears of it too would race with that token.
  const brings = !JSON.stringify(process).includes('"conditional"');
  return {
    random,
    movesClock: !isAlone,
    intervenes: !isAlone,
    brings,
    process,
    files: filesOf(process),
    twins: new Twins(),
    favours: null,
  };
}

export function firstVariables(random: Random): Values {
  return Object.fromEntries(
    Array.from({ length: VARIABLE_COUNT }, (_, index) => [variableName(index), random.between(0, 4)]),
  );
}

export function chooseStep(reference: ReferenceInterpreter, path: Path): Step | null {
  const { random } = path;
  path.twins.note(reference.roots);
  const places = reference.places();
  const steps: Step[] = [
    ...places.flatMap((place) => stepsAt(place, reference, path)),
    ...reference.arms().flatMap((arm) => stepsOf(arm, reference, path)),
    ...reference.startTimers.flatMap((timer) => startsBy(timer, reference, path)),
  ];
  if (steps.length === 0) return null;
  const rank = livingRank(reference, random);
  if (rank !== null) {
    if (path.intervenes && random.next() < 0.02) return rest(rank);
    if (path.intervenes && random.next() < 0.02) return migration(path, rank);
    if (random.next() < 0.05) steps.push(setVariables(valuesFrom(random), rank));
  }
  if (random.next() < 0.01) steps.push(CANCEL);
  const others = ownOf(reference).length;
  const { partners, beginning } = path.process;
  if (path.intervenes && (partners || beginning) && others < OWN_MAX && random.next() < 0.25)
    return startAnother(startOf(path.process, others, firstVariables(random), random));
  return favoured(steps, path) ?? random.pick(steps);
}

const FAVOUR_SHARE = 0.75;

function favoured(steps: readonly Step[], { favours, random }: Path): Step | null {
  if (!favours) return null;
  const liked = steps.filter(({ at, isForward }) =>
    favours.isThrown ? isForward : at !== undefined && favours.elements.has(at),
  );
  return liked.length > 0 && random.next() < FAVOUR_SHARE ? random.pick(liked) : null;
}

/** Several conversations at once. */
const OWN_MAX = 3;

export function startAnother(start: Start): Step {
  return {
    what: `start ${start.event?.id ?? ''} ${JSON.stringify(start.variables).slice(0, 100)}`,
    onReference: (reference) => reference.start(start.variables, start.businessKey, start.event),
    onEngine: (engine, roots) => roots.start(engine, start),
  };
}

/** Those that the test started. */
function ownOf({ roots }: ReferenceInterpreter): readonly Instance[] {
  return roots.filter(({ isCalled }) => !isCalled);
}

/** One of them that lives; null when all have ended. */
function livingRank(reference: ReferenceInterpreter, random: Random): number | null {
  const ranks = ownOf(reference).flatMap(({ ended }, rank) => (ended ? [] : [rank]));
  return ranks.length === 0 ? null : random.pick(ranks);
}

/** It comes to rest and goes on; what happens meanwhile is kept. */
function rest(rank: number): Step {
  return {
    what: `suspend and resume ${rank}`,
    onReference: () => undefined,
    async onEngine(engine, roots) {
      await engine.suspend(roots.at(rank));
      await engine.resume(roots.at(rank));
    },
  };
}

function resting(step: Step, rank: number): Step {
  return {
    ...step,
    what: `while ${rank} is suspended, ${step.what}`,
    async onEngine(engine, roots) {
      await engine.suspend(roots.at(rank));
      await step.onEngine(engine, roots);
      await engine.resume(roots.at(rank));
    },
  };
}

let versions = 0;

/** The same process in one more version that is equal. */
export function deployAgain(engine: TestEngine, { files, process }: Path): ReturnType<TestEngine['deploy']> {
  versions += 1;
  const [first, ...called] = files as readonly [WrittenFile, ...WrittenFile[]];
  const equal = { ...first, content: `${first.content}<!-- ${versions} -->` };
  return engine.deploy([equal, ...(isBoundToDeployment(process) ? called : [])]);
}

function migration(path: Path, rank: number): Step {
  return {
    what: 'move to an equal version',
    onReference: (reference) => reference.redeploy(),
    async onEngine(engine, roots) {
      const deployed = await deployAgain(engine, path);
      try {
        await engine.migrate(deployed, { instance: roots.at(rank) });
      } catch (error) {
        // Such as while something is being undone: refused, and nothing has changed.
        if ((error as { readonly code?: string }).code !== 'ENG_MIGRATION_UNSAFE') throw error;
      }
    },
  };
}

/** Which of the places of one element, by age. */
function stepsAt(place: Place, reference: ReferenceInterpreter, path: Path): readonly Step[] {
  const { elementId } = place;
  const { random } = path;
  const places = reference.places();
  const same = places.filter((one) => one.elementId === elementId && one.kind === place.kind);
  if (path.twins.areAmong(same.map(({ scope }) => scope.instance))) return [];
  const nth = same.indexOf(place);
  if (place.incident !== null) {
    // The right one of several incidents at one element cannot be named.
    if (nth > 0) return [];
    const rank = livingRank(reference, random);
    return [...(rank === null ? [] : [setVariables(valuesFrom(random), rank)]), resolve(place)];
  }
  if (place.inner?.adHoc) return activationsOf(place, reference);
  const values = { ...brought(path), ...givenBack(place.gives, random) };
  if (place.kind === 'task') {
    return [
      {
        what: `complete ${elementId}#${nth} ${JSON.stringify(values)}`,
        ...{ at: elementId, isForward: true },
        onReference: (reference) => reference.complete(place, values),
        onEngine: (engine) => engine.complete(elementId, { variables: values, nth }),
      },
    ];
  }
  if (place.kind !== 'job' || nth > 0) return [];
  const done: Step = {
    what: `complete job ${elementId} ${JSON.stringify(values)}`,
    ...{ at: elementId, isForward: true },
    onReference: (reference) => reference.complete(place, values),
    onEngine: (engine) => engine.completeJob(elementId, { variables: values }),
  };
  const failed: Step = {
    what: `fail job ${elementId}`,
    onReference: (reference) => reference.fail(place),
    onEngine: (engine) => engine.failJob(elementId, { retries: 0 }),
  };
  const code = random.between(0, CODES.length - 1);
  const refused: Step = {
    what: `fail job ${elementId} with ${CODES[code]}`,
    onReference: (reference) => reference.failWithError(place, code),
    onEngine: (engine) => engine.failJob(elementId, { bpmnErrorCode: CODES[code] }),
  };
  return random.next() < 0.2 ? [done, failed, refused] : [done];
}

/** The engine chooses the oldest in which something may begin; what others call cannot be named from here. */
function activationsOf(place: Place, reference: ReferenceInterpreter): readonly Step[] {
  const { instance } = place.scope;
  const isFree = ({ elementId, inner, scope }: Place): boolean => {
    const state = inner?.adHoc;
    if (scope.instance !== instance || !state || elementId !== place.elementId || state.isClosing)
      return false;
    return !state.block.sequential || inner.places.size === 0;
  };
  const rank = ownOf(reference).indexOf(instance);
  if (reference.places().find(isFree) !== place || instance.isCalled) return [];
  return place.inner!.adHoc!.block.items.map((item: AdHocItem) => ({
    what: `activate ${item.id}`,
    onReference: (reference) => reference.activate(place, item),
    onEngine: (engine, roots) => engine.activate(item.id, { instance: roots.at(rank) }),
  }));
}

function stepsOf(arm: Arm, reference: ReferenceInterpreter, path: Path): readonly Step[] {
  const { elementId, name, key } = arm;
  const arms = reference.arms();
  const same = arms.filter((one) => one.elementId === elementId && one.kind === arm.kind && one.key === key);
  // The engine takes the one that waits longest.
  if (same[0] !== arm || path.twins.areAmong(same.map((one) => one.rootOf()))) return [];
  // In which of several instances something moves first, nobody says.
  if ((arm.kind === 'signal' || arm.kind === 'record') && isHeardApart(arm, reference)) return [];
  if (arm.kind === 'message') {
    const place = reference.places().find((one) => one.arms.has(arm) && one.elementId === elementId);
    const values = { ...brought(path), ...givenBack(arm.gives ?? place?.gives ?? null, path.random) };
    const message: Step = {
      what: `message '${name}'${key === null ? '' : ` to ${key}`} ${JSON.stringify(values)}`,
      at: elementId,
      onReference: (one) => one.fire(arm, values),
      onEngine(engine, roots) {
        const correlation = roots.keyOf(key);
        return engine.message(name, { variables: values, ...(correlation !== undefined && { correlation }) });
      },
    };
    const rank = livingRank(reference, path.random);
    const isResting = path.intervenes && rank !== null && path.random.next() < 0.1;
    return [isResting ? resting(message, rank) : message];
  }
  if (arm.kind === 'signal') {
    return [
      {
        what: `signal '${name}'`,
        at: elementId,
        onReference: (one) => one.signal(name),
        onEngine: (engine) => engine.signal(name),
      },
    ];
  }
  if (arm.kind === 'record') {
    const id = uuidFrom(path.random);
    return [
      {
        what: `record '${name}'`,
        at: elementId,
        onReference: (one) => one.record(name, id),
        onEngine: (engine) => engine.recordEvent(name, { id }, { kind: 'created' }),
      },
    ];
  }
  if (arm.kind === 'conditional') {
    const rank = livingRank(reference, path.random);
    return rank === null ? [] : [{ ...setVariables(valuesFrom(path.random), rank), at: elementId }];
  }
  if (arm.kind !== 'timer') return [];
  const early: Step = {
    what: `timer ${elementId}`,
    at: elementId,
    onReference: (one) => one.fire(arm),
    onEngine: (engine) => engine.trigger(elementId),
  };
  // Of a multiple event the test could not say which trigger it means.
  const earlySteps = arm.isPart ? [] : [early];
  if (!path.movesClock || !isNext(arm.dueAt, reference)) return earlySteps;
  const minutes = arm.dueAt - reference.now;
  return [
    ...earlySteps,
    {
      what: `advance ${minutes} minutes to ${elementId}`,
      at: elementId,
      onReference: (one) => one.fireWhenDue(arm),
      onEngine: (engine) => engine.advance(`PT${minutes}M`),
    },
  ];
}

/** Whether nothing else is due until then, and nothing with it. */
function isNext(dueAt: number, reference: ReferenceInterpreter): boolean {
  const armed = reference.arms().filter(({ kind }) => kind === 'timer');
  const dues = [...armed, ...reference.startTimers].map((one) => one.dueAt);
  return (
    dueAt > reference.now &&
    dues.every((due) => due >= dueAt) &&
    dues.filter((due) => due === dueAt).length === 1
  );
}

function startsBy(timer: StartTimer, reference: ReferenceInterpreter, path: Path): readonly Step[] {
  if (!path.movesClock || !isNext(timer.dueAt, reference)) return [];
  const minutes = timer.dueAt - reference.now;
  return [
    {
      what: `advance ${minutes} minutes to ${timer.start.id}`,
      onReference: (one) => one.startWhenDue(timer),
      onEngine: (engine) => engine.advance(`PT${minutes}M`),
    },
  ];
}

/** Whether several instances that nobody called would hear it. */
function isHeardApart({ kind, name }: Arm, reference: ReferenceInterpreter): boolean {
  const hearing = new Set(
    reference.arms().flatMap((one) => (one.kind === kind && one.name === name ? [one.rootOf()] : [])),
  );
  return hearing.size > 1;
}

export const CANCEL: Step = {
  what: 'cancel',
  isOfMany: true,
  onReference: (reference) => reference.cancel(),
  async onEngine(engine, roots) {
    for (const id of await roots.all(engine)) {
      if (!(await engine.snapshot(id)).ended) await engine.cancel(id);
    }
  },
};

function setVariables(values: Values, rank: number): Step {
  return {
    what: `set ${JSON.stringify(values)} of ${rank}`,
    onReference: (reference) => reference.setVariables(values, ownOf(reference)[rank]!),
    onEngine: (engine, roots) => engine.setVariables(values, { instance: roots.at(rank) }),
  };
}

function resolve(place: Place): Step {
  return {
    what: `resolve ${place.elementId}`,
    onReference: (reference) => reference.retry(place),
    onEngine: (engine) => engine.resolveIncident(place.elementId),
  };
}

function brought({ random, brings }: Path): Values {
  return brings && random.next() < 0.6 ? valuesFrom(random) : {};
}

/** The data output that is asked for; now and then nobody thinks of it. */
function givenBack(gives: string | null, random: Random): Values {
  return gives !== null && random.next() < 0.8 ? { [gives]: random.between(0, 9) } : {};
}

function uuidFrom(random: Random): string {
  const digits = String(random.between(1, 999_999_999)).padStart(12, '0');
  return `00000000-0000-7000-8000-${digits}`;
}

function valuesFrom(random: Random): Values {
  return Object.fromEntries(
    Array.from({ length: random.between(1, 2) }, () => [
      variableName(random.between(0, VARIABLE_COUNT - 1)),
      random.between(0, 5),
    ]),
  );
}
