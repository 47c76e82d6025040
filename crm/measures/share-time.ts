/**
 * What somebody worked on, from what he had in hand and when: an hour with one task is an hour of that task, an hour with
 * three is twenty minutes of each. So nobody's hour is counted twice, however long his tasks lay there. Pure.
 */
export interface InHand {
  readonly key: string;
  readonly person: string;
  readonly from: Date;
  readonly to: Date;
}

/** Milliseconds by key; `worked` says how much of a span is working time of a person. */
export function shareTime(
  items: readonly InHand[],
  worked: (person: string, from: Date, to: Date) => number,
): ReadonlyMap<string, number> {
  const shares = new Map<string, number>();
  for (const person of new Set(items.map((item) => item.person))) {
    const own = items.filter((item) => item.person === person && item.to > item.from);
    const edges = own
      .flatMap((item) => [
        { at: item.from.getTime(), item, isStart: true },
        { at: item.to.getTime(), item, isStart: false },
      ])
      .sort((one, other) => one.at - other.at);
    const held = new Set<InHand>();
    let since = 0;
    for (const { at, item, isStart } of edges) {
      if (held.size > 0 && at > since) {
        const each = worked(person, new Date(since), new Date(at)) / held.size;
        for (const one of held) shares.set(one.key, (shares.get(one.key) ?? 0) + each);
      }
      since = at;
      if (isStart) held.add(item);
      else held.delete(item);
    }
  }
  return shares;
}
