/** Which rows arrived after the list was first shown: they flash once, so that nobody has to look for them. */
import { useState } from 'react';

interface Known {
  readonly list: string;
  readonly ids: ReadonlySet<string>;
  readonly fresh: ReadonlySet<string>;
}
const NONE: ReadonlySet<string> = new Set();

/** `list` names what is shown; another list (tab, filter) starts anew. `ids` is undefined while it loads. */
export function useFreshIds(list: string, ids: readonly string[] | undefined): ReadonlySet<string> {
  const [known, setKnown] = useState<Known | null>(null);
  if (!ids) return NONE;
  if (known?.list !== list) {
    setKnown({ list, ids: new Set(ids), fresh: NONE });
    return NONE;
  }
  const arrived = ids.filter((id) => !known.ids.has(id));
  if (arrived.length === 0) return known.fresh;
  const fresh = new Set(arrived);
  setKnown({ list, ids: new Set([...known.ids, ...arrived]), fresh });
  return fresh;
}
