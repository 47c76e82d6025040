/**
 * The runner: applies every rule to a parsed diagram. One set for the designer, the deployment and the import
 * report, so that a diagram which the designer calls clean is not refused later for its structure.
 */
import type { ModdleElement } from '#moddle';
import { lintedDiagramOf } from './linted-diagram.ts';
import { nameOf } from './questions.ts';
import type { Finding, LintedDiagram, LintOptions, Rule, Violation } from './rule.ts';
import { RULES } from './rules/index.ts';

/** Checks a bpmn:Definitions. Errors come first, then warnings, each in the order of the rule table. */
export function lintDiagram(definitions: ModdleElement, options: LintOptions = {}): Finding[] {
  const diagram = lintedDiagramOf(definitions, options);
  const findings = RULES.flatMap((rule) =>
    [...rule.check(diagram)].map((violation) => findingOf(rule, violation, diagram)),
  );
  return findings.sort((a, b) => rank(a) - rank(b));
}

/** What is wrong with a partner's process, which is only shown, keeps nobody from running the own one. */
function findingOf(rule: Rule, violation: Violation, diagram: LintedDiagram): Finding {
  const values = { name: nameOf(violation.element), ...violation.values };
  return {
    severity: diagram.isExecuted(violation.element) ? rule.severity : 'warning',
    rule: rule.id,
    elementId: violation.element.id ?? null,
    message: fill(rule.message, values),
    values,
    ...(violation.fix && { fix: violation.fix }),
  };
}

function fill(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/\{(\w+)\}/g, (placeholder, key: string) => values[key] ?? placeholder);
}

const rank = (finding: Finding): number => (finding.severity === 'error' ? 0 : 1);
