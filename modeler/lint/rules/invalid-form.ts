/**
 * A form is form-js JSON whose fields have keys that are names of variables, each once. A field that is tied to a record
 * names `variable.field`, and stands on a user task: when a process begins there is nobody's record to write to yet.
 */
import { readForm, type ModdleElement } from '#moddle';
import type { Rule } from '../rule.ts';

const TIE = /^[\p{L}_][\p{L}\p{N}_]*\.[\p{L}_][\p{L}\p{N}_]*$/u;
const KEY = /^[\p{L}_][\p{L}\p{N}_]*(\.[\p{L}_][\p{L}\p{N}_]*)*$/u;
/** Components of form-js that show or arrange and hold no value. */
const WITHOUT_VALUE = new Set([
  'button',
  'text',
  'html',
  'image',
  'spacer',
  'separator',
  'group',
  'iframe',
  'documentPreview',
  'table',
]);

export const invalidForm: Rule = {
  id: 'invalid-form',
  clause: 'tl',
  severity: 'error',
  message: 'The form of “{name}” cannot be used: {reason}.',
  russian: 'Форму «{name}» нельзя использовать: {reason}.',
  *check(diagram) {
    for (const node of diagram.flowNodes) {
      const schema = readForm(node)?.schema;
      const reason = schema ? problemOf(schema, node) : null;
      if (reason) yield { element: node, values: { reason } };
    }
  },
};

function problemOf(schema: string, node: ModdleElement): string | null {
  let form: unknown;
  try {
    form = JSON.parse(schema);
  } catch {
    return 'it is not JSON';
  }
  if (!isObject(form) || !Array.isArray(form['components'])) return 'it has no list of components';
  const keys = keysOf(form['components']);
  const wrong = keys.find((key) => !KEY.test(key));
  if (wrong !== undefined) return `“${wrong}” is no key for a field`;
  const twice = keys.find((key, index) => keys.indexOf(key) !== index);
  if (twice !== undefined) return `the key “${twice}” is used twice`;
  return tieProblem(tiesOf(form['components']), node);
}

function tieProblem(ties: readonly string[], node: ModdleElement): string | null {
  const wrong = ties.find((tie) => !TIE.test(tie));
  if (wrong !== undefined) return `“${wrong}” names no field of a record: write variable.field`;
  if (ties.length === 0 || node.$type === 'bpmn:UserTask') return null;
  return `only a user task can be tied to “${ties[0]}”`;
}

function tiesOf(components: readonly unknown[]): readonly string[] {
  return components.filter(isObject).flatMap(({ properties, components: nested }) => {
    const tie = isObject(properties) ? properties['recordField'] : undefined;
    return [...(tie === undefined ? [] : [String(tie)]), ...(Array.isArray(nested) ? tiesOf(nested) : [])];
  });
}

function keysOf(components: readonly unknown[]): readonly string[] {
  return components.filter(isObject).flatMap((component) => {
    const nested = Array.isArray(component['components']) ? keysOf(component['components']) : [];
    const type = String(component['type'] ?? '');
    if (WITHOUT_VALUE.has(type)) return nested;
    // A dynamic list has a path of its own, and the keys inside it are its items' keys.
    if (type === 'dynamiclist') return [String(component['path'] ?? '')];
    return [String(component['key'] ?? ''), ...nested];
  });
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
