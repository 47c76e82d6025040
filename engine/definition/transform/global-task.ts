/**
 * Global tasks (BPMN 2.0.2 §10.3.7): a root of the file that a call activity calls by its id. One is compiled as the
 * process that it amounts to: a start, the task under its own id, an end. The designer draws none; imported files do.
 */
import { createElement, elementsOf, textOf, type ModdleElement } from '#moddle';

const TASKS: Readonly<Record<string, string>> = {
  'bpmn:GlobalTask': 'bpmn:Task',
  'bpmn:GlobalManualTask': 'bpmn:ManualTask',
  'bpmn:GlobalUserTask': 'bpmn:UserTask',
  'bpmn:GlobalScriptTask': 'bpmn:ScriptTask',
  'bpmn:GlobalBusinessRuleTask': 'bpmn:BusinessRuleTask',
};

export function isGlobalTask(root: ModdleElement): boolean {
  return root.$type in TASKS;
}

/** As moddle holds it, with what its types leave out. */
type Made = ModdleElement & { $parent?: ModdleElement; readonly $attrs: Record<string, unknown> };

/** The process around the task; it has the task's id, which is what a call names. */
export function processAround(globalTask: ModdleElement): ModdleElement {
  const id = globalTask.id ?? '';
  const make = (type: string, properties: Record<string, unknown>): Made =>
    createElement(type, properties) as Made;
  const task = make(TASKS[globalTask.$type]!, {
    id,
    name: textOf(globalTask, 'name') ?? undefined,
    ...settingsOf(globalTask),
  });
  Object.assign(task.$attrs, (globalTask as Made).$attrs);
  const start = make('bpmn:StartEvent', { id: `${id}_start` });
  const end = make('bpmn:EndEvent', { id: `${id}_end` });
  const flows = [
    make('bpmn:SequenceFlow', { id: `${id}_begins`, sourceRef: start, targetRef: task }),
    make('bpmn:SequenceFlow', { id: `${id}_ends`, sourceRef: task, targetRef: end }),
  ];
  const flowElements = [start, task, end, ...flows];
  const process = make('bpmn:Process', {
    id,
    name: textOf(globalTask, 'name') ?? undefined,
    isExecutable: true,
    flowElements,
  });
  for (const element of flowElements) element.$parent = process;
  process.$parent = globalTask.$parent;
  return process;
}

/** What task and global task call differently or alike, beside id and name. */
function settingsOf(globalTask: ModdleElement): Record<string, unknown> {
  const ioSpecification = globalTask.get('ioSpecification');
  const resources = elementsOf(globalTask, 'resources');
  return {
    extensionElements: globalTask.extensionElements,
    ...(ioSpecification ? { ioSpecification } : {}),
    ...(resources.length > 0 ? { resources } : {}),
    ...(globalTask.$type === 'bpmn:GlobalScriptTask'
      ? { script: globalTask.get('script'), scriptFormat: globalTask.get('scriptLanguage') }
      : {}),
  };
}
