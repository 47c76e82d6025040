/** Which version a call names, and the global tasks that are called (BPMN 2.0.2 §10.3.6, §10.3.7). */
import { escaped } from './markup.ts';
import { resultOf } from './names.ts';
import { allBlocks, allProcesses } from './tree-walk.ts';
import type { Call, GlobalTask, Process } from './tree.ts';

const tagOf = (processKey: string): string => `tag of ${processKey}`;

export function bindingXml({ binding, process }: Call): string {
  switch (binding) {
    case 'deployment':
      return '<tl:calledElement binding="deployment"/>';
    case 'version':
      return '<tl:calledElement binding="version" version="1"/>';
    case 'tag':
      return `<tl:calledElement binding="versionTag" versionTag="${tagOf(process.key)}"/>`;
    default:
      return '';
  }
}

export const tagXml = (processKey: string): string =>
  `<extensionElements><tl:process versionTag="${tagOf(processKey)}"/></extensionElements>`;

export function globalTaskXml(key: string, type: GlobalTask): string {
  switch (type) {
    case 'user':
      return `<globalUserTask id="${key}" name="${key}"/>`;
    case 'manual':
      return `<globalManualTask id="${key}"/>`;
    case 'undefined':
      return `<globalTask id="${key}"/>`;
    case 'script': {
      const text = escaped(`= { "${resultOf(key)}": v1 + 1 }`);
      return `<globalScriptTask id="${key}" scriptLanguage="feel"><script>${text}</script></globalScriptTask>`;
    }
  }
}

/** Every call of the file and of what it calls. */
function callsIn(process: Process): readonly Call[] {
  return allProcesses(process).flatMap((one) =>
    allBlocks(one).filter((block): block is Call => block.kind === 'call'),
  );
}

export const isBoundToDeployment = (process: Process): boolean =>
  callsIn(process).some(({ binding }) => binding === 'deployment');

/** A later version of whatever is called by another name than the latest: who calls that one does something else. */
export function decoysOf(process: Process): { name: string; content: string }[] {
  const bound = callsIn(process).filter(({ binding }) => binding && binding !== 'latest');
  return bound.map(({ process: { key } }) => ({
    name: `${key}.bpmn`,
    content: `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="urn:throughline:property"><process id="${key}" name="${key}" isExecutable="true"><startEvent id="decoy_start"/><endEvent id="decoy_end"/><sequenceFlow id="decoy_flow" sourceRef="decoy_start" targetRef="decoy_end"/></process></definitions>`,
  }));
}
