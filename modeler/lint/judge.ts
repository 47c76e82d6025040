/** Puts a rule about single elements together: which elements it looks at, and what it says of each. */
import type { ModdleElement } from '#moddle';
import type { LintedDiagram, Rule, Violation } from './rule.ts';

/** `true` finds fault with the element itself; nothing, `false` and `null` with none. */
export type Judgement = boolean | null | undefined | Partial<Violation> | readonly Partial<Violation>[];

/** A check that judges every element of the types, the derived ones included. */
export function each(
  types: string | readonly string[],
  judge: (element: ModdleElement, diagram: LintedDiagram) => Judgement,
): Rule['check'] {
  return function* (diagram) {
    for (const type of typeof types === 'string' ? [types] : types) {
      for (const element of diagram.all(type)) {
        const judgement = judge(element, diagram);
        if (!judgement) continue;
        if (judgement === true) yield { element };
        else if (isList(judgement)) for (const one of judgement) yield { element, ...one };
        else yield { element, ...judgement };
      }
    }
  };
}

const isList = (judgement: object): judgement is readonly Partial<Violation>[] => Array.isArray(judgement);

/** Removes what was found, with one click; nothing for an element that no one can point at. */
export function removing({ id }: ModdleElement): Pick<Partial<Violation>, 'fix'> {
  return id ? { fix: { kind: 'remove', elementId: id } } : {};
}

/** Those of the list whose key an earlier one has, with that key; elements without a key never count. */
export function repeated(
  elements: readonly ModdleElement[],
  keyOf: (element: ModdleElement) => string | null,
): readonly { readonly element: ModdleElement; readonly key: string }[] {
  const seen = new Set<string>();
  return elements.flatMap((element) => {
    const key = keyOf(element);
    if (key === null) return [];
    if (seen.has(key)) return [{ element, key }];
    seen.add(key);
    return [];
  });
}
