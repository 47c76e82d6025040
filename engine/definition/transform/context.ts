/** What the transforms share: where they are in the diagram and how they report what is wrong. */
import { feelFromJuel, feelFromXPath, isJuel, isXPath, type ModdleElement } from '#moddle';
import { compileFeel, isCompiled } from '../../expressions/feel.ts';
import type { CompiledExpression } from '../../expressions/expression.ts';
import { compileTemplate } from '../../expressions/liquid.ts';
import { notExecutable, problem } from '../executability.ts';
import type { ElementBase, TextValue } from '../model.ts';
import type { Problem } from '../problem.ts';

export interface TransformContext {
  /** The element's id for problems. */
  readonly elementId: string;
  /** Directly in the process, not in a subprocess. */
  readonly isTopLevel: boolean;
  refuse(what: string): void;
  report(severity: Problem['severity'], rule: string, message: string): void;
  expression(text: string): CompiledExpression | null;
  /** `= FEEL`, a `${…}` expression, or a template. */
  text(text: string | null): TextValue | null;
}

/** Makes one kind of element; null when it was refused. */
export type Transform<E extends ElementBase> = (
  element: ModdleElement,
  base: ElementBase,
  context: TransformContext,
) => E | null;

export function createContext(elementId: string, isTopLevel: boolean, problems: Problem[]): TransformContext {
  return new ElementContext(elementId, isTopLevel, problems);
}

/** A class, as each element and flow has one of its own. */
class ElementContext implements TransformContext {
  readonly elementId: string;
  readonly isTopLevel: boolean;
  private readonly problems: Problem[];

  constructor(elementId: string, isTopLevel: boolean, problems: Problem[]) {
    this.elementId = elementId;
    this.isTopLevel = isTopLevel;
    this.problems = problems;
  }

  refuse(what: string): void {
    this.problems.push(notExecutable(this.elementId, what));
  }

  report(severity: Problem['severity'], rule: string, message: string): void {
    this.problems.push(problem(severity, rule, this.elementId, message));
  }

  expression(text: string): CompiledExpression | null {
    const feel = text.startsWith('=') || !isJuel(text) ? { feel: text } : feelFromJuel(text);
    if ('problem' in feel) {
      const what = `The expression '${text.trim()}' is not executed: ${feel.problem}.`;
      this.report('error', 'not-executable', what);
      return null;
    }
    const compiled = compileFeel(isXPath(feel.feel) ? feelFromXPath(feel.feel) : feel.feel);
    if (isCompiled(compiled)) return compiled;
    this.report('error', 'invalid-expression', compiled.problem);
    return null;
  }

  text(value: string | null): TextValue | null {
    if (value === null || value === '') return null;
    if (value.startsWith('=') || isJuel(value)) {
      const compiled = this.expression(value);
      return compiled && { kind: 'feel', expression: compiled };
    }
    const template = compileTemplate(value);
    if ('render' in template) return { kind: 'template', template };
    this.report('error', 'invalid-template', template.problem);
    return null;
  }
}
