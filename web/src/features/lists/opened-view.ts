/** With which saved view a list opens: the one that the address names, else the person's own to begin with. */
import type { SavedView } from '#contract';

export function openedView(views: readonly SavedView[], search: URLSearchParams): SavedView | null {
  const named = search.get('view');
  const saysMore = [...search.keys()].some((key) => key !== 'view');
  const isOpened = (view: SavedView): boolean =>
    named === null && !saysMore ? view.isDefault : view.id === named;
  return views.find(isOpened) ?? null;
}
