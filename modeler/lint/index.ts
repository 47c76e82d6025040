/** Door of the rule set. Runs in the browser and in Node. */
export { FEEL_FUNCTION_NAMES, feelProblemOf, isConstantFeel } from './feel.ts';
export { CORE_REASONS } from './core-settings.ts';
export { lintDiagram } from './lint-diagram.ts';
export { runsNever } from './not-yet-executable.ts';
export { RULES } from './rules/index.ts';
export { russianWord, translateFinding } from './translate-finding.ts';
export type { Finding, Fix, LintOptions, Rule, Severity } from './rule.ts';
