/**
 * Mappings of the two namespaces in our words: `camunda:inputOutput`, `zeebe:ioMapping`, and `camunda:in`/`camunda:out`
 * of call activities and signals. A list or map of values becomes one FEEL list or context.
 */
import { elementsOf, isA, type ModdleElement } from '../element.ts';
import type { IoSettings, Mapping } from '../settings.ts';
import { feelFromJuel, foreignValue, isJuel } from './juel.ts';
import { childrenNamed, foreignExtension, foreignExtensions, type ForeignElement } from './namespaces.ts';

/** Null when the element says nothing of it. */
export function foreignIo(element: ModdleElement): IoSettings | null {
  const zeebe = foreignExtension(element, 'zeebe', 'ioMapping');
  if (zeebe) {
    return {
      inputs: childrenNamed(zeebe, 'input').map(zeebeMapping),
      outputs: childrenNamed(zeebe, 'output').map(zeebeMapping),
    };
  }
  const camunda = foreignExtension(element, 'camunda', 'inputOutput');
  const payload = [...signalPayload(element), ...injectedFields(element)];
  if (!camunda) return payload.length > 0 ? { inputs: payload, outputs: [] } : null;
  return {
    inputs: [...childrenNamed(camunda, 'inputParameter').map(camundaMapping), ...payload],
    outputs: childrenNamed(camunda, 'outputParameter').map(camundaMapping),
  };
}

/** `camunda:in` of a thrown signal: what it carries. */
function signalPayload(element: ModdleElement): readonly Mapping[] {
  if (!isA(element, 'bpmn:ThrowEvent')) return [];
  return elementsOf(element, 'eventDefinitions')
    .filter((definition) => definition.$type === 'bpmn:SignalEventDefinition')
    .flatMap((definition) => foreignExtensions(definition, 'camunda', 'in'))
    .flatMap((one) => variableMapping(one) ?? []);
}

/** `camunda:field`: what a class is given beside the variables is an input of the handler. */
function injectedFields(element: ModdleElement): readonly Mapping[] {
  const holders = [element, ...elementsOf(element, 'eventDefinitions')];
  return holders
    .flatMap((holder) => foreignExtensions(holder, 'camunda', 'field'))
    .map(({ attributes, children }) => {
      const body = (name: string): string | null =>
        children.find((child) => child.name === name)?.body ?? null;
      const expression = attributes.expression ?? body('expression');
      const text = attributes.stringValue ?? body('string');
      const feel = feelOfText(expression ?? text);
      const name = attributes.name ?? '';
      if (expression === null) return { name, value: `= ${JSON.stringify(text)}` };
      return { name, value: feel.kind === 'feel' ? `= ${feel.text}` : feel.text };
    });
}

/** One `camunda:in` or `camunda:out` that names a variable; null for `variables="all"` and `businessKey`. */
export function variableMapping({ attributes }: ForeignElement): Mapping | null {
  const { source, sourceExpression, target, variables, businessKey } = attributes;
  if (variables !== undefined || (businessKey !== undefined && target === undefined)) return null;
  const name = target ?? source ?? '';
  if (sourceExpression !== undefined) return { name, value: foreignValue(sourceExpression) };
  return { name, value: source ? `= ${source}` : '' };
}

/** A `source` without `=` is a text there, never a template. */
function zeebeMapping({ attributes }: ForeignElement): Mapping {
  const { source = '', target = '' } = attributes;
  return { name: target, value: source.startsWith('=') ? source : `= ${JSON.stringify(source)}` };
}

function camundaMapping(parameter: ForeignElement): Mapping {
  const name = parameter.attributes.name ?? '';
  const script = parameter.children.find((child) => child.name === 'script');
  if (script) return scriptMapping(name, script);
  const [definition] = parameter.children;
  const feel = definition ? feelOf(definition) : feelOfText(parameter.body);
  if (feel.kind === 'feel') return { name, value: `= ${feel.text}` };
  return { name, value: feel.text };
}

function scriptMapping(name: string, script: ForeignElement): Mapping {
  return {
    name,
    value: script.body ?? '',
    script: { format: (script.attributes.scriptFormat ?? '').toLowerCase(), source: script.body ?? '' },
  };
}

/** What cannot be translated keeps its text, so that whoever compiles it can say why. */
type Translated = { readonly kind: 'feel' | 'untranslatable'; readonly text: string };

function feelOf(definition: ForeignElement): Translated {
  switch (definition.name) {
    case 'list':
      return joined(definition.children.map(feelOf), (items) => `[${items.join(', ')}]`);
    case 'map': {
      const keys = definition.children.map((entry) => JSON.stringify(entry.attributes.key ?? ''));
      const values = definition.children.map((entry) =>
        entry.children[0] ? feelOf(entry.children[0]) : feelOfText(entry.body),
      );
      return joined(
        values,
        (items) => `{${items.map((item, index) => `${keys[index]}: ${item}`).join(', ')}}`,
      );
    }
    default:
      return feelOfText(definition.body);
  }
}

function joined(parts: readonly Translated[], join: (texts: readonly string[]) => string): Translated {
  const wrong = parts.find((part) => part.kind === 'untranslatable');
  return wrong ?? { kind: 'feel', text: join(parts.map((part) => part.text)) };
}

function feelOfText(text: string | null): Translated {
  if (text === null) return { kind: 'feel', text: 'null' };
  if (!isJuel(text)) return { kind: 'feel', text: JSON.stringify(text) };
  const translated = feelFromJuel(text);
  return 'feel' in translated ? { kind: 'feel', text: translated.feel } : { kind: 'untranslatable', text };
}
