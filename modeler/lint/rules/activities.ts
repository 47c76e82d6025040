/** Activities: subprocesses of every kind, repetition, tasks and who does them (BPMN 2.0.2 §10.3). */
import {
  elementsOf,
  isA,
  readAssignment,
  readCalledElement,
  readDecision,
  readForm,
  readMultiInstance,
  readScript,
  readExpressionTask,
  readAction,
  referenceOf,
  textOf,
  type ModdleElement,
} from '#moddle';
import { each } from '../judge.ts';
import { isAdHoc, isEventSubProcess, isFeel, nameOf } from '../questions.ts';
import type { Rule } from '../rule.ts';
import { performerRules } from './performers.ts';

const MULTI_INSTANCE = 'bpmn:MultiInstanceLoopCharacteristics';

export const activityRules: readonly Rule[] = [
  {
    id: 'empty-subprocess',
    clause: '10.3.5',
    severity: 'warning',
    message: 'The subprocess “{name}” is empty and does nothing: draw its steps.',
    russian: 'Подпроцесс «{name}» пуст и ничего не делает: нарисуйте его шаги.',
    check: each(
      'bpmn:SubProcess',
      (container, diagram) => !isAdHoc(container) && diagram.nodesIn(container).length === 0,
    ),
  },
  {
    id: 'nothing-to-activate',
    clause: '10.3.5',
    severity: 'error',
    message: 'The ad-hoc subprocess “{name}” has no activity that can be started: draw one.',
    russian: 'В свободном подпроцессе «{name}» нет действия, которое можно начать: нарисуйте его.',
    check: each('bpmn:AdHocSubProcess', (container, diagram) => {
      const nodes = diagram.nodesIn(container);
      return (
        nodes.length > 0 &&
        !nodes.some(
          (node) =>
            !isA(node, 'bpmn:BoundaryEvent', 'bpmn:StartEvent') &&
            node.get('isForCompensation') !== true &&
            !isEventSubProcess(node) &&
            diagram.incoming(node).length === 0,
        )
      );
    }),
  },
  {
    id: 'ad-hoc-start-event',
    clause: '10.3.5',
    severity: 'warning',
    message:
      'The ad-hoc subprocess “{container}” has the start event “{name}”, which is never asked: remove it.',
    russian:
      'В свободном подпроцессе «{container}» есть начальное событие «{name}», а с него не начинают: уберите его.',
    check: insideAdHoc('bpmn:StartEvent'),
  },
  {
    id: 'ad-hoc-end-event',
    clause: '10.3.5',
    severity: 'warning',
    message:
      'The ad-hoc subprocess “{container}” has the end event “{name}”: it ends by its condition. Remove the event.',
    russian:
      'В свободном подпроцессе «{container}» есть конечное событие «{name}», а он кончается по условию: уберите его.',
    check: insideAdHoc('bpmn:EndEvent'),
  },
  {
    id: 'transaction-protocol',
    clause: '10.3.5',
    severity: 'warning',
    message: 'The transaction “{name}” asks for the protocol “{method}”; it is undone by compensation.',
    russian: 'Транзакция «{name}» требует протокола «{method}», а отменяется она компенсацией.',
    check: each('bpmn:Transaction', (transaction) => {
      const method = textOf(transaction, 'method');
      return method !== null && method !== '##Compensate' && { values: { method } };
    }),
  },
  {
    id: 'repeated-event-subprocess',
    clause: '10.3.5',
    severity: 'error',
    message:
      'The event subprocess “{name}” is to be repeated, but its event starts it each time: remove the marker.',
    russian:
      'Событийный подпроцесс «{name}» помечен как повторяемый, а его каждый раз начинает событие: уберите пометку.',
    check: each(
      'bpmn:SubProcess',
      (container) => isEventSubProcess(container) && Boolean(container.get('loopCharacteristics')),
    ),
  },
  {
    id: 'instantiating-task-with-incoming',
    clause: '10.3.3',
    severity: 'error',
    message: 'An arrow leads into “{name}”, which starts the process itself: remove one of the two.',
    russian: 'В «{name}» ведёт стрелка, а эта задача сама запускает процесс: уберите одно из двух.',
    check: each(
      'bpmn:ReceiveTask',
      (task, diagram) => task.get('instantiate') === true && diagram.incoming(task).length > 0,
    ),
  },
  {
    id: 'instantiating-task-inside',
    clause: '10.3.3',
    severity: 'error',
    message:
      '“{name}” is to start the process from within “{container}”: only a task of the process itself can.',
    russian:
      '«{name}» должна запустить процесс изнутри «{container}»: это может лишь задача самого процесса.',
    check: each('bpmn:ReceiveTask', (task) => {
      const container = task.$parent;
      if (task.get('instantiate') !== true || !isA(container, 'bpmn:SubProcess')) return null;
      return { values: { container: nameOf(container!) } };
    }),
  },
  {
    id: 'called-element-kind',
    clause: '10.3.6',
    severity: 'error',
    message: '“{name}” calls “{called}”, which is neither a process nor a global task: choose a process.',
    russian: '«{name}» вызывает «{called}», а это не процесс и не глобальная задача: выберите процесс.',
    check: each('bpmn:CallActivity', (activity, diagram) => {
      const called = readCalledElement(activity).processId;
      const target = called ? diagram.identified.find(({ id }) => id === called) : null;
      if (!called || !target || isA(target, 'bpmn:CallableElement')) return null;
      return { values: { called } };
    }),
  },
  {
    id: 'incomplete-binding',
    clause: 'tl',
    severity: 'error',
    message: '“{name}” is bound to a version of the called process, but does not say which: write it.',
    russian: '«{name}» вызывает определённую версию процесса, но не сказано какую: укажите её.',
    check: each('bpmn:CallActivity', (activity) => {
      const { binding, version, versionTag } = readCalledElement(activity);
      return (binding === 'version' && !version) || (binding === 'versionTag' && !versionTag);
    }),
  },
  {
    id: 'missing-version',
    clause: 'tl',
    severity: 'error',
    message: '“{name}” is bound to a version of its decision, but does not say which: write it.',
    russian: '«{name}» использует определённую версию решения, но не сказано какую: укажите её.',
    check: each('bpmn:BusinessRuleTask', (task) => {
      const decision = readDecision(task);
      if (!decision?.decisionId || readExpressionTask(task)) return false;
      const { binding, version, versionTag } = decision;
      return (binding === 'version' && !version) || (binding === 'versionTag' && !versionTag);
    }),
  },
  {
    id: 'no-script',
    clause: '10.3.3',
    severity: 'warning',
    message: 'The script of “{name}” is empty, so the step does nothing: write it.',
    russian: 'Скрипт в «{name}» пуст, и шаг ничего не делает: напишите его.',
    check: each('bpmn:ScriptTask', (task) => readScript(task) === null && !readAction(task)?.type),
  },
  {
    id: 'script-without-language',
    clause: '10.3.3',
    severity: 'warning',
    message: 'The script of “{name}” does not say its language and is read as JavaScript: name the language.',
    russian: 'У скрипта в «{name}» не указан язык, он читается как JavaScript: укажите язык.',
    check: each(
      'bpmn:ScriptTask',
      (task) => textOf(task, 'script') !== null && textOf(task, 'scriptFormat') === null,
    ),
  },
  {
    id: 'form-not-embedded',
    clause: '10.3.4',
    severity: 'warning',
    message:
      'The form “{form}” of “{name}” is not part of the diagram, so the task shows none: draw it here.',
    russian: 'Формы «{form}» для «{name}» нет в схеме, и задача покажется без неё: нарисуйте её здесь.',
    check: each('bpmn:UserTask', (task) => {
      const form = readForm(task);
      return form?.key && !form.schema ? { values: { form: form.key } } : null;
    }),
  },
  {
    id: 'incomplete-assignment',
    clause: '10.3.1',
    severity: 'error',
    message: 'The expression that names the executor of “{name}” is empty: write it, or choose a person.',
    russian:
      'Выражение, которое называет исполнителя для «{name}», пустое: напишите его или выберите человека.',
    check: each(['bpmn:UserTask', 'bpmn:Lane'], (carrier) => {
      const assignment = readAssignment(carrier);
      return assignment?.kind === 'expression' && !assignment.value;
    }),
  },
  ...performerRules,
  {
    id: 'cardinality-beside-collection',
    clause: '10.3.8',
    severity: 'warning',
    message:
      '“{name}” is repeated for a list and a number of times at once: the list counts. Remove the number.',
    russian: '«{name}» повторяется и по списку, и заданное число раз: считается список. Уберите число.',
    check: each(MULTI_INSTANCE, (loop) => {
      const { cardinality, collection } = readMultiInstance(loop);
      return cardinality && collection ? atActivity(loop) : null;
    }),
  },
  {
    id: 'invalid-cardinality',
    clause: '10.3.8',
    severity: 'error',
    message: '“{name}” is to run “{count}” times: write a whole number, or an expression.',
    russian: '«{name}» должно выполниться «{count}» раз: напишите целое число или выражение.',
    check: each(MULTI_INSTANCE, (loop) => {
      const count = readMultiInstance(loop).cardinality?.trim();
      return count && /^-?[\d.]+$/.test(count) && !/^\d+$/.test(count)
        ? { ...atActivity(loop), values: { count } }
        : null;
    }),
  },
  {
    id: 'invalid-loop-maximum',
    clause: '10.3.8',
    severity: 'error',
    message: '“{name}” is repeated at most {count} times, so never: write a number of at least one.',
    russian:
      '«{name}» повторяется самое большее {count} раз, то есть никогда: напишите число не меньше одного.',
    check: each('bpmn:StandardLoopCharacteristics', (loop) => {
      const maximum = loop.get('loopMaximum');
      return typeof maximum === 'number' && maximum < 1
        ? { ...atActivity(loop), values: { count: String(maximum) } }
        : null;
    }),
  },
  {
    id: 'missing-behavior-event',
    clause: '10.3.8',
    severity: 'warning',
    message:
      '“{name}” throws an event when its runs end, but does not say which: a signal of its name is thrown.',
    russian:
      '«{name}» сообщает о завершении своих выполнений, но не сказано чем: это будет сигнал с его названием.',
    check: each(MULTI_INSTANCE, (loop) => {
      const property = { One: 'oneBehaviorEventRef', None: 'noneBehaviorEventRef' }[
        String(loop.get('behavior'))
      ];
      return property && referenceOf(loop, property) === null ? atActivity(loop) : null;
    }),
  },
  {
    id: 'missing-complex-behavior',
    clause: '10.3.8',
    severity: 'warning',
    message:
      '“{name}” has a behaviour of its own when its runs end, but none is written: write it, or choose another.',
    russian:
      'У «{name}» своё поведение при завершении выполнений, но оно не описано: опишите его или выберите другое.',
    check: each(MULTI_INSTANCE, (loop) =>
      loop.get('behavior') === 'Complex' && elementsOf(loop, 'complexBehaviorDefinition').length === 0
        ? atActivity(loop)
        : null,
    ),
  },
  {
    id: 'unused-complex-behavior',
    clause: '10.3.8',
    severity: 'warning',
    message: '“{name}” describes a behaviour of its own, which is not asked: choose “Complex”.',
    russian: 'У «{name}» описано своё поведение, но оно не выбрано: выберите «Complex».',
    check: each(MULTI_INSTANCE, (loop) =>
      loop.get('behavior') !== 'Complex' && elementsOf(loop, 'complexBehaviorDefinition').length > 0
        ? atActivity(loop)
        : null,
    ),
  },
  {
    id: 'complex-behavior-without-condition',
    clause: '10.3.8',
    severity: 'error',
    message: 'A behaviour of “{name}” does not say when it applies: write its condition.',
    russian: 'Для поведения «{name}» не сказано, когда оно действует: напишите условие.',
    check: each('bpmn:ComplexBehaviorDefinition', (behavior) =>
      textOf(referenceOf(behavior, 'condition'), 'body') === null
        ? { element: behavior.$parent?.$parent ?? behavior }
        : null,
    ),
  },
  {
    id: 'invalid-token-quantity',
    clause: '10.3',
    severity: 'error',
    message: '“{name}” takes or gives “{count}” tokens: write a number of at least one.',
    russian: '«{name}» принимает или отдаёт «{count}» маркеров: напишите число не меньше одного.',
    check: each('bpmn:Activity', (activity) =>
      ['startQuantity', 'completionQuantity']
        .map((property) => activity.get(property))
        .filter((count) => typeof count === 'number' && count < 1)
        .map((count) => ({ values: { count: String(count) } })),
    ),
  },
  {
    id: 'repeated-instantiating-task',
    clause: '10.3.3',
    severity: 'error',
    message: '“{name}” starts the process and is repeated: only a step within the process can be.',
    russian: '«{name}» запускает процесс и повторяется: повторять можно лишь шаг внутри процесса.',
    check: each(
      'bpmn:ReceiveTask',
      (task) => task.get('instantiate') === true && Boolean(task.get('loopCharacteristics')),
    ),
  },
  {
    id: 'constant-executor-expression',
    clause: 'tl',
    severity: 'warning',
    message:
      'The executor of “{name}” is an expression that begins without “=”: “{expression}” is read as FEEL.',
    russian: 'Исполнитель «{name}» — выражение без «=» в начале: «{expression}» читается как FEEL.',
    check: each(['bpmn:UserTask', 'bpmn:Lane'], (carrier) => {
      const assignment = readAssignment(carrier);
      const value = assignment?.kind === 'expression' ? assignment.value : null;
      return value && !isFeel(value) && !/^[$#]\{/.test(value) ? { values: { expression: value } } : null;
    }),
  },
];

/** A loop is shown at its activity. */
const atActivity = (loop: ModdleElement): { readonly element: ModdleElement } => ({
  element: loop.$parent ?? loop,
});

function insideAdHoc(type: string): Rule['check'] {
  return each(type, (event) => {
    const container = event.$parent;
    return container && isAdHoc(container) ? { values: { container: nameOf(container) } } : null;
  });
}
