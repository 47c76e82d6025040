/** Where somebody was in a list, kept for the way back: the scroll position by the address of the list. */
import { useEffect, useEffectEvent, type RefObject } from 'react';

const places = new Map<string, number>();
const PLACES_MAX = 50;

/** `ready`: the rows are there, so that the place can be taken again. */
export function useKeptPlace(
  scroller: RefObject<HTMLDivElement | null>,
  key: string | undefined,
  ready: boolean,
): void {
  const restore = useEffectEvent(() => {
    const place = key === undefined ? undefined : places.get(key);
    if (place !== undefined) scroller.current?.scrollTo({ top: place });
  });
  const keep = useEffectEvent((top: number) => {
    if (key === undefined) return;
    places.delete(key);
    places.set(key, top);
    const [oldest] = places.keys();
    if (places.size > PLACES_MAX && oldest !== undefined) places.delete(oldest);
  });
  useEffect(() => {
    if (ready) restore();
  }, [ready, key]);
  useEffect(() => {
    const element = scroller.current;
    if (!element) return undefined;
    const listen = (): void => keep(element.scrollTop);
    element.addEventListener('scroll', listen, { passive: true });
    return () => element.removeEventListener('scroll', listen);
  }, [scroller, ready]);
}
