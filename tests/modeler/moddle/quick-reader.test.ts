/**
 * The quick reader gives the same elements as bpmn-moddle, or leaves the document to it: over every model of the tests,
 * the reference models where there are, and thousands of damaged ones.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readDiagram, readDiagramToLookAt, type Diagram } from '#moddle';
import { REFERENCE_MODELS, referenceModel } from '../../support/reference-models.ts';

const tests = fileURLToPath(new URL('../..', import.meta.url));
const MODELS: readonly string[] = [
  ...readdirSync(tests, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.bpmn'))
    .sort()
    .map((file) => readFileSync(join(tests, file), 'utf8')),
  ...REFERENCE_MODELS.map(referenceModel),
];

/** The package defines the type with a getter. */
const isReadQuickly = ({ definitions }: Diagram): boolean =>
  Object.getOwnPropertyDescriptor(definitions, '$type')?.value !== undefined;

/** The tree as plain data: what is contained stands in its place, what is referred to by its place in the tree. */
function plain(root: object): unknown {
  const places = new Map<object, string>();
  const place = (element: object, path: string): void => {
    places.set(element, path);
    for (const [name, held] of heldBy(element)) {
      for (const [index, one] of held.entries()) {
        if (isObject(one) && parentOf(one) === element && !places.has(one))
          place(one, `${path}/${name}[${index}]`);
      }
    }
  };
  place(root, '');
  const shown = (value: unknown, holder: object, path: string): unknown => {
    if (Array.isArray(value)) return value.map((one, index) => shown(one, holder, `${path}[${index}]`));
    if (!isObject(value)) return value;
    const known = places.get(value);
    if (known !== undefined)
      return known === path && parentOf(value) === holder ? described(value, path) : `→ ${known}`;
    return { ...value };
  };
  const described = (element: object, path: string): unknown =>
    Object.fromEntries(
      namesOf(element).map((name) => {
        const value = (element as Record<string, unknown>)[name];
        const isOne = !Array.isArray(value);
        return [
          name,
          name === '$attrs'
            ? { ...(value as object) }
            : shown(value, element, `${path}/${name}${isOne ? '[0]' : ''}`),
        ];
      }),
    );
  return described(root, '');
}

function namesOf(element: object): readonly string[] {
  const left = new Set(['$parent', '$model', 'get', 'set', '$instanceOf']);
  const names = Object.getOwnPropertyNames(element).filter((name) => !left.has(name));
  // A collection that was asked for and is empty says nothing.
  return names.filter((name) => !isEmpty((element as Record<string, unknown>)[name])).sort();
}

function heldBy(element: object): readonly (readonly [string, readonly unknown[]])[] {
  return namesOf(element)
    .filter((name) => name !== '$attrs' && name !== '$descriptor')
    .map((name) => {
      const value = (element as Record<string, unknown>)[name];
      return [name, Array.isArray(value) ? value : [value]] as const;
    });
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
const isEmpty = (value: unknown): boolean => Array.isArray(value) && value.length === 0;
const parentOf = (element: object): unknown => (element as { $parent?: unknown }).$parent;

/** Deterministic numbers below `limit`. */
function dice(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

const SPLINTERS = [
  '<',
  '>',
  '"',
  '&',
  '/',
  ' ',
  ':',
  '=',
  'x',
  '<!--',
  ']]>',
  'id="a"',
  '&#32;',
  'xmlns="urn:x"',
];

function damaged(xml: string, roll: (limit: number) => number): string {
  const at = roll(xml.length);
  switch (roll(4)) {
    case 0:
      return xml.slice(0, at) + xml.slice(at + 1 + roll(12));
    case 1:
      return xml.slice(0, at) + SPLINTERS[roll(SPLINTERS.length)]! + xml.slice(at);
    case 2:
      return xml.slice(0, at) + xml.slice(at, at + 40) + xml.slice(at);
    default: {
      const tags = [...xml.matchAll(/<[^>]+>/g)];
      const [tag, other] = [tags[roll(tags.length)]!, tags[roll(tags.length)]!];
      return xml.slice(0, tag.index) + other[0] + xml.slice(tag.index + tag[0].length);
    }
  }
}

async function reading(read: () => Promise<Diagram>): Promise<{ diagram: Diagram | null; outcome: unknown }> {
  try {
    const diagram = await read();
    return { diagram, outcome: { tree: plain(diagram.definitions), warnings: diagram.warnings } };
  } catch (error) {
    return { diagram: null, outcome: (error as Error).message };
  }
}

describe('quick reader', () => {
  it('reads every regular model by itself, and all of them as the package does', async () => {
    let quick = 0;
    for (const xml of MODELS) {
      const ours = await readDiagramToLookAt(xml);
      const theirs = await readDiagram(xml);
      expect(plain(ours.definitions)).toEqual(plain(theirs.definitions));
      expect(ours.warnings).toEqual(theirs.warnings);
      expect(isReadQuickly(ours)).toBe(theirs.warnings.length === 0);
      if (isReadQuickly(ours)) quick++;
    }
    expect(quick).toBeGreaterThan(MODELS.length * 0.9);
  }, 60_000);

  it('reads damaged models as the package does, or leaves them to it', async () => {
    const seed = Number(process.env['QUICK_READER_SEED'] ?? 7);
    const roll = dice(seed);
    let quick = 0;
    for (let run = 0; run < 1_500; run++) {
      const xml = damaged(MODELS[roll(MODELS.length)]!, roll);
      const ours = await reading(() => readDiagramToLookAt(xml));
      if (!ours.diagram || !isReadQuickly(ours.diagram)) continue;
      quick++;
      const theirs = await reading(() => readDiagram(xml));
      expect(ours.outcome, `seed ${seed}, run ${run}\n${xml}`).toEqual(theirs.outcome);
    }
    expect(quick).toBeGreaterThan(100);
  }, 60_000);
});
