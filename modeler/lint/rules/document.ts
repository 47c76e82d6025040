/** The file as a whole: ids, references, imports, extensions, and what of it is executed (BPMN 2.0.2 §8.2, §8.3). */
import {
  elementsOf,
  isA,
  referenceOf,
  textOf,
  undeclaredReference,
  unresolvedOf,
  type ModdleElement,
} from '#moddle';
import { each, removing } from '../judge.ts';
import { nameOf } from '../questions.ts';
import type { LintedDiagram, Rule } from '../rule.ts';

/** An NCName, in which letters of all scripts may stand, and no colon. */
const ID = /^[\p{L}_][\p{L}\p{N}._-]*$/u;
const BPMN_IMPORT = 'http://www.omg.org/spec/BPMN/20100524/MODEL';

/** Without these the element would do something else than what was meant; everything else is only described by them. */
const DECIDING = new Set([
  'default',
  'activityRef',
  'loopDataInputRef',
  'correlationKeyRef',
  'eventDefinitionRef',
]);
/** Ends of arrows and hosts of events have rules of their own. */
const JUDGED_ELSEWHERE = new Set(['sourceRef', 'targetRef', 'attachedToRef', 'definition']);

export const documentRules: readonly Rule[] = [
  {
    id: 'invalid-id',
    clause: '8.3.1',
    severity: 'warning',
    message:
      '“{id}” is no id of XML, which is a letter and then letters, digits, “.”, “-” and “_”: change it.',
    russian: '«{id}» — не идентификатор XML: это буква, а за ней буквы, цифры, «.», «-» и «_». Измените его.',
    check: each('bpmn:BaseElement', (element) =>
      element.id !== undefined && !ID.test(element.id) ? { values: { id: element.id } } : null,
    ),
  },
  {
    id: 'missing-id',
    clause: '8.3.1',
    severity: 'error',
    message:
      'A step or arrow in “{container}” (“{name}”) has no id, by which an instance remembers it: give it one.',
    russian:
      'У шага или стрелки в «{container}» («{name}») нет идентификатора, по которому их помнит процесс: задайте его.',
    check: each(['bpmn:FlowNode', 'bpmn:SequenceFlow', 'bpmn:Process'], (element) =>
      element.id || !element.$parent
        ? null
        : { element: element.$parent, values: { name: nameOf(element), container: nameOf(element.$parent) } },
    ),
  },
  {
    id: 'unresolved-reference',
    clause: '8.3.1',
    severity: 'error',
    message:
      '“{name}” refers to “{reference}” ({property}), which is not in the file: choose what is, or remove the reference.',
    russian:
      '«{name}» ссылается на «{reference}» ({property}), а этого в файле нет: выберите другое или уберите ссылку.',
    check: (diagram) => unresolved(diagram, (property) => DECIDING.has(property)),
  },
  {
    id: 'undeclared-reference',
    clause: '8.3.1',
    severity: 'warning',
    message:
      '“{name}” refers to “{reference}” ({property}), which the file does not declare: declare it, or choose another.',
    russian:
      '«{name}» ссылается на «{reference}» ({property}), а в файле это не объявлено: объявите или выберите другое.',
    check: (diagram) =>
      unresolved(diagram, (property) => !DECIDING.has(property) && !JUDGED_ELSEWHERE.has(property)),
  },
  {
    id: 'missing-target-namespace',
    clause: '8.2.1',
    severity: 'warning',
    message: 'The file has no target namespace, which other tools require: write one.',
    russian: 'У файла нет целевого пространства имён, которого требуют другие программы: задайте его.',
    check: each('bpmn:Definitions', (definitions) => textOf(definitions, 'targetNamespace') === null),
  },
  {
    id: 'import-not-followed',
    clause: '8.2.2',
    severity: 'warning',
    message:
      'The file imports the diagram “{location}”, which is not read: publish both, and call its process by name.',
    russian:
      'Файл подключает схему «{location}», которая не читается: опубликуйте обе и вызывайте процесс по имени.',
    check: each('bpmn:Import', (one) =>
      one.get('importType') === BPMN_IMPORT
        ? { element: one.$parent ?? one, values: { location: textOf(one, 'location') ?? '?' } }
        : null,
    ),
  },
  {
    id: 'extension-not-understood',
    clause: '8.3.3',
    severity: 'error',
    message: 'The file says that its extension “{definition}” must be understood, and it is not known here.',
    russian: 'Файл требует понимать расширение «{definition}», а здесь оно неизвестно.',
    check: each('bpmn:Extension', (extension) => {
      if (extension.get('mustUnderstand') !== true) return null;
      const definition = undeclaredReference(extension, 'definition') ?? '?';
      return { element: extension.$parent ?? extension, values: { definition } };
    }),
  },
  {
    id: 'not-marked-executable',
    clause: '10.2.1',
    severity: 'warning',
    message: 'The process “{name}” is not marked as executable; it is run because no other in the file is.',
    russian:
      'Процесс «{name}» не помечен как исполняемый; он исполняется, потому что других исполняемых в файле нет.',
    check: each('bpmn:Process', (process, diagram) => {
      if (diagram.processes.some((one) => one.get('isExecutable') === true)) return false;
      return elementsOf(process, 'flowElements').length > 0;
    }),
  },
  {
    id: 'public-process-executed',
    clause: '10.2.1',
    severity: 'warning',
    message:
      'The process “{name}” is marked as public and as executable: a public process only shows what others see.',
    russian:
      'Процесс «{name}» помечен и публичным, и исполняемым, а публичный лишь показывает, что видно другим.',
    check: each(
      'bpmn:Process',
      (process) => process.get('isExecutable') === true && process.get('processType') === 'Public',
    ),
  },
  {
    id: 'dangling-association',
    clause: '8.4.1',
    severity: 'warning',
    message: 'The association “{name}” is not attached at both ends: attach it, or remove it.',
    russian: 'Ассоциация «{name}» присоединена не с обоих концов: присоедините или уберите её.',
    check: each('bpmn:Association', (association) => {
      const isOpen =
        referenceOf(association, 'sourceRef') === null || referenceOf(association, 'targetRef') === null;
      return isOpen && removing(association);
    }),
  },
];

function* unresolved(diagram: LintedDiagram, isMeant: (property: string) => boolean) {
  for (const { element, property, reference } of unresolvedOf(diagram.definitions)) {
    if (!isMeant(property)) continue;
    const at = located(element);
    if (at) yield { element: at, values: { reference, property } };
  }
}

/** The nearest element with an id; of a drawing nothing is referred to that matters. */
function located(element: ModdleElement): ModdleElement | null {
  if (element.$type.startsWith('bpmndi:')) return null;
  let at: ModdleElement | undefined = element;
  while (at && (!at.id || isA(at, 'bpmn:EventDefinition')) && at.$parent) at = at.$parent;
  return at ?? null;
}
