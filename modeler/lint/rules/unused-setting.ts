/** What a foreign diagram says and nobody would hear, here or where it was drawn, is told and does not stop a publish. */
import { isA, refusedSettings } from '#moddle';
import type { Rule } from '../rule.ts';

export const unusedSetting: Rule = {
  id: 'unused-setting',
  clause: 'tl',
  severity: 'warning',
  message: 'The setting “{setting}” of “{name}” is left aside: {reason}.',
  *check(diagram) {
    const marked = diagram.processes.filter((process) => process.get('isExecutable') === true);
    const executed = new Set(marked.length > 0 ? marked : diagram.processes);
    for (const root of diagram.identified.filter((element) => element.$parent === diagram.definitions)) {
      if (isA(root, 'bpmn:Process') && !executed.has(root)) continue;
      for (const { element, setting, reason, isRefused } of refusedSettings(root)) {
        if (!isRefused) yield { element, values: { setting, reason } };
      }
    }
  },
};
