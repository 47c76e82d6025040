/** Gateways: their direction, what stands behind them, and merges that cannot work out (BPMN 2.0.2 §8.4.9, §10.6, §13.4). */
import { isA, referenceOf, textOf, type ModdleElement } from '#moddle';
import { originOf, waitsForItself } from '../branches.ts';
import { each, repeated } from '../judge.ts';
import { hasDefinition, nameOf } from '../questions.ts';
import type { LintedDiagram, Rule } from '../rule.ts';
import { definitionsOf, messageNameOf } from '../triggers.ts';

export const gatewayRules: readonly Rule[] = [
  {
    id: 'gateway-not-converging',
    clause: '8.4.9',
    severity: 'warning',
    message: 'The gateway “{name}” is marked as converging, but it has several ways out or a single way in.',
    russian: 'Развилка «{name}» помечена как сходящаяся, но у неё несколько выходов или один вход.',
    check: each(
      'bpmn:Gateway',
      (gateway, diagram) =>
        gateway.get('gatewayDirection') === 'Converging' &&
        (diagram.outgoing(gateway).length > 1 || diagram.incoming(gateway).length < 2),
    ),
  },
  {
    id: 'gateway-not-diverging',
    clause: '8.4.9',
    severity: 'warning',
    message: 'The gateway “{name}” is marked as diverging, but it has several ways in or a single way out.',
    russian: 'Развилка «{name}» помечена как расходящаяся, но у неё несколько входов или один выход.',
    check: each(
      'bpmn:Gateway',
      (gateway, diagram) =>
        gateway.get('gatewayDirection') === 'Diverging' &&
        (diagram.incoming(gateway).length > 1 || diagram.outgoing(gateway).length < 2),
    ),
  },
  {
    id: 'gateway-not-mixed',
    clause: '8.4.9',
    severity: 'warning',
    message:
      'The gateway “{name}” is marked as mixed, but it does not have several ways in and several ways out.',
    russian:
      'Развилка «{name}» помечена как смешанная, но у неё нет и нескольких входов, и нескольких выходов.',
    check: each(
      'bpmn:Gateway',
      (gateway, diagram) =>
        gateway.get('gatewayDirection') === 'Mixed' &&
        (diagram.incoming(gateway).length < 2 || diagram.outgoing(gateway).length < 2),
    ),
  },
  {
    id: 'event-gateway-without-choice',
    clause: '10.6.6',
    severity: 'warning',
    message: 'The event-based gateway “{name}” waits for one event only: draw a second one, or leave it out.',
    russian: 'Развилка по событиям «{name}» ждёт только одного события: нарисуйте второе или уберите её.',
    check: each('bpmn:EventBasedGateway', (gateway, diagram) => diagram.outgoing(gateway).length === 1),
  },
  {
    id: 'event-gateway-mixes-messages',
    clause: '10.6.6',
    severity: 'warning',
    message: 'Behind “{name}” stand both message events and receive tasks: use one kind only.',
    russian: 'За «{name}» стоят и события сообщений, и задачи-получатели: возьмите что-то одно.',
    check: each('bpmn:EventBasedGateway', (gateway, diagram) => {
      const targets = targetsOf(diagram, gateway);
      return (
        targets.some((target) => isA(target, 'bpmn:ReceiveTask')) &&
        targets.some((target) => hasDefinition(target, 'bpmn:MessageEventDefinition'))
      );
    }),
  },
  {
    id: 'event-gateway-same-message',
    clause: '10.6.6',
    severity: 'error',
    message:
      'Two paths behind “{gateway}” wait for the message “{message}”: it cannot be told which one “{name}” is.',
    russian: 'Два пути за «{gateway}» ждут сообщения «{message}»: нельзя понять, когда сработает «{name}».',
    check: each('bpmn:EventBasedGateway', (gateway, diagram) =>
      repeated(targetsOf(diagram, gateway), messageNameOf).map(({ element, key }) => ({
        element,
        values: { gateway: nameOf(gateway), message: key },
      })),
    ),
  },
  {
    id: 'instantiating-gateway-with-incoming',
    clause: '10.6.6',
    severity: 'error',
    message: 'An arrow leads into “{name}”, which starts the process itself: remove one of the two.',
    russian: 'В «{name}» ведёт стрелка, а эта развилка сама запускает процесс: уберите одно из двух.',
    check: each(
      'bpmn:EventBasedGateway',
      (gateway, diagram) => gateway.get('instantiate') === true && diagram.incoming(gateway).length > 0,
    ),
  },
  {
    id: 'instantiating-gateway-target',
    clause: '10.6.6',
    severity: 'error',
    message: '“{target}” cannot start a process behind “{name}”: only messages can.',
    russian: '«{target}» не может запустить процесс за «{name}»: это могут только сообщения.',
    check: each('bpmn:EventBasedGateway', (gateway, diagram) =>
      gateway.get('instantiate') === true
        ? targetsOf(diagram, gateway)
            .filter(
              (target) =>
                !isA(target, 'bpmn:ReceiveTask') && isA(target, 'bpmn:CatchEvent') && !isOneMessage(target),
            )
            .map((target) => ({ values: { target: nameOf(target) } }))
        : null,
    ),
  },
  {
    id: 'parallel-event-gateway-inside',
    clause: '10.6.6',
    severity: 'error',
    message:
      '“{name}” waits for all its events, which only a gateway that starts the process can: use a parallel gateway.',
    russian:
      '«{name}» ждёт всех событий, а так может только развилка, запускающая процесс: возьмите параллельную.',
    check: each(
      'bpmn:EventBasedGateway',
      (gateway) => gateway.get('eventGatewayType') === 'Parallel' && gateway.get('instantiate') !== true,
    ),
  },
  {
    id: 'complex-join-without-rule',
    clause: '10.6.5',
    severity: 'warning',
    message:
      'The complex gateway “{name}” does not say when enough has arrived: write its activation condition.',
    russian: 'Сложная развилка «{name}» не говорит, когда пришло достаточно: напишите условие активации.',
    check: each(
      'bpmn:ComplexGateway',
      (gateway, diagram) =>
        diagram.incoming(gateway).length > 1 &&
        textOf(referenceOf(gateway, 'activationCondition'), 'body') === null,
    ),
  },
  {
    id: 'join-of-alternatives',
    clause: '13.4.1',
    severity: 'warning',
    message:
      '“{name}” waits for several paths of “{gateway}”, of which only one is taken: join them exclusively.',
    russian:
      '«{name}» ждёт нескольких путей из «{gateway}», а открывается лишь один: соедините их исключающей развилкой.',
    check: each('bpmn:ParallelGateway', (join, diagram) => {
      const split = sharedOrigin(diagram, join, ['bpmn:ExclusiveGateway', 'bpmn:EventBasedGateway']);
      return split && { values: { gateway: nameOf(split) } };
    }),
  },
  {
    id: 'merge-of-parallel-paths',
    clause: '13.4.2',
    severity: 'warning',
    message:
      '“{name}” lets each parallel path of “{gateway}” pass alone, so that what follows happens several times.',
    russian:
      '«{name}» пропускает каждый параллельный путь из «{gateway}» отдельно: дальнейшее произойдёт несколько раз.',
    check: each('bpmn:ExclusiveGateway', (merge, diagram) => {
      const split = sharedOrigin(diagram, merge, ['bpmn:ParallelGateway']);
      return split && { values: { gateway: nameOf(split) } };
    }),
  },
  {
    id: 'join-waits-for-itself',
    clause: '13.4.1',
    severity: 'warning',
    message: '“{name}” waits for the arrow “{flow}”, which comes only from behind it: it never goes on.',
    russian: '«{name}» ждёт стрелки «{flow}», которая ведёт только из-за неё самой: дальше дело не пойдёт.',
    check: each('bpmn:ParallelGateway', (join, diagram) => {
      const flow = diagram.incoming(join).length > 1 ? waitsForItself(diagram, join) : null;
      return flow && { values: { flow: nameOf(flow) } };
    }),
  },
];

function targetsOf(diagram: LintedDiagram, gateway: ModdleElement): readonly ModdleElement[] {
  return diagram.outgoing(gateway).flatMap((flow) => referenceOf(flow, 'targetRef') ?? []);
}

/** The split of one of the types that at least two arrows of the join come from, with nothing between that forks. */
function sharedOrigin(
  diagram: LintedDiagram,
  join: ModdleElement,
  types: readonly string[],
): ModdleElement | null {
  const incoming = diagram.incoming(join);
  if (incoming.length < 2) return null;
  const origins = incoming.map((flow) => originOf(diagram, flow)).filter((origin) => isA(origin, ...types));
  return origins.find((origin, index) => origins.indexOf(origin) !== index) ?? null;
}

/** Several triggers at one event are none of them alone. */
function isOneMessage(target: ModdleElement): boolean {
  const [one, ...others] = definitionsOf(target);
  return one !== undefined && others.length === 0 && isA(one, 'bpmn:MessageEventDefinition');
}
