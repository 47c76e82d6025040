/** What the forms of a process call its parameters, in the reader's language; the name in the diagram is for its author. */
import type { DefinitionView } from '#engine';

export function parameterLabels(
  { elements, manualStart }: Pick<DefinitionView, 'elements' | 'manualStart'>,
  locale: string,
): ReadonlyMap<string, string> {
  const forms = [
    manualStart?.form,
    ...(manualStart?.choices ?? []).map(({ form }) => form),
    ...elements.map(({ form }) => form),
  ];
  const labels = new Map<string, string>();
  for (const component of forms.flatMap(componentsOf)) {
    const { key, label, properties } = component;
    const own = isObject(properties) ? properties[`label_${locale}`] : undefined;
    const words = [own, component[`label_${locale}`], label].find(
      (one) => typeof one === 'string' && one !== '',
    );
    // The form that comes first in the process named it.
    if (typeof key === 'string' && typeof words === 'string' && !labels.has(key)) labels.set(key, words);
  }
  return labels;
}

type Component = Readonly<Record<string, unknown>>;

/** Those in groups, too. */
function componentsOf(form: unknown): readonly Component[] {
  if (!isObject(form) || !Array.isArray(form.components)) return [];
  return form.components.filter(isObject).flatMap((component) => [component, ...componentsOf(component)]);
}

function isObject(value: unknown): value is Component {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
