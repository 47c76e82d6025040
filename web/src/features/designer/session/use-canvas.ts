/**
 * The designer's canvas as React state. The modeler is made once per draft and language; what it shows is read
 * again after every change, gathered to one reading per frame.
 */
import { useComputedColorScheme } from '@mantine/core';
import { useCallback, useEffect, useEffectEvent, useRef, useState, type RefObject } from 'react';
import type { Finding } from '#lint';
import type { EditState, ElementInfo, ImportReport, ModelerHandle, OutlineItem } from '#modeler';
import { useLocale } from '../../../i18n/use-locale.ts';

export interface CanvasReading {
  readonly selected: ElementInfo | null;
  readonly root: ElementInfo | null;
  readonly edit: EditState;
  readonly findings: readonly Finding[];
  readonly outline: readonly OutlineItem[];
}

export interface CanvasState {
  readonly host: RefObject<HTMLDivElement | null>;
  readonly handle: ModelerHandle | null;
  readonly reading: CanvasReading;
  readonly report: ImportReport | null;
  readonly failed: boolean;
}

interface CanvasOptions {
  readonly xml: string;
  onEdit(): void;
  /** Last chance to save before the canvas goes away. */
  beforeClose(): Promise<unknown>;
}

const NOTHING: CanvasReading = {
  selected: null,
  root: null,
  edit: { canUndo: false, canRedo: false },
  findings: [],
  outline: [],
};

export function useCanvas({ xml, onEdit, beforeClose }: CanvasOptions): CanvasState {
  const locale = useLocale();
  const scheme = useComputedColorScheme();
  const host = useRef<HTMLDivElement>(null);
  /** What is drawn now; survives a change of language, which makes a new canvas. */
  const drawn = useRef<{ readonly from: string; readonly xml: string } | null>(null);
  const closing = useRef<Promise<unknown>>(Promise.resolve());
  const [handle, setHandle] = useState<ModelerHandle | null>(null);
  const [reading, setReading] = useState<CanvasReading>(NOTHING);
  const [report, setReport] = useState<ImportReport | null>(null);
  const [failed, setFailed] = useState(false);
  const edited = useEffectEvent(onEdit);
  const close = useEffectEvent(beforeClose);
  const read = useCallback((made: ModelerHandle) => setReading(readingOf(made)), []);

  useEffect(() => {
    let isCurrent = true;
    let made: ModelerHandle | null = null;
    let frame = 0;
    const readSoon = (): void => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => made && isCurrent && read(made));
    };
    const open = async (): Promise<void> => {
      const [{ createModeler }] = await Promise.all([import('#modeler'), closing.current]);
      if (!isCurrent || !host.current) return;
      let isOpen = false;
      const opening = await createModeler({
        container: host.current,
        locale,
        onSelect: readSoon,
        onChange: () => {
          readSoon();
          if (isOpen) edited();
        },
      });
      if (!isCurrent) return opening.destroy();
      made = opening;
      const opened = await opening.importXml(drawn.current?.from === xml ? drawn.current.xml : xml);
      if (!isCurrent) return;
      isOpen = true;
      setReport(opened);
      setHandle(opening);
      read(opening);
    };
    open().catch(() => isCurrent && setFailed(true));
    return () => {
      isCurrent = false;
      cancelAnimationFrame(frame);
      setHandle(null);
      setFailed(false);
      const leaving = made;
      if (!leaving) return;
      closing.current = leaving
        .exportXml()
        .then((text) => {
          drawn.current = { from: xml, xml: text };
        })
        .then(() => close())
        .catch(() => undefined)
        .finally(() => leaving.destroy());
    };
  }, [xml, locale, read]);
  useEffect(() => handle?.setTheme(scheme), [handle, scheme]);
  return { host, handle, reading, report, failed };
}

function readingOf(handle: ModelerHandle): CanvasReading {
  return {
    selected: handle.selectedElement(),
    root: handle.rootElement(),
    edit: handle.editState(),
    findings: handle.lint(),
    outline: handle.outline(),
  };
}
