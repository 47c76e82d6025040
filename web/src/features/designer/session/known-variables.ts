/** Names that expressions of a process can use, gathered from its own elements. */
import type { ElementInfo, OutlineItem } from '#modeler';
import { readFormDraft } from '../form-builder/form-model.ts';

export function knownVariables(
  outline: readonly OutlineItem[],
  root: ElementInfo | null,
  element: (id: string) => ElementInfo | null,
): readonly string[] {
  const names = new Set<string>();
  const subject = root?.process?.subject?.variable;
  if (subject) names.add(subject);
  for (const { id } of flatOutline(outline)) {
    const info = element(id);
    if (!info) continue;
    for (const output of info.io.outputs) names.add(output.name);
    for (const { key, record } of readFormDraft(info.form?.schema ?? null).fields)
      if (key && !record) names.add(key);
    if (info.outcomes) names.add(info.outcomes.variable);
    if (info.event?.kind === 'record')
      names.add(info.event.record.variable ?? info.event.record.entity ?? '');
  }
  names.delete('');
  return [...names].sort();
}

export interface FlatItem extends OutlineItem {
  readonly depth: number;
}

/** The outline's rows in reading order. */
export function flatOutline(items: readonly OutlineItem[], depth = 0): readonly FlatItem[] {
  return items.flatMap((item) => [{ ...item, depth }, ...flatOutline(item.children, depth + 1)]);
}
