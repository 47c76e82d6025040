/** What a sequence flow may connect, and when it may have a condition or be the default (BPMN 2.0.2 §8.4.13). */
import { elementsOf, isA, readOutcomeFlow, readOutcomes, referenceOf, textOf } from '#moddle';
import { each, removing } from '../judge.ts';
import { hasDefinition, isConditional, nameOf } from '../questions.ts';
import type { Rule } from '../rule.ts';

const DECIDING = ['bpmn:Activity', 'bpmn:ExclusiveGateway', 'bpmn:InclusiveGateway', 'bpmn:ComplexGateway'];

export const sequenceFlowRules: readonly Rule[] = [
  {
    id: 'flow-between-things',
    clause: '7.6.1',
    severity: 'error',
    message: 'The arrow “{name}” leads to or from “{other}”, which is no step: use an association there.',
    russian: 'Стрелка «{name}» ведёт к «{other}» или от него, а это не шаг: нарисуйте здесь ассоциацию.',
    check: each('bpmn:SequenceFlow', (flow) => {
      const ends = [referenceOf(flow, 'sourceRef'), referenceOf(flow, 'targetRef')];
      const other = ends.find((end) => end !== null && !isA(end, 'bpmn:FlowNode'));
      return other && { values: { other: nameOf(other) }, ...removing(flow) };
    }),
  },
  {
    id: 'duplicate-flow',
    clause: '8.4.13',
    severity: 'warning',
    message:
      'The arrow “{name}” repeats another one between the same steps, so that “{target}” happens twice.',
    russian: 'Стрелка «{name}» повторяет другую между теми же шагами, и «{target}» произойдёт дважды.',
    check: each('bpmn:FlowNode', (node, diagram) => {
      const open = diagram.outgoing(node).filter((flow) => !isConditional(flow));
      if (open.length < 2 || isA(node, 'bpmn:EventBasedGateway', 'bpmn:ExclusiveGateway')) return null;
      const reached = new Set<unknown>();
      return open.flatMap((flow) => {
        const target = referenceOf(flow, 'targetRef');
        if (!target || !reached.has(target)) {
          reached.add(target);
          return [];
        }
        return [{ element: flow, values: { target: nameOf(target) }, ...removing(flow) }];
      });
    }),
  },
  {
    id: 'default-with-condition',
    clause: '8.4.13',
    severity: 'warning',
    message: 'The default path “{name}” has a condition, which is not asked: remove it.',
    russian: 'У пути по умолчанию «{name}» есть условие, которое не проверяется: уберите его.',
    check: each('bpmn:SequenceFlow', (flow) => {
      const source = referenceOf(flow, 'sourceRef');
      return source !== null && referenceOf(source, 'default') === flow && isConditional(flow);
    }),
  },
  {
    id: 'default-from-elsewhere',
    clause: '8.4.13',
    severity: 'error',
    message: 'The default path of “{name}” is “{flow}”, which leaves another step: choose one of its own.',
    russian: 'Путь по умолчанию у «{name}» — «{flow}», но он выходит из другого шага: выберите свой.',
    check: each(DECIDING, (node) => {
      const flow = referenceOf(node, 'default');
      return flow !== null && referenceOf(flow, 'sourceRef') !== node && { values: { flow: nameOf(flow) } };
    }),
  },
  {
    id: 'lonely-default',
    clause: '8.4.13',
    severity: 'warning',
    message: 'The only path of “{name}” is its default one: there is nothing that it is the alternative to.',
    russian: 'Единственный путь из «{name}» — путь по умолчанию: ему не от чего быть запасным.',
    check: each(
      DECIDING,
      (node, diagram) => referenceOf(node, 'default') !== null && diagram.outgoing(node).length === 1,
    ),
  },
  {
    id: 'condition-behind-event',
    clause: '8.4.13',
    severity: 'warning',
    message: 'The arrow “{name}” from the event “{event}” has a condition: put a gateway between.',
    russian: 'У стрелки «{name}» из события «{event}» есть условие: поставьте между ними развилку.',
    check: each('bpmn:Event', (event, diagram) =>
      diagram
        .outgoing(event)
        .filter(isConditional)
        .map((flow) => ({ element: flow, values: { event: nameOf(event) } })),
    ),
  },
  {
    id: 'condition-behind-parallel-gateway',
    clause: '10.6.4',
    severity: 'error',
    message:
      'The arrow “{name}” from the parallel gateway “{gateway}” has a condition, but all its paths are taken: use an inclusive gateway.',
    russian:
      'У стрелки «{name}» из параллельной развилки «{gateway}» есть условие, но она пускает по всем путям: возьмите включающую.',
    check: each('bpmn:ParallelGateway', (gateway, diagram) =>
      diagram
        .outgoing(gateway)
        .filter(isConditional)
        .map((flow) => ({ element: flow, values: { gateway: nameOf(gateway) } })),
    ),
  },
  {
    id: 'empty-condition',
    clause: '8.4.13',
    severity: 'warning',
    message: 'The condition of “{name}” is empty, so the path is always taken: write it, or remove it.',
    russian: 'Условие у «{name}» пустое, и путь открыт всегда: напишите условие или уберите его.',
    check: each('bpmn:SequenceFlow', (flow) => {
      const condition = referenceOf(flow, 'conditionExpression');
      return condition !== null && textOf(condition, 'body') === null;
    }),
  },
  {
    id: 'unknown-condition-language',
    clause: '8.4.6',
    severity: 'error',
    message: 'The condition of “{name}” is written in “{language}”: write it in FEEL.',
    russian: 'Условие у «{name}» написано на «{language}»: напишите его на FEEL.',
    check: each('bpmn:SequenceFlow', (flow) => {
      const condition = referenceOf(flow, 'conditionExpression');
      const language = textOf(condition, 'language');
      if (!language || textOf(condition, 'body') === null || /feel|juel|xpath/i.test(language)) return null;
      return { values: { language } };
    }),
  },
  {
    id: 'skippable-flow',
    clause: '8.4.13',
    severity: 'warning',
    message:
      'The arrow “{name}” allows other steps in between (isImmediate is false), which cannot be executed.',
    russian: 'Стрелка «{name}» допускает между шагами другие (isImmediate — false), а так не исполняется.',
    check: each('bpmn:SequenceFlow', (flow) => flow.get('isImmediate') === false),
  },
  {
    id: 'flow-list-mismatch',
    clause: '8.4.13',
    severity: 'warning',
    message:
      '“{name}” lists the arrow “{flow}” as its own, but neither end of it is there: the arrow counts.',
    russian:
      '«{name}» называет своей стрелку «{flow}», которая к нему не присоединена: считается сама стрелка.',
    check: each('bpmn:FlowNode', (node) =>
      [
        ...elementsOf(node, 'incoming').filter((flow) => referenceOf(flow, 'targetRef') !== node),
        ...elementsOf(node, 'outgoing').filter((flow) => referenceOf(flow, 'sourceRef') !== node),
      ]
        .filter((flow) => isA(flow, 'bpmn:SequenceFlow'))
        .map((flow) => ({ values: { flow: nameOf(flow) } })),
    ),
  },
  {
    id: 'flow-at-compensation-handler',
    clause: '10.7.1',
    severity: 'error',
    message:
      'The arrow “{flow}” is drawn at “{name}”, which is for compensation: only an association leads there.',
    russian:
      'К «{name}» присоединена стрелка «{flow}», а это действие компенсации: к нему ведёт только ассоциация.',
    check: each('bpmn:Activity', (activity, diagram) =>
      activity.get('isForCompensation') === true
        ? [...diagram.incoming(activity), ...diagram.outgoing(activity)].map((flow) => ({
            values: { flow: nameOf(flow) },
            ...removing(flow),
          }))
        : null,
    ),
  },
  {
    id: 'flow-from-compensation-boundary',
    clause: '10.7.1',
    severity: 'error',
    message:
      'The arrow “{flow}” leaves the compensation event “{name}”: connect its activity by an association.',
    russian: 'Из события компенсации «{name}» выходит стрелка «{flow}»: свяжите его с действием ассоциацией.',
    check: each('bpmn:BoundaryEvent', (event, diagram) =>
      hasDefinition(event, 'bpmn:CompensateEventDefinition')
        ? diagram.outgoing(event).map((flow) => ({ values: { flow: nameOf(flow) }, ...removing(flow) }))
        : null,
    ),
  },
  {
    id: 'flow-for-unknown-outcome',
    clause: 'tl',
    severity: 'warning',
    message: 'The path “{name}” is for the result “{code}”, which “{task}” does not have.',
    russian: 'Путь «{name}» — для результата «{code}», которого у «{task}» нет.',
    check: each('bpmn:UserTask', (task, diagram) => {
      const outcomes = readOutcomes(task);
      if (!outcomes) return null;
      const codes = new Set(outcomes.values.map((outcome) => outcome.code));
      return diagram.outgoing(task).flatMap((flow) => {
        const code = readOutcomeFlow(flow);
        return code === null || codes.has(code)
          ? []
          : [{ element: flow, values: { code, task: nameOf(task) } }];
      });
    }),
  },
];
