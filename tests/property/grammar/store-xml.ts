/** The data store of a process, which stands for a record, and the associations of activities with it, as BPMN. */
import { escaped } from './markup.ts';
import { inputOf, resultOf, storedAs, STORED_ENTITY } from './names.ts';
import type { Process, Task } from './tree.ts';
import { allBlocks } from './tree-walk.ts';

/** Drawn where somebody reads or writes it. */
export function storeXml(process: Process): string {
  const { storeId = '' } = process;
  if (!allBlocks(process).some((block) => block.kind === 'task' && block.stored)) return '';
  const store = `<tl:store entity="${STORED_ENTITY}" record="${escaped(`= "${storeId}"`)}"/>`;
  return `<dataStoreReference id="${storeId}" name="${storedAs(storeId)}"><extensionElements>${store}</extensionElements></dataStoreReference>`;
}

/** What the activity takes in and gives back, and what of the record that is. */
export function storeFlowXml(task: Task): string {
  const { id, stored } = task;
  if (!stored) return '';
  const hasInput = stored.reads !== null && stored.reads !== 'drawn';
  const [input, output] = [`${id}_input`, `${id}_output`];
  const gives = stored.writes !== null && GIVING.has(task.type);
  const set = (tag: 'input' | 'output', of: string | null): string =>
    `<${tag}Set>${of === null ? '' : `<data${tag === 'input' ? 'Input' : 'Output'}Refs>${of}</data${tag === 'input' ? 'Input' : 'Output'}Refs>`}</${tag}Set>`;
  const specification = [
    hasInput ? `<dataInput id="${input}" name="${inputOf(id)}"/>` : '',
    gives ? `<dataOutput id="${output}" name="${resultOf(id)}"/>` : '',
    set('input', hasInput ? input : null),
    set('output', gives ? output : null),
  ].join('');
  const isSpecified = hasInput || gives;
  return [
    isSpecified ? `<ioSpecification>${specification}</ioSpecification>` : '',
    readXml(task, input),
    writtenXml(task, gives ? output : null),
  ].join('');
}

/** What a script begins with, and what is written by what gives nothing back. */
export function storedBasis({ id, stored }: Task): string {
  switch (stored?.reads ?? null) {
    case null:
      return 'v1';
    case 'drawn':
      return `${storedAs(stored!.storeId)}.value`;
    case 'copied':
      return `${inputOf(id)}.value`;
    case 'transformed':
    case 'assigned':
      return inputOf(id);
  }
}

function readXml({ id, stored }: Task, input: string): string {
  const { storeId, reads } = stored!;
  const value = `${storedAs(storeId)}.value`;
  const association = (target: string, by: string): string =>
    `<dataInputAssociation><sourceRef>${storeId}</sourceRef><targetRef>${target}</targetRef>${by}</dataInputAssociation>`;
  switch (reads) {
    case null:
      return '';
    case 'drawn':
      return `<property id="${id}_drawn" name="__targetRef_placeholder"/>${association(`${id}_drawn`, '')}`;
    case 'copied':
      return association(input, '');
    case 'transformed':
      return association(input, `<transformation>= ${value} + 10</transformation>`);
    case 'assigned':
      return association(input, assignment(`${value} + 20`, inputOf(id)));
  }
}

function writtenXml(task: Task, output: string | null): string {
  const { storeId, writes } = task.stored!;
  if (writes === null) return '';
  const value = output === null ? storedBasis(task) : resultOf(task.id);
  const source = output === null ? '' : `<sourceRef>${output}</sourceRef>`;
  const field = writes === 'qualified' ? `${storedAs(storeId)}.value` : 'value';
  const by =
    writes === 'transformed'
      ? `<transformation>${escaped(`= { value: ${value} + 100 }`)}</transformation>`
      : assignment(`${value} + 200`, field);
  return `<dataOutputAssociation>${source}<targetRef>${storeId}</targetRef>${by}</dataOutputAssociation>`;
}

const assignment = (from: string, to: string): string =>
  `<assignment><from>${escaped(`= ${from}`)}</from><to>${to}</to></assignment>`;

const GIVING: ReadonlySet<Task['type']> = new Set(['user', 'job', 'receive', 'script', 'rule', 'action']);
