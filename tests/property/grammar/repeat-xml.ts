/** How an activity is repeated, as BPMN (BPMN 2.0.2 §10.3.7). */
import type { DrawnFile } from './drawn-file.ts';
import { thrownXml } from './event-xml.ts';
import { escaped, expression, feel } from './markup.ts';
import { allOf, itemOf, resultOf, variableName } from './names.ts';
import { collectsResult, type Repeated } from './repeats.ts';
import type { Repeat, RepeatThrow } from './tree-parts.ts';

export function repeatXml(file: DrawnFile, block: Repeated): string {
  const { repeat } = block;
  if (!repeat) return '';
  return repeat.kind === 'loop' ? loopXml(repeat) : multiXml(file, block, repeat);
}

function loopXml({ times, test }: Repeat): string {
  const { isBefore, goesOn, isBounded } = test;
  const condition =
    goesOn === 'always' ? '= true' : goesOn === 'counted' ? `= loopCounter < ${times}` : feel(goesOn);
  const maximum = isBounded ? ` loopMaximum="${times}"` : '';
  return `<standardLoopCharacteristics testBefore="${isBefore}"${maximum}>${expression('loopCondition', condition)}</standardLoopCharacteristics>`;
}

function multiXml(file: DrawnFile, block: Repeated, repeat: Repeat): string {
  const { kind, times, enough, throws } = repeat;
  const cardinality = repeat.over === 'list' ? '' : expression('loopCardinality', `= ${times}`);
  const done =
    enough === null ? '' : expression('completionCondition', `= nrOfCompletedInstances >= ${enough}`);
  const { attributes, content } = throws
    ? behaviour(file, block.id, throws)
    : { attributes: '', content: '' };
  return `<multiInstanceLoopCharacteristics isSequential="${kind === 'sequential'}" ${attributes}>${collectionXml(block, repeat)}${cardinality}${content}${done}</multiInstanceLoopCharacteristics>`;
}

function collectionXml(block: Repeated, { over, times, isCollected }: Repeat): string {
  const { id } = block;
  if (over === 'number' && !isCollected) return '';
  const items = Array.from({ length: times }, (_, index) => `${variableName(1)} + ${index + 1}`);
  const taken = over === 'list' ? ` collection="= [${items.join(', ')}]" item="${itemOf(id)}"` : '';
  const entry = [
    over === 'list' ? itemOf(id) : 'loopCounter',
    collectsResult(block) ? resultOf(id) : 'loopCounter',
  ];
  const given = isCollected ? ` results="${allOf(id)}" result="${escaped(`= [${entry.join(', ')}]`)}"` : '';
  return `<extensionElements><tl:multiInstance${taken}${given}/></extensionElements>`;
}

function behaviour(
  file: DrawnFile,
  id: string,
  { behavior, event, code, at }: RepeatThrow,
): { readonly attributes: string; readonly content: string } {
  const definition = thrownXml(file, { id, kind: event, code });
  if (behavior === 'complex') {
    const condition = expression('condition', `= nrOfCompletedInstances = ${at}`);
    const content = `<complexBehaviorDefinition id="${id}_behavior">${condition}<event id="${id}_event">${definition}</event></complexBehaviorDefinition>`;
    return { attributes: 'behavior="Complex"', content };
  }
  const [tag, reference] = /^<(\S+) (.*)\/>$/.exec(definition)!.slice(1) as [string, string];
  const attributes =
    behavior === 'one'
      ? `behavior="One" oneBehaviorEventRef="${id}_thrown"`
      : `behavior="None" noneBehaviorEventRef="${id}_thrown"`;
  file.root(tag, `${id}_thrown`, reference);
  return { attributes, content: '' };
}
