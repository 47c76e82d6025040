/** What a trigger brings along: a message its variables, everything else nothing. */
import type { Trigger } from '../../execution/work.ts';
import type { Variables } from '../../ports.ts';

export function variablesOf(trigger: Trigger): Variables {
  return trigger.kind === 'message' ? trigger.variables : {};
}
