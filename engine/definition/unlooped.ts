/**
 * A repeated activity as one iteration runs it: once, without the way on and the boundary events, which belong to the
 * activity as a whole.
 */
import type { Element } from './model.ts';

const cache = new WeakMap<Element, Element>();

export function unlooped(element: Element): Element {
  const known = cache.get(element);
  if (known) return known;
  const inner: Element = {
    ...element,
    loop: null,
    incoming: [],
    outgoing: [],
    boundaries: [],
    startQuantity: 1,
    completionQuantity: 1,
    continuation: { before: false, after: false },
  };
  cache.set(element, inner);
  return inner;
}
