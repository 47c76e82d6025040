/** A process (BPMN 2.0.2 §10): header, access declaration, and its elements. */
import { readProcess, readTranslations, readVersioning, textOf, type ModdleElement } from '#moddle';
import type { Element, Flow, ProcessModel } from '../model.ts';
import type { Problem } from '../problem.ts';
import { transformContainer } from './container.ts';
import { createContext } from './context.ts';

export function transformProcess(process: ModdleElement, problems: Problem[]): ProcessModel {
  const id = process.id ?? '';
  const header = readProcess(process);
  const versioning = readVersioning(process);
  const context = createContext(id, true, problems);
  const elements = new Map<string, Element>();
  const flows = new Map<string, Flow>();
  const root = transformContainer(process, null, { elements, flows, problems });
  return {
    processKey: id,
    name: textOf(process, 'name') ?? id,
    translations: readTranslations(process),
    description: header?.description ?? null,
    access: {
      reads: header?.reads ?? [],
      writes: header?.writes ?? [],
      outbound: header?.outbound ?? [],
    },
    subject: header?.subject ?? null,
    businessKey: context.text(header?.businessKey ?? null),
    manualStart: header?.manualStart || (versioning.startable ?? false),
    versionTag: versioning.versionTag,
    historyTimeToLive: versioning.historyTimeToLive,
    elements,
    flows,
    root,
  };
}
