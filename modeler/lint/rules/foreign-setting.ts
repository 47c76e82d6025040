/** What the namespaces of Camunda say and we do not execute is refused by name; the rest of them is read and runs. */
import { isA, refusedSettings } from '#moddle';
import type { Rule } from '../rule.ts';

export const foreignSetting: Rule = {
  id: 'foreign-setting',
  clause: 'tl',
  severity: 'error',
  message: 'The setting “{setting}” of “{name}” is not executed: {reason}.',
  *check(diagram) {
    const marked = diagram.processes.filter((process) => process.get('isExecutable') === true);
    const executed = new Set(marked.length > 0 ? marked : diagram.processes);
    for (const root of diagram.identified.filter((element) => element.$parent === diagram.definitions)) {
      if (isA(root, 'bpmn:Process') && !executed.has(root)) continue;
      for (const { element, setting, reason, isRefused } of refusedSettings(root)) {
        if (isRefused) yield { element, values: { setting, reason } };
      }
    }
  },
};
