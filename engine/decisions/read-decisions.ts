/**
 * DMN XML → compiled decisions with located problems (DMN 1.1 to 1.5; the reader knows the namespace of 1.3, the
 * others say the same of what is executed here). A decision requires others of its file: those are made first and
 * their results are seen under the name of their variable, of the decision, and of their outputs.
 */
import { createHash } from 'node:crypto';
import { DmnModdle } from 'dmn-moddle';
import { elementsOf, referenceOf, textOf, type ModdleElement } from '#moddle';
import type { Problem } from '../definition/problem.ts';
import { EngineFailure } from '../errors.ts';
import { bounded } from '../expressions/bounded.ts';
import { feelContext } from '../expressions/feel.ts';
import { mentionsName } from '../expressions/mentions.ts';
import { jsonFromFeel } from '../expressions/feel-json.ts';
import type {
  CompiledDecision,
  CompiledLogic,
  DecisionOutcome,
  DecisionTrace,
  FeelContext,
} from './decision-model.ts';
import { jsonRow } from './decision-table.ts';
import type { ReadContext } from './feel-text.ts';
import { compileLogic, functionDefinition } from './logic.ts';

export interface CompiledDecisions {
  readonly decisions: readonly CompiledDecision[];
  readonly problems: readonly Problem[];
}

