/** What happened to files of tasks, among the events of an instance's history: each follows the event before it. */
import type { HistoryItem } from '#contract';
import type { RequestUser, WorkFileEvent } from '#crm';
import type { HistoryEvent } from '#engine';
import type { ApiContext } from '../context.ts';

/** Those of the time of this page; the last page goes on to now. */
export async function readFileEvents(
  { crm, engine }: ApiContext,
  user: RequestUser,
  request: {
    readonly instanceId: string;
    readonly afterSeq: number;
    readonly page: readonly HistoryEvent[];
    readonly isLast: boolean;
  },
): Promise<WorkFileEvent[]> {
  const { instanceId, afterSeq, page, isLast } = request;
  const before =
    afterSeq > 0 ? await engine.views.history({ instanceId, afterSeq: afterSeq - 1, limit: 1 }) : [];
  const until = isLast ? null : (page.at(-1)?.at ?? null);
  return crm.workFiles.events({ user }, { instanceId, after: before[0]?.at ?? null, until });
}

/** Both oldest first. */
export function withFileEvents(
  items: readonly HistoryItem[],
  events: readonly WorkFileEvent[],
  elementNameOf: (elementId: string | null) => string | null,
): HistoryItem[] {
  const merged: HistoryItem[] = [];
  let next = 0;
  for (const event of events) {
    for (let item = items[next]; item && item.at <= event.at; item = items[(next += 1)]) merged.push(item);
    merged.push({
      seq: merged.at(-1)?.seq ?? 0,
      at: event.at,
      kind: event.verb === 'file_added' ? 'FileAdded' : 'FileRemoved',
      elementId: event.elementId,
      elementName: elementNameOf(event.elementId),
      actor: event.actor,
      facts: { task: elementNameOf(event.elementId) ?? event.taskName, file: event.fileName },
    });
  }
  return [...merged, ...items.slice(next)];
}
