/** Pieces of BPMN that several elements have. */
import { variableName } from './names.ts';
import type { Condition } from './tree-parts.ts';

type Pairs = readonly (readonly [name: string, value: string])[];

export const feel = ({ variable, least }: Condition): string => `= ${variableName(variable)} >= ${least}`;

export const expression = (tag: string, text: string): string =>
  `<${tag} xsi:type="tFormalExpression">${escaped(text)}</${tag}>`;

export const action = (type: string): string => `<tl:action type="${type}"/>`;

/** The text of a script task. */
export const scriptXml = (text: string): string => `<script>${escaped(`= ${text}`)}</script>`;

export function ioXml(inputs: Pairs, outputs: Pairs): string {
  if (inputs.length + outputs.length === 0) return '';
  const mapped = (tag: string, pairs: Pairs): string =>
    pairs.map(([name, value]) => `<tl:${tag} name="${name}">${escaped(value)}</tl:${tag}>`).join('');
  return `<tl:io>${mapped('input', inputs)}${mapped('output', outputs)}</tl:io>`;
}

export function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
