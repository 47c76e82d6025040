/** Data: objects, stores, associations, and the sets of what goes in and out (BPMN 2.0.2 §10.4). */
import {
  dataVariableOf,
  elementsOf,
  isA,
  readIo,
  readStore,
  referenceOf,
  textOf,
  type ModdleElement,
} from '#moddle';
import { each, repeated } from '../judge.ts';
import { nameOf } from '../questions.ts';
import type { Rule } from '../rule.ts';

const INPUT_ASSOCIATION = 'bpmn:DataInputAssociation';
const OUTPUT_ASSOCIATION = 'bpmn:DataOutputAssociation';

export const dataRules: readonly Rule[] = [
  {
    id: 'data-reference-without-object',
    clause: '10.4.1',
    severity: 'warning',
    message: '“{name}” refers to no data object: choose one, so that it is a variable.',
    russian: '«{name}» не ссылается на объект данных: выберите его, чтобы получилась переменная.',
    check: each('bpmn:DataObjectReference', (reference) => referenceOf(reference, 'dataObjectRef') === null),
  },
  {
    id: 'data-object-out-of-scope',
    clause: '10.4.1',
    severity: 'warning',
    message: '“{name}” refers to “{object}”, which belongs to a subprocess or process that it is not in.',
    russian: '«{name}» ссылается на «{object}» из процесса или подпроцесса, в котором оно не находится.',
    check: each('bpmn:DataObjectReference', (reference) => {
      const object = referenceOf(reference, 'dataObjectRef');
      if (!object || enclosing(reference).includes(object.$parent)) return null;
      return { values: { object: nameOf(object) } };
    }),
  },
  {
    id: 'data-store-without-records',
    clause: '10.4.1',
    severity: 'warning',
    message:
      'The data store “{name}” stands for no records and is read and written by nobody: choose a type of record.',
    russian: 'Хранилище «{name}» не связано с записями, и с ним ничего не происходит: выберите тип записи.',
    check: each(
      'bpmn:DataStoreReference',
      (store) => readStore(store) === null && referenceOf(store, 'dataStoreRef') === null,
    ),
  },
  {
    id: 'empty-data-association',
    clause: '10.4.1',
    severity: 'warning',
    message: 'A data association of “{name}” moves nothing: it has no source and nothing to assign.',
    russian: 'Передача данных у «{name}» ничего не переносит: у неё нет источника и нечего присваивать.',
    check: each('bpmn:DataAssociation', (association) =>
      elementsOf(association, 'sourceRef').length === 0 &&
      elementsOf(association, 'assignment').length === 0 &&
      referenceOf(association, 'transformation') === null
        ? atHolder(association)
        : null,
    ),
  },
  {
    id: 'data-association-without-target',
    clause: '10.4.1',
    severity: 'warning',
    message: 'A data association of “{name}” does not say where the value goes: choose its target.',
    russian: 'Передача данных у «{name}» не говорит, куда идёт значение: выберите цель.',
    check: each('bpmn:DataAssociation', (association) =>
      referenceOf(association, 'targetRef') === null ? atHolder(association) : null,
    ),
  },
  {
    id: 'sources-without-transformation',
    clause: '10.4.1',
    severity: 'error',
    message:
      'A data association of “{name}” has several sources, but does not say how they become one: write a transformation.',
    russian:
      'У передачи данных в «{name}» несколько источников, но не сказано, как из них сделать одно: напишите преобразование.',
    check: each('bpmn:DataAssociation', (association) =>
      elementsOf(association, 'sourceRef').length > 1 &&
      elementsOf(association, 'assignment').length === 0 &&
      textOf(referenceOf(association, 'transformation'), 'body') === null
        ? atHolder(association)
        : null,
    ),
  },
  {
    id: 'input-goes-elsewhere',
    clause: '10.4.1',
    severity: 'warning',
    message: 'A data association into “{name}” fills “{target}”, which is no input of it.',
    russian: 'Передача данных в «{name}» заполняет «{target}», а это не его вход.',
    check: each(INPUT_ASSOCIATION, (association) => {
      const target = referenceOf(association, 'targetRef');
      if (!target || enclosing(target).includes(association.$parent)) return null;
      return { ...atHolder(association), values: { target: nameOf(target) } };
    }),
  },
  {
    id: 'output-comes-from-elsewhere',
    clause: '10.4.1',
    severity: 'warning',
    message: 'A data association out of “{name}” takes “{source}”, which is no output of it.',
    russian: 'Передача данных из «{name}» берёт «{source}», а это не его выход.',
    check: each(OUTPUT_ASSOCIATION, (association) =>
      elementsOf(association, 'sourceRef')
        .filter((source) => !enclosing(source).includes(association.$parent))
        .map((source) => ({ ...atHolder(association), values: { source: nameOf(source) } })),
    ),
  },
  {
    id: 'missing-input-set',
    clause: '10.4.1',
    severity: 'warning',
    message: '“{name}” says what goes in and out, but has no input set: add one, even an empty one.',
    russian: 'У «{name}» описаны входы и выходы, но нет набора входов: добавьте его, хотя бы пустой.',
    check: each('bpmn:InputOutputSpecification', (specification) =>
      elementsOf(specification, 'inputSets').length === 0 ? atHolder(specification) : null,
    ),
  },
  {
    id: 'missing-output-set',
    clause: '10.4.1',
    severity: 'warning',
    message: '“{name}” says what goes in and out, but has no output set: add one, even an empty one.',
    russian: 'У «{name}» описаны входы и выходы, но нет набора выходов: добавьте его, хотя бы пустой.',
    check: each('bpmn:InputOutputSpecification', (specification) =>
      elementsOf(specification, 'outputSets').length === 0 ? atHolder(specification) : null,
    ),
  },
  {
    id: 'several-input-sets',
    clause: '10.4.2',
    severity: 'error',
    message: '“{name}” chooses between several input sets, which is not executed: leave one.',
    russian: '«{name}» выбирает из нескольких наборов входов, а так не исполняется: оставьте один.',
    check: each('bpmn:InputOutputSpecification', (specification) =>
      elementsOf(specification, 'inputSets').length > 1 && isAtActivity(specification)
        ? atHolder(specification)
        : null,
    ),
  },
  {
    id: 'several-output-sets',
    clause: '10.4.2',
    severity: 'error',
    message: '“{name}” chooses between several output sets, which is not executed: leave one.',
    russian: '«{name}» выбирает из нескольких наборов выходов, а так не исполняется: оставьте один.',
    check: each('bpmn:InputOutputSpecification', (specification) =>
      elementsOf(specification, 'outputSets').length > 1 && isAtActivity(specification)
        ? atHolder(specification)
        : null,
    ),
  },
  {
    id: 'input-in-no-set',
    clause: '10.4.1',
    severity: 'warning',
    message: 'The input “{input}” of “{name}” is in no input set: add it to one.',
    russian: 'Входа «{input}» у «{name}» нет ни в одном наборе: добавьте его.',
    check: each('bpmn:InputOutputSpecification', (specification) =>
      inNoSet(specification, 'dataInputs', 'inputSets', 'dataInputRefs', 'input'),
    ),
  },
  {
    id: 'output-in-no-set',
    clause: '10.4.1',
    severity: 'warning',
    message: 'The output “{output}” of “{name}” is in no output set: add it to one.',
    russian: 'Выхода «{output}» у «{name}» нет ни в одном наборе: добавьте его.',
    check: each('bpmn:InputOutputSpecification', (specification) =>
      inNoSet(specification, 'dataOutputs', 'outputSets', 'dataOutputRefs', 'output'),
    ),
  },
  {
    id: 'foreign-input-in-set',
    clause: '10.4.1',
    severity: 'warning',
    message: 'An input set of “{name}” names “{input}”, which is not among its inputs.',
    russian: 'Набор входов у «{name}» называет «{input}», а такого входа у него нет.',
    check: each('bpmn:InputSet', (set) => foreignIn(set, 'dataInputRefs', 'dataInputs', 'input')),
  },
  {
    id: 'foreign-output-in-set',
    clause: '10.4.1',
    severity: 'warning',
    message: 'An output set of “{name}” names “{output}”, which is not among its outputs.',
    russian: 'Набор выходов у «{name}» называет «{output}», а такого выхода у него нет.',
    check: each('bpmn:OutputSet', (set) => foreignIn(set, 'dataOutputRefs', 'dataOutputs', 'output')),
  },
  {
    id: 'optional-input-not-in-set',
    clause: '10.4.1',
    severity: 'warning',
    message: 'The optional input “{input}” of “{name}” is not in its input set: add it there, too.',
    russian: 'Необязательного входа «{input}» у «{name}» нет в самом наборе: добавьте его и туда.',
    check: each('bpmn:InputSet', (set) =>
      notListed(set, ['optionalInputRefs', 'whileExecutingInputRefs'], 'dataInputRefs', 'input'),
    ),
  },
  {
    id: 'optional-output-not-in-set',
    clause: '10.4.1',
    severity: 'warning',
    message: 'The optional output “{output}” of “{name}” is not in its output set: add it there, too.',
    russian: 'Необязательного выхода «{output}» у «{name}» нет в самом наборе: добавьте его и туда.',
    check: each('bpmn:OutputSet', (set) =>
      notListed(set, ['optionalOutputRefs', 'whileExecutingOutputRefs'], 'dataOutputRefs', 'output'),
    ),
  },
  {
    id: 'input-never-filled',
    clause: '10.4.2',
    severity: 'warning',
    message:
      'Nothing fills the input “{input}”, which “{name}” requires: draw an association, or make it optional.',
    russian:
      'Вход «{input}», нужный для «{name}», никто не заполняет: нарисуйте передачу данных или сделайте его необязательным.',
    check: each('bpmn:Activity', (activity) => {
      const specification = referenceOf(activity, 'ioSpecification');
      const filled = elementsOf(activity, 'dataInputAssociations').map((one) =>
        referenceOf(one, 'targetRef'),
      );
      const item = referenceOf(referenceOf(activity, 'loopCharacteristics'), 'loopDataInputRef');
      return elementsOf(specification, 'inputSets')
        .flatMap((set) => {
          const optional = elementsOf(set, 'optionalInputRefs');
          return elementsOf(set, 'dataInputRefs').filter((input) => !optional.includes(input));
        })
        .filter((input) => !filled.includes(input) && input !== item)
        .map((input) => ({ values: { input: nameOf(input) } }));
    }),
  },
  {
    id: 'collection-mismatch',
    clause: '10.4.1',
    severity: 'warning',
    message: '“{name}” and its item definition “{item}” differ in whether they are lists: make them alike.',
    russian: '«{name}» и его тип «{item}» расходятся в том, список ли это: сделайте одинаково.',
    check: each(['bpmn:DataObject', 'bpmn:DataInput', 'bpmn:DataOutput'], (data) => {
      const item = referenceOf(data, 'itemSubjectRef');
      if (!item || (data.get('isCollection') === true) === (item.get('isCollection') === true)) return null;
      return { values: { item: nameOf(item) } };
    }),
  },
  {
    id: 'duplicate-variable',
    clause: '10.4.1',
    severity: 'warning',
    message:
      '“{name}” and other data of “{container}” are one variable, “{variable}”: give them different names.',
    russian:
      '«{name}» и другие данные в «{container}» — одна переменная «{variable}»: назовите их по-разному.',
    check: each(['bpmn:Process', 'bpmn:Activity'], (container) =>
      repeated(
        [
          ...elementsOf(container, 'flowElements').filter((item) => isA(item, 'bpmn:DataObject')),
          ...elementsOf(container, 'properties'),
        ],
        dataVariableOf,
      ).map(({ element, key }) => ({ element, values: { container: nameOf(container), variable: key } })),
    ),
  },
  {
    id: 'duplicate-input',
    clause: 'tl',
    severity: 'warning',
    message: '“{name}” sets the input “{input}” twice: the last one counts. Remove the other.',
    russian: 'В «{name}» вход «{input}» задан дважды: считается последний. Уберите другой.',
    check: each('bpmn:FlowNode', (node) =>
      twice(readIo(node).inputs.map(({ name }) => name)).map((input) => ({ values: { input } })),
    ),
  },
  {
    id: 'duplicate-output',
    clause: 'tl',
    severity: 'warning',
    message: '“{name}” sets the variable “{output}” twice: the last one counts. Remove the other.',
    russian: 'В «{name}» переменная «{output}» задана дважды: считается последняя. Уберите другую.',
    check: each('bpmn:FlowNode', (node) =>
      twice(readIo(node).outputs.map(({ name }) => name)).map((output) => ({ values: { output } })),
    ),
  },
  {
    id: 'mapping-without-name',
    clause: 'tl',
    severity: 'error',
    message: '“{name}” passes the value “{value}” on without a name: write what it is called.',
    russian: '«{name}» передаёт значение «{value}» без имени: напишите, как оно называется.',
    check: each('bpmn:FlowNode', (node) => {
      const { inputs, outputs } = readIo(node);
      return [...inputs, ...outputs]
        .filter(({ name }) => name === '')
        .map(({ value }) => ({ values: { value } }));
    }),
  },
];

