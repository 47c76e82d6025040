/** Door of the rule set. Runs in the browser and in Node. */
export { FEEL_FUNCTION_NAMES, feelProblemOf } from './feel.ts';
export { lintDiagram } from './lint-diagram.ts';
export { runsNever } from './not-yet-executable.ts';
export { RULES } from './rules/index.ts';
export { translateFinding } from './translate-finding.ts';
export type { Finding, Fix, LintOptions, Rule, Severity } from './rule.ts';
