/** Opening XML on a canvas: lays out what comes without a drawing, and gives back what the reader warned about. */
import {
  linkFlows,
  readDiagram,
  rememberUnresolved,
  unresolvedFrom,
  writeDiagram,
  type ModdleElement,
} from '#moddle';
import { whenFontIsReady } from './renderer.ts';
import type { EventBus } from './services.ts';

export interface ImportReport {
  /** What the reader could not understand; the diagram is open all the same. */
  readonly warnings: readonly string[];
  /** The file had no drawing, so one was made. */
  readonly wasLaidOut: boolean;
}

/** What a file leaves unsaid is filled in between reading and drawing. */
export function completeOnImport(
  eventBus: EventBus,
  complete: (definitions: ModdleElement) => void = () => undefined,
): void {
  eventBus.on('import.parse.complete', ({ definitions, warnings = [] }) => {
    if (!definitions) return;
    rememberUnresolved(
      definitions,
      warnings.flatMap((warning) => unresolvedFrom(warning) ?? []),
    );
    linkFlows(definitions);
    complete(definitions);
  });
}

interface Opener {
  importXML(xml: string): Promise<{ warnings: readonly { message: string }[] }>;
}

/** Rejects with an Error when the text is no BPMN or has no process to show. */
export async function openDiagram(diagram: Opener, xml: string): Promise<ImportReport> {
  await whenFontIsReady();
  const wasLaidOut = !/<(\w+:)?BPMNShape\b/.test(xml);
  const { warnings } = await diagram.importXML(wasLaidOut ? await layOut(xml) : xml);
  return { warnings: warnings.map((warning) => warning.message), wasLaidOut };
}

/** Loaded only when needed: most diagrams have their drawing. */
async function layOut(xml: string): Promise<string> {
  const { layoutProcess } = await import('bpmn-auto-layout');
  const { definitions } = await readDiagram(xml);
  linkFlows(definitions);
  return layoutProcess(await writeDiagram(definitions));
}

/** SVG for use outside the page: theme variables become the colours that they stand for here. */
export async function exportSvg(
  diagram: { saveSVG(): Promise<{ svg: string }> },
  container: HTMLElement,
): Promise<string> {
  const { svg } = await diagram.saveSVG();
  const style = getComputedStyle(container);
  return svg.replace(
    /var\((--[\w-]+)\)/g,
    (text, name: string) => style.getPropertyValue(name).trim() || text,
  );
}
