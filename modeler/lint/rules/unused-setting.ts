/** What a diagram says and nobody would hear, here or where it was drawn, is told and does not stop a publish. */
import { coreSettings } from '../core-settings.ts';
import { executedSettings } from '../foreign-settings.ts';
import type { Rule } from '../rule.ts';

export const unusedSetting: Rule = {
  id: 'unused-setting',
  clause: 'tl',
  severity: 'warning',
  message: 'The setting “{setting}” of “{name}” is left aside: {reason}.',
  russian: 'Настройка «{setting}» у «{name}» не учитывается: {reason}.',
  *check(diagram) {
    for (const { element, setting, reason, isRefused } of executedSettings(diagram)) {
      if (!isRefused) yield { element, values: { setting, reason } };
    }
    for (const { element, setting, reason } of coreSettings(diagram)) {
      yield { element, values: { setting, reason } };
    }
  },
};
