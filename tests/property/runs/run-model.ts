/**
 * One random path through one random process, taken by the engine and by the reference at the same time: after every
 * step from outside both must show the same. The path is drawn from a seed over what the reference could do next.
 */
import type { Variables } from '#engine';
import type { TestEngine } from '#engine/testing';
import { createRandom, type Random } from '../../torture/random.ts';
import { bpmnXml } from '../grammar/bpmn-xml.ts';
import { decisionXml } from '../grammar/decision-xml.ts';
import { variableName } from '../grammar/names.ts';
import { allProcesses, CODES, VARIABLE_COUNT, type Process } from '../grammar/tree.ts';
import { ReferenceInterpreter } from '../reference/interpreter.ts';
import type { AdHocItem } from '../grammar/tree.ts';
import type { Arm, Place, Value } from '../reference/state.ts';
import { viewOf, type View } from '../reference/view.ts';
import { engineView } from './engine-view.ts';
import type { DrawnFile, ModelHost } from './hosts.ts';

const STEPS_MAX = 40;

export interface ModelRun {
  readonly process: Process;
  readonly pathSeed: number;
}

export interface RunReport {
  readonly steps: number;
  /** Null: engine and reference agreed all the way. */
  readonly difference: string | null;
}

type Values = Record<string, number>;

export interface Path {
  readonly random: Random;
  /** The clock may be moved; otherwise timers are fired before their time only. */
  readonly movesClock: boolean;
  /** Somebody may suspend the instance, or move it to an equal version. */
  readonly intervenes: boolean;
  readonly files: readonly DrawnFile[];
  /** Completions and messages bring variables. */
  readonly brings: boolean;
}

/** A step that the world could take, on both sides. */
export interface Step {
  readonly what: string;
  onReference(reference: ReferenceInterpreter): void;
  onEngine(engine: TestEngine, instance: string): Promise<unknown>;
}

/** One path, on a host that has the model; whatever comes of it, nothing of it lives afterwards. */
export async function runModel({ process, pathSeed }: ModelRun, host: ModelHost): Promise<RunReport> {
  const random = createRandom(pathSeed);
  const path = pathOf(process, random);
  const taken: string[] = [];
  const variables = firstVariables(random);
  const odd = random.pick(ODD_VALUES);
  const report = (difference: string | null): RunReport => ({ steps: taken.length, difference });
  try {
    taken.push(`start ${JSON.stringify(variables)} and ${JSON.stringify(odd).slice(0, 60)}`);
    const reference = new ReferenceInterpreter(process, { ...variables, odd });
    const beganAt = Date.parse(host.engine().now());
    const id = await host.engine().start(process.key, { variables: { ...variables, odd } as Variables });
    for (let step = 0; ; step++) {
      await host.engine().runDueJobs();
      const actual = engineView(await host.engine().snapshot(id), beganAt);
      const differences = differencesBetween(viewOf(reference.root), actual);
      if (differences.length > 0) {
        const story = await host.engine().story(id);
        return report([`After ${taken.join(', ')}:`, ...differences, ...story].join('\n'));
      }
      if (reference.root.ended) return report(null);
      await host.betweenSteps(random);
      const next = (step < STEPS_MAX && chooseStep(reference, path)) || CANCEL;
      taken.push(next.what);
      next.onReference(reference);
      await next.onEngine(host.engine(), id);
    }
  } catch (error) {
    return report(`After ${taken.join(', ')}: ${messageOfError(error)}`);
  }
}

/** Alone: nothing but the steps of the process itself is taken. */
export function pathOf(process: Process, random: Random, isAlone = false): Path {
  // What comes with a completion moves its token; a condition that hears of it too would race with that token.
  const brings = !JSON.stringify(process).includes('"conditional"');
  return { random, movesClock: !isAlone, intervenes: !isAlone, brings, files: filesOf(process) };
}

