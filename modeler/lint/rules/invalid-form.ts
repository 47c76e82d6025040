/** A form is form-js JSON whose fields have keys that are names of variables, each once. */
import { readForm } from '#moddle';
import type { Rule } from '../rule.ts';

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
      const reason = schema ? problemOf(schema) : null;
      if (reason) yield { element: node, values: { reason } };
    }
  },
};

function problemOf(schema: string): string | null {
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
  return twice === undefined ? null : `the key “${twice}” is used twice`;
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
