/** A process (BPMN 2.0.2 §10): header, access declaration, and its elements. */
import {
  readListeners,
  readProcess,
  readTranslations,
  readVersioning,
  textOf,
  type ModdleElement,
} from '#moddle';
import type { Container, Element, Flow, ProcessModel } from '../model.ts';
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
  reportListeners(process, root, context);
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

/** What listens to a process runs at its start events, and nothing listens to its end. */
function reportListeners(process: ModdleElement, root: Container, context: TransformContext): void {
  const events = readListeners(process).map(({ event }) => event);
  if (events.some((event) => event !== 'start')) {
    context.report('error', 'not-executable', 'Nothing listens to the end of a process; use its end events.');
  }
  if (events.includes('start') && root.instantiators.length > 0) {
    const message = 'Nothing listens to the start of a process that a receiving step begins; use that step.';
    context.report('error', 'not-executable', message);
  }
}
