/** A process (BPMN 2.0.2 §10): header, access declaration, and its elements. */
import {
  readListeners,
  readProcess,
  readTranslations,
  readVersioning,
  textOf,
  type ModdleElement,
} from '#moddle';
import { compileListeners } from '../foreign/listeners.ts';
import type { Element, Flow, ProcessModel } from '../model.ts';
import type { Problem } from '../problem.ts';
import { transformContainer } from './container.ts';
import { createContext, type TransformContext } from './context.ts';

export function transformProcess(process: ModdleElement, problems: Problem[]): ProcessModel {
  const id = process.id ?? '';
  const header = readProcess(process);
  const versioning = readVersioning(process);
  const context = createContext(id, true, problems);
  const elements = new Map<string, Element>();
  const flows = new Map<string, Flow>();
  const root = transformContainer(process, null, { elements, flows, problems });
  reportListeners(process, context);
  return {
    processKey: id,
    name: textOf(process, 'name') ?? id,
    translations: readTranslations(process),
    description: header?.description ?? null,
    descriptions: header?.descriptions ?? {},
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
    listeners: compileListeners(process, context),
    elements,
    flows,
    root,
  };
}

/** A process begins and ends; anything else is said of its steps. */
function reportListeners(process: ModdleElement, context: TransformContext): void {
  const other = readListeners(process).find(({ event }) => event !== 'start' && event !== 'end');
  if (!other) return;
  const message = `A process begins and ends, so that nothing listens to its '${other.event}'.`;
  context.report('error', 'not-executable', message);
}
