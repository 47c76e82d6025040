/**
 * BPMN's own expression language is XPath with functions for data (BPMN 2.0.2 §10.4.3). Diagrams use little of it: a
 * data object, a path into it, comparisons, `and`, `or`, `not`. Just that is written as FEEL; anything else is judged
 * as the FEEL that it is not.
 */
const DATA =
  /(?:[\w-]+:)?get(?:DataObject|DataInput|DataOutput|ProcessProperty)\(\s*(?:'([^']*)'|"([^"]*)")\s*\)/g;

/** Whether the text asks for data in the standard's way. */
export function isXPath(text: string): boolean {
  return new RegExp(DATA.source).test(text);
}

export function feelFromXPath(text: string): string {
  return text
    .replace(DATA, (_whole, single?: string, double?: string) => single ?? double ?? '')
    .replace(/(?<=[\p{L}\p{N}_])\/(?=[\p{L}_])/gu, '.')
    .replace(/'([^']*)'/g, (_whole, inner: string) => JSON.stringify(inner))
    .replace(/\b(true|false)\(\)/g, '$1');
}