/** The process first. */
export function filesOf(process: Process): DrawnFile[] {
  const drawn = allProcesses(process).map((one) => ({ name: `${one.key}.bpmn`, content: bpmnXml(one) }));
  const asks = drawn.some(({ content }) => content.includes('<businessRuleTask'));
  return asks ? [...drawn, { name: 'decision.dmn', content: decisionXml }] : drawn;
}

/** What a variable may hold besides small numbers; it goes through everything and comes out as it was. */
const ODD_VALUES: readonly Value[] = [
  null,
  '',
  true,
  0.1,
  1e21,
  'Größe \u{1f642} \u202e "quoted" <tag> & = ${x}',
  '2026-03-29T02:30:00+01:00',
  'long '.repeat(4_000),
  [1, [2, []]],
  JSON.parse('{ "__proto__": { "polluted": true } }') as Value,
  { 'a key with spaces': 'é' },
];

export function firstVariables(random: Random): Values {
  return Object.fromEntries(
    Array.from({ length: VARIABLE_COUNT }, (_, index) => [variableName(index), random.between(0, 4)]),
  );
}

export function chooseStep(reference: ReferenceInterpreter, path: Path): Step | null {
  const { random } = path;
  const places = reference.places();
  const steps: Step[] = [
    ...places.flatMap((place) => stepsAt(place, places, path)),
    ...reference.arms().flatMap((arm) => stepsOf(arm, reference, path)),
  ];
  if (steps.length === 0) return null;
  if (path.intervenes && random.next() < 0.02) return REST;
  if (path.intervenes && random.next() < 0.02) return migration(path);
  if (random.next() < 0.05) steps.push(setVariables(valuesFrom(random)));
  if (random.next() < 0.01) steps.push(CANCEL);
  return random.pick(steps);
}

/** It comes to rest and goes on; what happens meanwhile is kept. */
const REST: Step = {
  what: 'suspend and resume',
  onReference: () => undefined,
  async onEngine(engine, instance) {
    await engine.suspend(instance);
    await engine.resume(instance);
  },
};

function resting(step: Step): Step {
  return {
    ...step,
    what: `while it is suspended, ${step.what}`,
    async onEngine(engine, instance) {
      await engine.suspend(instance);
      await step.onEngine(engine, instance);
      await engine.resume(instance);
    },
  };
}

let versions = 0;

function migration({ files }: Path): Step {
  return {
    what: 'move to an equal version',
    onReference: () => undefined,
    async onEngine(engine, instance) {
      versions += 1;
      const [first] = files as readonly [DrawnFile];
      const equal = { ...first, content: `${first.content}<!-- ${versions} -->` };
      try {
        await engine.migrate(await engine.deploy([equal]), { instance });
      } catch (error) {
        // Such as while something is being undone: refused, and nothing has changed.
        if ((error as { readonly code?: string }).code !== 'ENG_MIGRATION_UNSAFE') throw error;
      }
    },
  };
}

