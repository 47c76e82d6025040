/**
 * BPMN XML → compiled graphs, one per executable process, together with every located problem. Compiling is the
 * only place where the diagram's own types are looked at; the result is plain, immutable and shared. The cache
 * is keyed by the content hash, so that a definition is compiled once per node however many instances run.
 */
import { createHash } from 'node:crypto';
import { elementsOf, isA, readDiagramToLookAt, type ModdleElement } from '#moddle';
import type { ProcessModel } from './model.ts';
import type { Problem } from './problem.ts';
import { executableProcesses } from './executability.ts';
import { isGlobalTask, processAround } from './transform/global-task.ts';
import { transformProcess } from './transform/process.ts';

export interface CompiledDiagram {
  readonly contentHash: string;
  /** False when the text could not be read at all. */
  readonly isDiagram: boolean;
  /** Empty when the text is no BPMN. */
  readonly processes: readonly ProcessModel[];
  /** Errors refuse a deployment, warnings do not. */
  readonly problems: readonly Problem[];
  /** Set when a test stubbed elements: their structural problems do not matter then. */
  readonly keepsProblem?: (problem: Problem) => boolean;
}

/** A diagram is at most a few hundred kilobytes compiled; this bounds the cache at some tens of megabytes. */
const CACHE_SIZE_MAX = 500;
const cache = new Map<string, Promise<CompiledDiagram>>();

/** Compiles a diagram; never rejects: what is wrong is among the problems. */
export function compileDiagram(xml: string): Promise<CompiledDiagram> {
  const contentHash = createHash('sha256').update(xml).digest('hex');
  const known = cache.get(contentHash);
  if (known) return known;
  const compiled = compile(xml, contentHash);
  cache.set(contentHash, compiled);
  if (cache.size > CACHE_SIZE_MAX) cache.delete(cache.keys().next().value!);
  return compiled;
}

/**
 * The parsed bpmn:Definitions for the structural rules; null when the text is no BPMN. Read once more: that costs less than
 * keeping what is many times as large as the compiled form.
 */
export async function parsedDiagram(xml: string): Promise<ModdleElement | null> {
  const { isDiagram } = await compileDiagram(xml);
  return isDiagram ? (await readDiagramToLookAt(xml)).definitions : null;
}

/** The graph of one process of a diagram that was deployed before. */
export async function compileProcess(xml: string, processKey: string): Promise<ProcessModel | null> {
  const { processes } = await compileDiagram(xml);
  return processes.find((model) => model.processKey === processKey) ?? null;
}

/** Puts a changed form in the place of the compiled one (see rewrite.ts). */
export function rememberCompiled(compiled: CompiledDiagram): void {
  cache.set(compiled.contentHash, Promise.resolve(compiled));
}

async function compile(xml: string, contentHash: string): Promise<CompiledDiagram> {
  const diagram = await readDiagramToLookAt(xml).catch((error: unknown) => error as Error);
  if (diagram instanceof Error) {
    const message = `This is no BPMN diagram: ${diagram.message}`;
    const problem: Problem = { severity: 'error', rule: 'not-bpmn', elementId: null, message };
    return { contentHash, processes: [], problems: [problem], isDiagram: false };
  }
  const problems: Problem[] = diagram.warnings.flatMap((message) => readerProblem(message) ?? []);
  const roots = elementsOf(diagram.definitions, 'rootElements');
  const globalTasks = roots.filter(isGlobalTask);
  const all = roots.filter((root) => isA(root, 'bpmn:Process'));
  const executable = all.length === 0 && globalTasks.length > 0 ? [] : executableProcesses(all, problems);
  const processes = [...executable, ...globalTasks.map(processAround)].map((element) =>
    transformProcess(element, problems),
  );
  return { contentHash, processes, problems, isDiagram: true };
}

/** What was lost in reading; a reference to what the file does not declare is said, where it stands, by a rule. */
function readerProblem(message: string): Problem | null {
  if (message.startsWith('unresolved reference')) return null;
  const [, id] = /duplicate ID <(.+?)>/.exec(message) ?? [];
  if (id) {
    const text = `The id “${id}” is used by more than one element.`;
    return { severity: 'error', rule: 'duplicate-id', elementId: id, message: text, values: { id } };
  }
  // The text reached us decoded, so the declared encoding does no harm.
  const severity = message.includes('document encoding') ? 'warning' : 'error';
  return { severity, rule: 'reader-warning', elementId: null, message };
}
