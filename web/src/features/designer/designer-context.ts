/** What every part of the designer needs: the diagram, what can be picked, and the way to change something. */
import { createContext, use } from 'react';
import type { DesignerCatalogue } from '#contract';
import type { Finding } from '#lint';
import type { ElementInfo, ModelerHandle, OutlineItem, PropertiesPatch } from '#modeler';

export interface DesignerScope {
  readonly processKey: string;
  readonly handle: ModelerHandle;
  readonly catalogue: DesignerCatalogue | null;
  readonly outline: readonly OutlineItem[];
  readonly findings: readonly Finding[];
  /** Variables that the process is known to have, for suggestions. */
  readonly variables: readonly string[];
  readonly selectedId: string | null;
  select(id: string | null): void;
  /** One step of undo. */
  update(id: string, patch: PropertiesPatch): void;
  element(id: string): ElementInfo | null;
}

export const DesignerContext = createContext<DesignerScope | null>(null);

/** Only inside the designer. */
export function useDesignerScope(): DesignerScope {
  const scope = use(DesignerContext);
  if (!scope) throw new Error('Expected useDesignerScope to be called inside the designer.');
  return scope;
}
