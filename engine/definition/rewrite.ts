/**
 * Replaces the compiled form of one diagram text, for the test engine: stubs and forced flows are changes of the
 * compiled graph, and whoever compiles the same text afterwards gets the changed one.
 */
import { compileDiagram, rememberCompiled, type CompiledDiagram } from './compile.ts';
import type { Element, ProcessModel } from './model.ts';
import type { Problem } from './problem.ts';

export interface Rewrite {
  element(element: Element): Element;
  keepsProblem(problem: Problem): boolean;
}

export async function rewriteDiagram(xml: string, rewrite: Rewrite): Promise<CompiledDiagram> {
  const compiled = await compileDiagram(xml);
  const rewritten: CompiledDiagram = {
    ...compiled,
    keepsProblem: (problem) => rewrite.keepsProblem(problem),
    problems: compiled.problems.filter((problem) => rewrite.keepsProblem(problem)),
    processes: compiled.processes.map((model) => rewriteModel(model, rewrite)),
  };
  rememberCompiled(rewritten);
  return rewritten;
}

function rewriteModel(model: ProcessModel, rewrite: Rewrite): ProcessModel {
  const elements = new Map([...model.elements].map(([id, element]) => [id, rewrite.element(element)]));
  return { ...model, elements };
}
