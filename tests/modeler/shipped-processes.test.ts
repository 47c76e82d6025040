/** The processes that we ship are clean, complete in both languages, and their scenarios fit their diagrams. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { lintDiagram } from '#lint';
import {
  elementsOf,
  isA,
  KNOWN_ACTIONS,
  readAction,
  readDiagram,
  readForm,
  readIo,
  readOutcomes,
  readProcess,
  readTask,
  readTranslations,
  referenceOf,
  textOf,
  type ModdleElement,
} from '#moddle';

interface Scenarios {
  readonly process: string;
  readonly alsoDeploy?: readonly string[];
  readonly scenarios: readonly {
    readonly name: string;
    readonly given: { readonly stubs: Record<string, unknown> };
    readonly when: readonly { readonly complete?: string; readonly outcome?: string }[];
    readonly then: {
      readonly path: readonly string[];
      readonly endEvents?: readonly string[];
      readonly waiting?: readonly string[];
    };
  }[];
}

const root = new URL('../../processes/', import.meta.url);
const keys = readdirSync(root, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);
const read = (key: string, file: string): string => readFileSync(new URL(`${key}/${file}`, root), 'utf8');

async function nodesOf(key: string): Promise<ReadonlyMap<string, ModdleElement>> {
  const { definitions } = await readDiagram(read(key, `${key}.bpmn`));
  const nodes = new Map<string, ModdleElement>();
  const collect = (container: ModdleElement): void => {
    for (const child of elementsOf(container, 'flowElements')) {
      if (child.id) nodes.set(child.id, child);
      collect(child);
    }
  };
  elementsOf(definitions, 'rootElements').forEach(collect);
  return nodes;
}

describe.each(keys)('process %s', (key) => {
  it('is read without warnings and has no findings', async () => {
    const { definitions, warnings } = await readDiagram(read(key, `${key}.bpmn`));
    expect(warnings).toEqual([]);
    expect(lintDiagram(definitions, { actions: KNOWN_ACTIONS })).toEqual([]);
    expect(
      elementsOf(definitions, 'rootElements').filter((element) => isA(element, 'bpmn:Process'))[0]?.id,
    ).toBe(key);
  });

  it('speaks Russian wherever it speaks English', async () => {
    for (const node of (await nodesOf(key)).values()) {
      if (textOf(node, 'name')) expect(readTranslations(node)['ru'], node.id).toMatch(/[а-я]/i);
      const task = readTask(node);
      if (task?.instruction) expect(task.instructions['ru'], node.id).toMatch(/[а-я]/i);
      for (const outcome of readOutcomes(node)?.values ?? [])
        expect(outcome.labels['ru'], outcome.code).toMatch(/[а-я]/i);
      const schema = readForm(node)?.schema;
      const fields = schema
        ? (JSON.parse(schema) as { components: { label?: string; properties?: { label_ru?: string } }[] })
        : null;
      for (const field of fields?.components ?? [])
        expect(field.properties?.label_ru, field.label).toMatch(/[а-я]/i);
    }
  });

  it('says in Russian what it is for, and names its pools and lanes', async () => {
    const { definitions } = await readDiagram(read(key, `${key}.bpmn`));
    const roots = elementsOf(definitions, 'rootElements');
    const processes = roots.filter((root) => isA(root, 'bpmn:Process'));
    for (const process of processes) expect(readProcess(process)?.descriptions['ru']).toMatch(/[а-я]/i);
    const lanes = processes.flatMap((process) => elementsOf(process, 'laneSets'));
    const named = [
      ...roots.flatMap((root) => elementsOf(root, 'participants')),
      ...lanes.flatMap((set) => elementsOf(set, 'lanes')),
    ];
    for (const element of named) expect(readTranslations(element)['ru'], element.id).toMatch(/[а-я]/i);
  });

  it('gives actions only inputs that they know', async () => {
    for (const node of (await nodesOf(key)).values()) {
      const action = KNOWN_ACTIONS.find((candidate) => candidate.type === readAction(node)?.type);
      if (!action || action.fields) continue;
      const known = action.inputs.map((input) => input.name);
      for (const input of readIo(node).inputs) expect(known, node.id).toContain(input.name);
    }
  });

  it('calls only processes that are shipped', async () => {
    for (const node of (await nodesOf(key)).values()) {
      const called = textOf(node, 'calledElement');
      if (called) expect(keys).toContain(called);
    }
  });

  it('has scenarios whose paths the diagram allows', async () => {
    const nodes = await nodesOf(key);
    const { scenarios, alsoDeploy = [] } = JSON.parse(read(key, 'scenarios.json')) as Scenarios;
    for (const other of alsoDeploy) expect(existsSync(new URL(`${other}/${other}.bpmn`, root))).toBe(true);
    for (const { name, then, when } of scenarios) {
      const passed = new Set<ModdleElement>();
      for (const id of then.path) {
        const node = nodes.get(id);
        if (!node) throw new Error(`${name}: there is no '${id}'`);
        expect(isLedTo(node, passed), `${name}: ${id}`).toBe(true);
        passed.add(node);
      }
      for (const id of [...(then.endEvents ?? []), ...(then.waiting ?? [])])
        expect(then.path, name).toContain(id);
      for (const { complete, outcome } of when) {
        const task = complete ? nodes.get(complete) : undefined;
        if (complete) expect(isA(task, 'bpmn:UserTask'), complete).toBe(true);
        if (task && outcome) expect(readOutcomes(task)?.values.map((value) => value.code)).toContain(outcome);
      }
    }
  });
});

/** By a flow, from the activity it sits on, or as the start of a container that was entered. */
function isLedTo(node: ModdleElement, passed: ReadonlySet<ModdleElement>): boolean {
  if (passed.size === 0) return isA(node, 'bpmn:StartEvent');
  const before = [
    ...elementsOf(node, 'incoming').map((flow) => referenceOf(flow, 'sourceRef')),
    referenceOf(node, 'attachedToRef'),
    isA(node, 'bpmn:StartEvent') ? (node.$parent ?? null) : null,
  ];
  return before.some((element) => element !== null && passed.has(element));
}
