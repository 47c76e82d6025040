/** Data objects, their references and states, and the associations of activities with them, as BPMN. */
import { escaped } from './markup.ts';
import { dataOf, inputOf, resultOf } from './names.ts';
import type { Task } from './tree.ts';
import type { DataFlow, DataObject, Moved } from './tree-parts.ts';

/** Two references with states of their own: written through one, read through the other, they are one variable. */
export function objectsXml(objects: readonly DataObject[]): string {
  return objects
    .map(({ id, initial, isNamed }) => {
      const name = dataOf(id);
      const begin = `<tl:initial value="= v1 + ${initial}"/>`;
      const extensions = initial === null ? '' : `<extensionElements>${begin}</extensionElements>`;
      const called = isNamed ? 'A view of it' : name;
      const reference = (side: string, state: string): string =>
        `<dataObjectReference id="${id}_${side}" name="${called}" dataObjectRef="${id}"><dataState name="${state}"/></dataObjectReference>`;
      return `<dataObject id="${id}"${isNamed ? ` name="${name}"` : ''}>${extensions}</dataObject>${reference('read', 'known')}${reference('written', 'changed')}`;
    })
    .join('\n');
}

/** What the activity takes in and gives back, and where that comes from and goes to. */
export function dataFlowXml({ id, type, data }: Task): string {
  if (!data) return '';
  const { reads, writes } = data;
  const [input, output] = [`${id}_input`, `${id}_output`];
  const inputs = reads ? `<dataInput id="${input}" name="${inputOf(id)}"/>` : '';
  const outputs = writes ? `<dataOutput id="${output}" name="${resultOf(id)}"/>` : '';
  const inputSet = `<inputSet>${reads ? `<dataInputRefs>${input}</dataInputRefs>` : ''}</inputSet>`;
  const outputSet = `<outputSet>${writes ? `<dataOutputRefs>${output}</dataOutputRefs>` : ''}</outputSet>`;
  const specification = `<ioSpecification>${inputs}${outputs}${inputSet}${outputSet}</ioSpecification>`;
  const taken = reads
    ? association('Input', `${reads.objectId}_read`, input, {
        ...moving(reads, dataOf(reads.objectId), TAKEN),
        whole: inputOf(id),
      })
    : '';
  const value = GIVING_NOTHING.has(type) ? basisName({ id, data }) : resultOf(id);
  const isPlain = !GIVING_NOTHING.has(type);
  const given = writes
    ? association('Output', output, `${writes.objectId}_written`, {
        ...moving(writes, value, GIVEN),
        ...(writes.how === 'copied' && !isPlain && { transformation: value }),
        whole: dataOf(writes.objectId),
      })
    : '';
  return specification + taken + given;
}

/** What the message of a throwing event takes along. */
export function thrownDataXml({ id, data }: WithData): string {
  if (!data?.reads) return '';
  const input = `${id}_input`;
  const { objectId } = data.reads;
  const taken = association('Input', `${objectId}_read`, input, {
    ...moving(data.reads, dataOf(objectId), TAKEN),
    whole: inputOf(id),
  });
  return `<dataInput id="${input}" name="${inputOf(id)}"/>${taken}<inputSet><dataInputRefs>${input}</dataInputRefs></inputSet>`;
}

/** What a message brings to an event, and where it goes. */
export function caughtDataXml({ id, data }: WithData): string {
  if (!data?.writes) return '';
  const output = `${id}_output`;
  const { objectId } = data.writes;
  const given = association('Output', output, `${objectId}_written`, {
    ...moving(data.writes, resultOf(id), GIVEN),
    whole: dataOf(objectId),
  });
  return `<dataOutput id="${output}" name="${resultOf(id)}"/>${given}<outputSet><dataOutputRefs>${output}</dataOutputRefs></outputSet>`;
}

/** What a script begins with, and what is moved by what gives nothing back. */
export function basisName({ id, data }: Pick<Task, 'id' | 'data'>): string {
  return data?.reads ? inputOf(id) : 'v1';
}

interface WithData {
  readonly id: string;
  readonly data?: DataFlow | null;
}

/** By how much what is taken in changes on its way, for each of the ways. */
const TAKEN = [10, 20, 20] as const;
/** By how much what is given back changes on its way, for each of the ways. */
const GIVEN = [100, 200, 300] as const;
const GIVING_NOTHING: ReadonlySet<Task['type']> = new Set(['undefined', 'manual', 'send']);

interface Moving {
  readonly transformation?: string;
  readonly assigned?: string;
  readonly isEntry?: boolean;
}

function moving(
  { how }: Moved,
  value: string,
  [transformed, assigned, entry]: readonly [number, number, number],
): Moving {
  if (how === 'copied') return {};
  if (how === 'transformed') return { transformation: `${value} + ${transformed}` };
  return how === 'assigned'
    ? { assigned: `${value} + ${assigned}` }
    : { assigned: `${value} + ${entry}`, isEntry: true };
}

function association(
  kind: 'Input' | 'Output',
  source: string,
  target: string,
  { transformation, assigned, isEntry, whole }: Moving & { readonly whole: string },
): string {
  const by =
    transformation === undefined ? '' : `<transformation>${escaped(`= ${transformation}`)}</transformation>`;
  const to = isEntry ? 'a' : whole;
  const assignment =
    assigned === undefined
      ? ''
      : `<assignment><from>${escaped(`= ${assigned}`)}</from><to>${to}</to></assignment>`;
  return `<data${kind}Association><sourceRef>${source}</sourceRef><targetRef>${target}</targetRef>${by}${assignment}</data${kind}Association>`;
}