/** Associations and specifications are shown at the activity or event that has them. */
const atHolder = (part: ModdleElement): { readonly element: ModdleElement } => ({
  element: part.$parent ?? part,
});

const isAtActivity = (specification: ModdleElement): boolean =>
  isA(specification.$parent, 'bpmn:Activity', 'bpmn:GlobalTask');

function enclosing(element: ModdleElement): readonly (ModdleElement | undefined)[] {
  const containers: ModdleElement[] = [];
  for (let at = element.$parent; at; at = at.$parent) containers.push(at);
  return containers;
}

function inNoSet(specification: ModdleElement, own: string, sets: string, references: string, key: string) {
  const all = elementsOf(specification, sets);
  // Without any set the specification itself is incomplete, which is another rule's finding.
  if (all.length === 0) return [];
  const listed = all.flatMap((set) => elementsOf(set, references));
  return elementsOf(specification, own)
    .filter((item) => !listed.includes(item))
    .map((item) => ({ ...atHolder(specification), values: { [key]: nameOf(item) } }));
}

function foreignIn(set: ModdleElement, references: string, own: string, key: string) {
  const specification = set.$parent;
  const known = elementsOf(specification, own);
  return elementsOf(set, references)
    .filter((item) => !known.includes(item))
    .map((item) => ({ element: holderOf(set), values: { [key]: nameOf(item) } }));
}

function notListed(set: ModdleElement, options: readonly string[], references: string, key: string) {
  const listed = elementsOf(set, references);
  return options
    .flatMap((property) => elementsOf(set, property))
    .filter((item) => !listed.includes(item))
    .map((item) => ({ element: holderOf(set), values: { [key]: nameOf(item) } }));
}

/** Of a set: an activity holds it in its specification, an event itself. */
function holderOf(set: ModdleElement): ModdleElement {
  const holder = isA(set.$parent, 'bpmn:InputOutputSpecification') ? set.$parent?.$parent : set.$parent;
  return holder ?? set;
}

function twice(names: readonly string[]): readonly string[] {
  return [...new Set(names.filter((name, index) => name !== '' && names.indexOf(name) !== index))];
}
