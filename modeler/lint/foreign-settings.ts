/** What the executed part of a diagram says in other namespaces and we do otherwise or not; looked for once in each check. */
import { isA, refusedSettings, type RefusedSetting } from '#moddle';
import type { LintedDiagram } from './rule.ts';

const found = new WeakMap<LintedDiagram, readonly RefusedSetting[]>();

export function executedSettings(diagram: LintedDiagram): readonly RefusedSetting[] {
  const known = found.get(diagram);
  if (known) return known;
  const marked = diagram.processes.filter((process) => process.get('isExecutable') === true);
  const executed = new Set(marked.length > 0 ? marked : diagram.processes);
  const settings = diagram.identified
    .filter((element) => element.$parent === diagram.definitions)
    .filter((root) => !isA(root, 'bpmn:Process') || executed.has(root))
    .flatMap((root) => [...refusedSettings(root)]);
  found.set(diagram, settings);
  return settings;
}
