/** The pools of a file and what flows between them, as BPMN (BPMN 2.0.2 §9, §8.3.2). */
import { messageOfFlow, NUMBER, payloadOf, variableName } from './names.ts';
import { VARIABLE_COUNT, type MessageFlow, type Partners, type Process } from './tree.ts';
import { poolsOf } from './tree-walk.ts';

/** What the file has beside its processes. */
export function collaborationXml(process: Process): readonly string[] {
  const { partners } = process;
  if (!partners) return [];
  const pools = poolsOf(process).map(({ key }) => `<participant id="pool_${key}" processRef="${key}"/>`);
  const flows = partners.flows.map(({ id, sourceId, targetId, naming }) => {
    const message = naming === 'flow' ? ` messageRef="${messageIdOf(id)}"` : '';
    const name = naming === 'name' ? ` name="${messageOfFlow(id)}"` : '';
    return `<messageFlow id="${id}"${name} sourceRef="${sourceId}" targetRef="${targetId}"${message}/>`;
  });
  const key =
    partners.correlation === 'properties'
      ? '<correlationKey id="key_of_all"><correlationPropertyRef>property_number</correlationPropertyRef></correlationKey>'
      : '';
  const collaboration = `<collaboration id="collaboration">${[...pools, ...flows].join('')}${key}</collaboration>`;
  return [...messagesOf(partners), collaboration];
}

function messagesOf({ flows, correlation }: Partners): readonly string[] {
  const named = flows.filter(({ naming }) => naming !== 'name');
  const found =
    correlation === 'expression'
      ? `<extensionElements><tl:correlation key="= ${NUMBER}"/></extensionElements>`
      : '';
  const messages = named.map(
    ({ id }) => `<message id="${messageIdOf(id)}" name="${messageOfFlow(id)}">${found}</message>`,
  );
  if (correlation !== 'properties') return messages;
  const retrievals = named.map(
    ({ id }) =>
      `<correlationPropertyRetrievalExpression messageRef="${messageIdOf(id)}"><messagePath>= ${NUMBER}</messagePath></correlationPropertyRetrievalExpression>`,
  );
  return [
    ...messages,
    `<correlationProperty id="property_number" name="number">${retrievals.join('')}</correlationProperty>`,
  ];
}

export const messageIdOf = (flowId: string): string => `message_of_${flowId}`;

/** Whether the element at this end of the flow refers to the message. */
export function refersTo({ naming, sourceId }: MessageFlow, elementId: string): boolean {
  if (naming === 'ends') return true;
  return naming === (sourceId === elementId ? 'source' : 'target');
}

/** What the sender puts into the message. */
export function payloadXml(
  { id, starts }: MessageFlow,
  { correlation }: Partners,
): readonly (readonly [name: string, value: string])[] {
  const all = Array.from({ length: VARIABLE_COUNT }, (_, index) => variableName(index));
  const isFound = correlation === 'properties' || correlation === 'expression';
  return [
    ...(starts === null ? [] : all.map((name) => [name, `= ${name}`] as const)),
    ...(isFound ? [[NUMBER, `= ${NUMBER}`] as const] : []),
    [payloadOf(id), '= v1 + 1'],
  ];
}