const DMN_NAMESPACE =
  /(["'])https?:\/\/www\.omg\.org\/spec\/DMN\/(\d{8})\/(?:MODEL\/?|dmn\.xsd|dmn11\.xsd)\1/g;
const READ_NAMESPACE = 'https://www.omg.org/spec/DMN/20191111/MODEL/';

/** Whether the text is a file of decisions rather than of processes, which may well mention the namespace of DMN. */
export function isDecisionFile(content: string): boolean {
  const tag = rootTag(content);
  const [root, prefix] = /^<(?:([\w.-]+):)?definitions\b/.exec(tag) ?? [];
  if (root === undefined) return false;
  const declared = prefix === undefined ? 'xmlns' : `xmlns:${prefix}`;
  return new RegExp(`\\s${declared}\\s*=\\s*${DMN_NAMESPACE.source}`).test(tag);
}

/** The first tag, past declarations and comments. */
function rootTag(content: string): string {
  let rest = content.trimStart();
  for (;;) {
    const close = rest.startsWith('<?') ? '?>' : rest.startsWith('<!--') ? '-->' : null;
    if (close === null) return rest.slice(0, rest.indexOf('>') + 1);
    const end = rest.indexOf(close);
    if (end < 0) return '';
    rest = rest.slice(end + close.length).trimStart();
  }
}

/** A step waits for it; a table of a thousand rules takes a few milliseconds. */
const TIME_MAX_MS = 1_000;

const CACHE_SIZE_MAX = 200;
const cache = new Map<string, Promise<CompiledDecisions>>();

/** Never rejects: what is wrong is among the problems. Compiled once per content. */
export function compileDecisions(xml: string): Promise<CompiledDecisions> {
  const hash = createHash('sha256').update(xml).digest('hex');
  const known = cache.get(hash);
  if (known) return known;
  const compiled = compile(xml);
  cache.set(hash, compiled);
  if (cache.size > CACHE_SIZE_MAX) cache.delete(cache.keys().next().value!);
  return compiled;
}

async function compile(xml: string): Promise<CompiledDecisions> {
  const problems: Problem[] = [];
  const report = (elementId: string | null, rule: string, message: string): void =>
    void problems.push({ severity: 'error', rule, elementId, message });
  const text = xml.replaceAll(DMN_NAMESPACE, `"${READ_NAMESPACE}"`);
  const parsed = await new DmnModdle()
    .fromXML(text, 'dmn:Definitions')
    .catch((error: unknown) => error as Error);
  if (parsed instanceof Error) {
    report(null, 'not-dmn', `This is no DMN file: ${parsed.message}`);
    return { decisions: [], problems };
  }
  const elements = elementsOf(parsed.rootElement as ModdleElement, 'drgElement');
  const graph = createGraph(elements, report);
  const decisions = elements.filter(isDecision).map((element) => compileDecision(element, graph));
  if (decisions.length === 0) report(null, 'no-decision', 'The file has no decision.');
  return { decisions, problems };
}

const isDecision = (element: ModdleElement): boolean => element.$type === 'dmn:Decision';

/** One decision or function of the file with what it requires. */
interface Part {
  readonly id: string;
  readonly element: ModdleElement;
  readonly logic: CompiledLogic;
  readonly requires: readonly string[];
}

type Graph = ReadonlyMap<string, Part>;

function createGraph(
  elements: readonly ModdleElement[],
  report: (elementId: string | null, rule: string, message: string) => void,
): Graph {
  const graph = new Map<string, Part>();
  for (const element of elements) {
    const id = element.id ?? '';
    const read = readContext(id, report);
    const logic = logicOf(element, read);
    if (logic) graph.set(id, { id, element, logic, requires: requiredBy(element) });
  }
  const known = new Set(elements.map((element) => element.id));
  for (const { id, requires } of graph.values()) {
    for (const required of requires) {
      if (!known.has(required))
        report(id, 'missing-requirement', `'${id}' requires '${required}', which is not there.`);
    }
    if (isCircular(id, graph)) report(id, 'circular-requirement', `'${id}' requires itself.`);
  }
  return graph;
}

function readContext(
  id: string,
  report: (elementId: string | null, rule: string, message: string) => void,
): ReadContext {
  return {
    report: (element, message) => report(element.id ?? id, 'invalid-decision', message),
    camunda(element, attribute) {
      const attributes = (element as { $attrs?: Record<string, unknown> }).$attrs ?? {};
      const entry = Object.entries(attributes).find(([name]) => name.split(':')[1] === attribute);
      return entry ? String(entry[1]) : null;
    },
  };
}

function logicOf(element: ModdleElement, read: ReadContext): CompiledLogic | null {
  const name = textOf(element, 'name') ?? element.id ?? '';
  if (element.$type === 'dmn:BusinessKnowledgeModel') {
    const body = referenceOf(element, 'encapsulatedLogic');
    if (!body) read.report(element, `The function '${name}' has no body.`);
    return body && functionDefinition(body, name, read);
  }
  if (!isDecision(element)) return null;
  const logic = referenceOf(element, 'decisionLogic');
  if (!logic) read.report(element, `The decision '${name}' has no logic.`);
  return compileLogic(logic, name, read);
}

/** Decisions and functions of the same file; input data come from the variables. */
function requiredBy(element: ModdleElement): readonly string[] {
  const requirements = [
    ...elementsOf(element, 'informationRequirement').map((one) => referenceOf(one, 'requiredDecision')),
    ...elementsOf(element, 'knowledgeRequirement').map((one) => referenceOf(one, 'requiredKnowledge')),
  ];
  return requirements.flatMap((reference) => {
    const href = reference && textOf(reference, 'href');
    return href ? [href.replace(/^.*#/, '')] : [];
  });
}

function isCircular(id: string, graph: Graph): boolean {
  const open = [...(graph.get(id)?.requires ?? [])];
  const seen = new Set<string>();
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next === id) return true;
    if (seen.has(next)) continue;
    seen.add(next);
    open.push(...(graph.get(next)?.requires ?? []));
  }
  return false;
}

function compileDecision(element: ModdleElement, graph: Graph): CompiledDecision {
  const key = element.id ?? '';
  const sources = partsFor(key, graph).flatMap((part) => part.logic.sources);
  return {
    key,
    name: textOf(element, 'name') ?? key,
    versionTag: readContext(key, () => undefined).camunda(element, 'versionTag'),
    mentions: (name) => sources.some((source) => mentionsName(source, name)),
    evaluate: (context) =>
      bounded(`The decision '${key}'`, TIME_MAX_MS, () => makeDecision(key, graph, feelContext(context))),
  };
}

/** The part and all that it requires, requirements first. A circle is broken off; it was reported. */
function partsFor(id: string, graph: Graph): readonly Part[] {
  const found: Part[] = [];
  const visited = new Set<string>();
  const visit = (at: string): void => {
    const part = graph.get(at);
    if (!part || visited.has(at)) return;
    visited.add(at);
    part.requires.forEach(visit);
    found.push(part);
  };
  visit(id);
  return found;
}

function makeDecision(key: string, graph: Graph, context: FeelContext): DecisionOutcome {
  const trace: DecisionTrace[] = [];
  let seen: Record<string, unknown> = { ...context };
  for (const { id, element, logic } of partsFor(key, graph)) {
    const name = textOf(element, 'name') ?? id;
    try {
      const outcome = logic.evaluate(seen);
      const { value, rows, inputs = [], rules = [] } = outcome;
      seen = { ...seen, ...namesOf(element, value) };
      if (!isDecision(element)) continue;
      trace.push({ key: id, name, inputs, rules, output: jsonFromFeel(value) });
      if (id !== key) continue;
      const variable = textOf(referenceOf(element, 'variable'), 'name') ?? id;
      return {
        value: jsonFromFeel(value),
        rows: rows ? rows.map(jsonRow) : [{ [variable]: jsonFromFeel(value) }],
        trace,
      };
    } catch (error) {
      if (error instanceof EngineFailure && error.code === 'ENG_DECISION_FAILED') throw error;
      const cause = error instanceof Error ? error.message : String(error);
      throw new EngineFailure('ENG_DECISION_FAILED', `The decision '${name}' failed: ${cause}`, {
        decision: id,
      });
    }
  }
  throw new EngineFailure('ENG_DECISION_FAILED', `There is no decision '${key}'.`, { decision: key });
}

function namesOf(element: ModdleElement, value: unknown): Record<string, unknown> {
  const variable = textOf(referenceOf(element, 'variable'), 'name');
  const names = [element.id, textOf(element, 'name'), variable].filter((name) => typeof name === 'string');
  const own = Object.fromEntries(names.map((name) => [name, value]));
  const isContext =
    isDecision(element) && value !== null && Object.getPrototypeOf(value) === Object.prototype;
  const outputs = isContext ? (value as Record<string, unknown>) : singleOutput(element, value);
  return { ...outputs, ...own };
}

/** Camunda 7 sees the result of a required table under the name of its output. */
function singleOutput(element: ModdleElement, value: unknown): Record<string, unknown> {
  const [output] = elementsOf(referenceOf(element, 'decisionLogic'), 'output');
  const name = output && textOf(output, 'name');
  return name ? { [name]: value } : {};
}
