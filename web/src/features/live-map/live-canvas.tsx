import { Skeleton, useComputedColorScheme } from '@mantine/core';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OutlineItem, ViewerHandle } from '#modeler';
import type { LiveMap, Locale } from '#contract';
import { useLocale } from '../../i18n/use-locale.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { useProductNow } from '../../ui/product-clock.ts';
import { canvasMap } from './canvas-map.ts';
import classes from './live-canvas.module.css';

interface LiveCanvasProps {
  readonly map: LiveMap;
  readonly selected: string | null;
  readonly onSelect: (elementId: string | null) => void;
  readonly onOutline: (outline: readonly OutlineItem[]) => void;
}

/** A canvas, and what it was made for. */
interface Drawn {
  readonly handle: ViewerHandle;
  readonly xml: string;
  readonly locale: Locale;
}

/** The element that the reader looks for first: what failed, what runs, what waits. */
function focusOf(map: LiveMap): string | undefined {
  for (const state of ['failed', 'running', 'waiting'] as const) {
    const found = map.elements.find((element) => element.state === state);
    if (found) return found.elementId;
  }
  return undefined;
}

/** The diagram with the throughline on it. The canvas is made once per diagram and language; states are painted over it. */
export function LiveCanvas({ map, selected, onSelect, onOutline }: LiveCanvasProps) {
  const { t } = useTranslation('instance');
  const locale = useLocale();
  const scheme = useComputedColorScheme();
  const now = useProductNow();
  const host = useRef<HTMLDivElement>(null);
  const [drawn, setDrawn] = useState<Drawn | null>(null);
  const [failed, setFailed] = useState(false);
  // A canvas of another version or language is gone by the time its states would be painted.
  const viewer = drawn?.xml === map.xml && drawn.locale === locale ? drawn.handle : null;
  const select = useEffectEvent(onSelect);
  const opened = useEffectEvent((handle: ViewerHandle): void => {
    onOutline(handle.outline());
    handle.setLiveMap(canvasMap(map, handle, t, locale, now));
    handle.fit(focusOf(map));
    setDrawn({ handle, xml: map.xml, locale });
  });
  useEffect(() => {
    let current = true;
    let handle: ViewerHandle | null = null;
    const open = async (): Promise<void> => {
      const { createViewer } = await import('#modeler');
      if (!current || !host.current) return;
      handle = createViewer({
        container: host.current,
        locale,
        onSelect: (element) => select(element?.id ?? null),
      });
      await handle.importXml(map.xml);
      if (current) opened(handle);
    };
    open().catch(() => current && setFailed(true));
    return () => {
      current = false;
      setDrawn(null);
      handle?.destroy();
    };
  }, [map.xml, locale]);
  useEffect(() => {
    if (viewer) viewer.setLiveMap(canvasMap(map, viewer, t, locale, now));
  }, [viewer, map, t, locale, now]);
  useEffect(() => {
    viewer?.setTheme(scheme);
  }, [viewer, scheme]);
  useEffect(() => {
    viewer?.select(selected);
  }, [viewer, selected]);
  return (
    <div className={classes.frame}>
      <div className={classes.stage}>
        <div ref={host} className={classes.host} role="group" aria-label={t('map.label')} />
      </div>
      {!viewer && !failed && (
        <div className={classes.stage} role="status" aria-label={t('map.loading')}>
          <Skeleton height="100%" radius={0} />
        </div>
      )}
      {failed && <EmptyState tone="failed" title={t('map.failed')} message={t('map.failedHint')} />}
    </div>
  );
}
