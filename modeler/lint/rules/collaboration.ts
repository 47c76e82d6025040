/** Pools, messages between them, lanes and conversations (BPMN 2.0.2 §9, §10.8). */
import { elementsOf, isA, referenceOf, type ModdleElement } from '#moddle';
import { each, removing, repeated } from '../judge.ts';
import { hasDefinition, nameOf } from '../questions.ts';
import type { Rule } from '../rule.ts';
import { definitionsOf } from '../triggers.ts';

const MESSAGE = 'bpmn:MessageEventDefinition';

export const collaborationRules: readonly Rule[] = [
  {
    id: 'dangling-message-flow',
    clause: '9.4',
    severity: 'warning',
    message: 'The message flow “{name}” is not attached at both ends: draw it from sender to receiver.',
    russian:
      'Поток сообщений «{name}» присоединён не с обоих концов: проведите его от отправителя к получателю.',
    check: each('bpmn:MessageFlow', (flow) => {
      const isOpen = referenceOf(flow, 'sourceRef') === null || referenceOf(flow, 'targetRef') === null;
      return isOpen && removing(flow);
    }),
  },
  {
    id: 'message-flow-inside-pool',
    clause: '9.4',
    severity: 'warning',
    message: 'The message flow “{name}” stays within one pool: draw a sequence flow there.',
    russian: 'Поток сообщений «{name}» остаётся внутри одного пула: нарисуйте здесь обычную стрелку.',
    check: each('bpmn:MessageFlow', (flow) => {
      const [source, target] = ['sourceRef', 'targetRef'].map((end) => processOf(referenceOf(flow, end)));
      return Boolean(source) && source === target;
    }),
  },
  {
    id: 'message-flow-source',
    clause: '7.6.2',
    severity: 'warning',
    message:
      'The message flow “{name}” leaves “{source}”, which cannot send: draw it from a pool, a task or a message event.',
    russian:
      'Поток сообщений «{name}» выходит из «{source}», а оно не отправляет: проведите его от пула, задачи или события сообщения.',
    check: each('bpmn:MessageFlow', (flow) => {
      const source = referenceOf(flow, 'sourceRef');
      return source && !canSend(source) ? { values: { source: nameOf(source) } } : null;
    }),
  },
  {
    id: 'message-flow-target',
    clause: '7.6.2',
    severity: 'warning',
    message:
      'The message flow “{name}” leads to “{target}”, which cannot receive: draw it to a pool, a task or a message event.',
    russian:
      'Поток сообщений «{name}» ведёт к «{target}», а оно не принимает: проведите его к пулу, задаче или событию сообщения.',
    check: each('bpmn:MessageFlow', (flow) => {
      const target = referenceOf(flow, 'targetRef');
      return target && !canReceive(target) ? { values: { target: nameOf(target) } } : null;
    }),
  },
  {
    id: 'message-flow-with-other-message',
    clause: '9.4',
    severity: 'warning',
    message:
      'The message flow “{name}” carries “{message}”, but “{end}” is about another message: make them alike.',
    russian: 'Поток «{name}» несёт сообщение «{message}», а «{end}» — о другом: сделайте одинаково.',
    check: each('bpmn:MessageFlow', (flow) => {
      const message = referenceOf(flow, 'messageRef');
      if (!message) return null;
      return ['sourceRef', 'targetRef'].flatMap((property) => {
        const end = referenceOf(flow, property);
        const own = end && messageOf(end);
        return own && own !== message ? [{ values: { message: nameOf(message), end: nameOf(end) } }] : [];
      });
    }),
  },
  {
    id: 'shared-process',
    clause: '9.3',
    severity: 'warning',
    message:
      'The pool “{name}” shows the process “{process}” of another pool: give each pool a process of its own.',
    russian: 'Пул «{name}» показывает процесс «{process}» другого пула: дайте каждому пулу свой процесс.',
    check: each('bpmn:Collaboration', (collaboration) =>
      repeated(
        elementsOf(collaboration, 'participants'),
        (pool) => referenceOf(pool, 'processRef')?.id ?? null,
      ).map(({ element, key }) => ({ element, values: { process: key } })),
    ),
  },
  {
    id: 'process-outside-pools',
    clause: '9.3',
    severity: 'warning',
    message: 'The process “{name}” is in no pool of the diagram, so nobody sees it: add a pool for it.',
    russian: 'Процесса «{name}» нет ни в одном пуле схемы, и его никто не видит: добавьте для него пул.',
    check: each('bpmn:Process', (process, diagram) => {
      const pools = diagram.all('bpmn:Participant');
      if (pools.length === 0 || diagram.nodesIn(process).length === 0) return false;
      return !pools.some((pool) => referenceOf(pool, 'processRef') === process);
    }),
  },
  {
    id: 'participant-multiplicity',
    clause: '9.3.1',
    severity: 'warning',
    message:
      'The pool “{name}” stands for at least {minimum} and at most {maximum} participants: the maximum is smaller.',
    russian:
      'Пул «{name}» — это не меньше {minimum} и не больше {maximum} участников: наибольшее меньше наименьшего.',
    check: each('bpmn:Participant', (pool) => {
      const multiplicity = referenceOf(pool, 'participantMultiplicity');
      const [minimum, maximum] = [multiplicity?.get('minimum'), multiplicity?.get('maximum')];
      if (typeof minimum !== 'number' || typeof maximum !== 'number' || maximum >= minimum) return null;
      return { values: { minimum: String(minimum), maximum: String(maximum) } };
    }),
  },
  {
    id: 'lonely-conversation',
    clause: '9.5',
    severity: 'warning',
    message: 'The conversation “{name}” has fewer than two participants: connect it with both pools.',
    russian: 'В диалоге «{name}» меньше двух участников: соедините его с обоими пулами.',
    check: each(
      'bpmn:ConversationNode',
      (conversation) => elementsOf(conversation, 'participantRef').length < 2,
    ),
  },
  {
    id: 'conversation-link-ends',
    clause: '9.5',
    severity: 'warning',
    message:
      'The conversation link “{name}” does not connect a conversation with a participant: draw it between the two.',
    russian: 'Связь «{name}» не соединяет диалог с участником: проведите её между ними.',
    check: each('bpmn:ConversationLink', (link) => {
      const ends = [referenceOf(link, 'sourceRef'), referenceOf(link, 'targetRef')];
      return ends.filter((end) => isA(end, 'bpmn:ConversationNode')).length !== 1 || ends.includes(null);
    }),
  },
  {
    id: 'choreography-not-executed',
    clause: '11.1',
    severity: 'warning',
    message:
      'The choreography “{name}” describes what parties do with each other and is not executed: draw processes for it.',
    russian:
      'Хореография «{name}» описывает, что стороны делают друг с другом, и не исполняется: нарисуйте процессы.',
    check: each('bpmn:Choreography', () => true),
  },
  {
    id: 'node-in-two-lanes',
    clause: '10.8',
    severity: 'warning',
    message: '“{name}” is in the lanes “{lane}” and “{other}” at once: leave it in one.',
    russian: '«{name}» находится сразу в дорожках «{lane}» и «{other}»: оставьте его в одной.',
    check: each('bpmn:FlowNode', (node, diagram) => {
      const lanes = diagram.lanesOf(node);
      if (lanes.length < 2) return null;
      const [lane, other] = lanes.filter((one) =>
        lanes.every((inner) => inner === one || !isWithin(inner, one)),
      );
      return lane && other ? { values: { lane: nameOf(other), other: nameOf(lane) } } : null;
    }),
  },
  {
    id: 'lane-holds-foreign-node',
    clause: '10.8',
    severity: 'warning',
    message:
      'The lane “{name}” lists “{node}”, which belongs to another process: draw it in a lane of its own process.',
    russian:
      'Дорожка «{name}» называет «{node}» из другого процесса: нарисуйте его в дорожке своего процесса.',
    check: each('bpmn:Lane', (lane) =>
      elementsOf(lane, 'flowNodeRef')
        .filter((node) => processOf(node) !== processOf(lane))
        .map((node) => ({ values: { node: nameOf(node) } })),
    ),
  },
  {
    id: 'empty-lane',
    clause: '10.8',
    severity: 'warning',
    message: 'The lane “{name}” holds nothing: draw its steps, or remove it.',
    russian: 'Дорожка «{name}» пуста: нарисуйте её шаги или уберите её.',
    check: each('bpmn:Lane', (lane) => {
      const holdsNothing =
        elementsOf(lane, 'flowNodeRef').length === 0 &&
        elementsOf(referenceOf(lane, 'childLaneSet'), 'lanes').length === 0;
      return holdsNothing && removing(lane);
    }),
  },
  {
    id: 'node-outside-lanes',
    clause: '10.8',
    severity: 'warning',
    message: '“{name}” is in no lane, so it is not said whose step it is: draw it in one.',
    russian: '«{name}» не находится ни в одной дорожке, и не сказано, чей это шаг: поместите его в дорожку.',
    check: each('bpmn:Process', (process, diagram) => {
      if (!elementsOf(process, 'laneSets').some((set) => holdsNodes(set))) return null;
      return diagram
        .nodesIn(process)
        .filter((node) => isA(node, 'bpmn:Activity') && diagram.lanesOf(node).length === 0)
        .map((element) => ({ element }));
    }),
  },
];