/** Which of the places of one element, by age. */
function stepsAt(place: Place, places: readonly Place[], path: Path): readonly Step[] {
  const { elementId } = place;
  const { random } = path;
  const nth = places.filter((one) => one.elementId === elementId && one.kind === place.kind).indexOf(place);
  if (place.incident !== null) {
    // The right one of several incidents at one element cannot be named.
    if (nth > 0) return [];
    const values = valuesFrom(random);
    return [setVariables(values), resolve(place)];
  }
  if (place.inner?.adHoc) return activationsOf(place, places);
  const values = brought(path);
  if (place.kind === 'task') {
    return [
      {
        what: `complete ${elementId}#${nth} ${JSON.stringify(values)}`,
        onReference: (reference) => reference.complete(place, values),
        onEngine: (engine) => engine.complete(elementId, { variables: values, nth }),
      },
    ];
  }
  if (place.kind !== 'job' || nth > 0) return [];
  const done: Step = {
    what: `complete job ${elementId} ${JSON.stringify(values)}`,
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
function activationsOf(place: Place, places: readonly Place[]): readonly Step[] {
  const isFree = ({ elementId, inner }: Place): boolean => {
    const state = inner?.adHoc;
    if (!state || elementId !== place.elementId || state.isClosing) return false;
    return !state.block.sequential || inner.places.size === 0;
  };
  const { instance } = place.scope;
  if (places.find(isFree) !== place || instance.isCalled) return [];
  return place.inner!.adHoc!.block.items.map((item: AdHocItem) => ({
    what: `activate ${item.id}`,
    onReference: (reference) => reference.activate(place, item),
    onEngine: (engine, instance) => engine.activate(item.id, { instance }),
  }));
}

function stepsOf(arm: Arm, reference: ReferenceInterpreter, path: Path): readonly Step[] {
  const { elementId, name } = arm;
  const arms = reference.arms();
  const same = arms.filter((one) => one.elementId === elementId && one.kind === arm.kind);
  // The engine takes the one that waits longest.
  if (same[0] !== arm) return [];
  if (arm.kind === 'message') {
    const values = brought(path);
    const message: Step = {
      what: `message '${name}' ${JSON.stringify(values)}`,
      onReference: (one) => one.fire(arm, values),
      onEngine: (engine) => engine.message(name, { variables: values }),
    };
    return [path.intervenes && path.random.next() < 0.1 ? resting(message) : message];
  }
  if (arm.kind === 'signal') {
    return [
      {
        what: `signal '${name}'`,
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
        onReference: (one) => one.record(name, id),
        onEngine: (engine) => engine.recordEvent(name, { id }, { kind: 'created' }),
      },
    ];
  }
  if (arm.kind === 'conditional') return [setVariables(valuesFrom(path.random))];
  if (arm.kind !== 'timer') return [];
  const early: Step = {
    what: `timer ${elementId}`,
    onReference: (one) => one.fire(arm),
    onEngine: (engine) => engine.trigger(elementId),
  };
  const dues = arms.filter((one) => one.kind === 'timer').map((one) => one.dueAt);
  const isNext =
    dues.every((due) => due >= arm.dueAt) && dues.filter((due) => due === arm.dueAt).length === 1;
  // Of a multiple event the test could not say which trigger it means.
  const earlySteps = arm.isPart ? [] : [early];
  if (!path.movesClock || !isNext || arm.dueAt <= reference.now) return earlySteps;
  const minutes = arm.dueAt - reference.now;
  return [
    ...earlySteps,
    {
      what: `advance ${minutes} minutes to ${elementId}`,
      onReference: (one) => one.fireWhenDue(arm),
      onEngine: (engine) => engine.advance(`PT${minutes}M`),
    },
  ];
}

const CANCEL: Step = {
  what: 'cancel',
  onReference: (reference) => reference.cancel(),
  onEngine: (engine, instance) => engine.cancel(instance),
};

function setVariables(values: Values): Step {
  return {
    what: `set ${JSON.stringify(values)}`,
    onReference: (reference) => reference.setVariables(values),
    onEngine: (engine, instance) => engine.setVariables(values, { instance }),
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

/** What the two say differently, one line each. */
export function differencesBetween(expected: View, actual: View, at = ''): readonly string[] {
  const { children, ...own } = expected;
  const lines = Object.entries(own).flatMap(([name, value]) => {
    const left = JSON.stringify(value);
    const right = JSON.stringify(actual[name as keyof View]);
    return left === right ? [] : [`  ${at}${name}: reference ${left}, engine ${right}`];
  });
  const counts =
    children.length === actual.children.length
      ? []
      : [`  ${at}children: reference ${children.length}, engine ${actual.children.length}`];
  const inner = children.flatMap((child, index) => {
    const other = actual.children[index];
    return other ? differencesBetween(child, other, `${at}child ${index}: `) : [];
  });
  return [...lines, ...counts, ...inner];
}

/** With the problems of a deployment that was refused. */
export function messageOfError(error: unknown): string {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const { details } = (error ?? {}) as { details?: unknown };
  return details === undefined ? text : `${text}\n${JSON.stringify(details)}`;
}
