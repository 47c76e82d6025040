import { useEffect, useRef, type RefObject } from 'react';

/** For the strip of tabs: on a narrow screen the chosen one is moved to where it is seen. */
export function useShownTab(tab: string): RefObject<HTMLDivElement | null> {
  const strip = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const chosen = strip.current?.querySelector('[aria-selected=true]');
    chosen?.scrollIntoView({ inline: 'center', block: 'nearest' });
  }, [tab]);
  return strip;
}