export function processOf(element: ModdleElement | null): ModdleElement | null {
  if (isA(element, 'bpmn:Participant')) return referenceOf(element, 'processRef');
  for (let at: ModdleElement | undefined = element ?? undefined; at; at = at.$parent) {
    if (isA(at, 'bpmn:Process')) return at;
  }
  return null;
}

function canSend(source: ModdleElement): boolean {
  if (isA(source, 'bpmn:Participant', 'bpmn:Activity', 'bpmn:ConversationNode')) return true;
  return isA(source, 'bpmn:ThrowEvent') && hasMessage(source);
}

function canReceive(target: ModdleElement): boolean {
  if (isA(target, 'bpmn:Participant', 'bpmn:Activity', 'bpmn:ConversationNode')) return true;
  return isA(target, 'bpmn:CatchEvent') && hasMessage(target);
}

const hasMessage = (event: ModdleElement): boolean => definitionsOf(event).some((one) => isA(one, MESSAGE));

function messageOf(end: ModdleElement): ModdleElement | null {
  if (isA(end, 'bpmn:SendTask', 'bpmn:ReceiveTask')) return referenceOf(end, 'messageRef');
  if (!isA(end, 'bpmn:Event') || !hasDefinition(end, MESSAGE)) return null;
  return (
    definitionsOf(end)
      .map((one) => referenceOf(one, 'messageRef'))
      .find((one) => one !== null) ?? null
  );
}

/** Whether the lane is nested in the other. */
function isWithin(lane: ModdleElement, other: ModdleElement): boolean {
  for (let at = lane.$parent; at; at = at.$parent) if (at === other) return true;
  return false;
}

function holdsNodes(set: ModdleElement): boolean {
  return elementsOf(set, 'lanes').some(
    (lane) =>
      elementsOf(lane, 'flowNodeRef').length > 0 || holdsNodes(referenceOf(lane, 'childLaneSet') ?? lane),
  );
}
