/** The files that a drawn process amounts to: its own, those of what it calls, and the decision where one is asked for. */
import { bpmnXml } from './bpmn-xml.ts';
import { decisionXml } from './decision-xml.ts';
import type { Process } from './tree.ts';
import { allProcesses, poolsOf } from './tree-walk.ts';

export interface WrittenFile {
  readonly name: string;
  readonly content: string;
}

/** The process first, with all its pools. */
export function filesOf(process: Process): WrittenFile[] {
  const pools = poolsOf(process);
  const apart = allProcesses(process).filter((one) => !pools.includes(one));
  const drawn = [process, ...apart].map((one) => ({ name: `${one.key}.bpmn`, content: bpmnXml(one) }));
  const asks = drawn.some(({ content }) => content.includes('<businessRuleTask'));
  return asks ? [...drawn, { name: 'decision.dmn', content: decisionXml }] : drawn;
}
