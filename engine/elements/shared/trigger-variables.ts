/** What a trigger brings along as variables. */
import type { EventDefinition } from '../../definition/model.ts';
import type { Trigger } from '../../execution/work.ts';
import type { Variables } from '../../ports.ts';

export function variablesOf(trigger: Trigger): Variables {
  return 'variables' in trigger && trigger.kind !== 'userTask' && trigger.kind !== 'iteration'
    ? trigger.variables
    : {};
}

/** With the variables that the catching event names for the code and message of what it caught. */
export function resultOf(event: EventDefinition, trigger: Trigger): Variables {
  const result = { ...variablesOf(trigger) };
  const definitions = event.kind === 'multiple' ? event.events : [event];
  for (const definition of definitions) {
    if (definition.kind !== trigger.kind) continue;
    if (definition.kind === 'error' && trigger.kind === 'error') {
      if (definition.codeVariable) result[definition.codeVariable] = trigger.code;
      if (definition.messageVariable) result[definition.messageVariable] = trigger.message;
    }
    if (definition.kind === 'escalation' && trigger.kind === 'escalation' && definition.codeVariable)
      result[definition.codeVariable] = trigger.code;
  }
  return result;
}
