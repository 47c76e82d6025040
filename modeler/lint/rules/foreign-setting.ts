/** What the namespaces of Camunda say and we do not execute is refused by name; the rest of them is read and runs. */
import { executedSettings } from '../foreign-settings.ts';
import type { Rule } from '../rule.ts';

export const foreignSetting: Rule = {
  id: 'foreign-setting',
  clause: 'tl',
  severity: 'error',
  message: 'The setting “{setting}” of “{name}” is not executed: {reason}.',
  russian: 'Настройка «{setting}» у «{name}» не исполняется: {reason}.',
  *check(diagram) {
    for (const { element, setting, reason, isRefused } of executedSettings(diagram)) {
      if (isRefused) yield { element, values: { setting, reason } };
    }
  },
};
