/** Tasks (BPMN 2.0.2 §10.3.3). A service or send task without an action lets the token pass, with a warning. */
import {
  readAction,
  readAssignment,
  readCall,
  readOutcomes,
  readTask,
  referenceOf,
  textOf,
  type AssignmentSettings,
  type ModdleElement,
} from '#moddle';
import type {
  CompiledAssignment,
  CompiledCall,
  ElementBase,
  PassThroughTask,
  ReceiveTask,
  ScriptTask,
  SendTask,
  ServiceTask,
  UserTask,
} from '../model.ts';
import type { Transform, TransformContext } from './context.ts';
import { messageOf } from './event-definition.ts';
import { formOf } from './events.ts';
import { laneAssignmentOf } from './lanes.ts';

export const passThroughTask: Transform<PassThroughTask> = (_element, base) => ({
  ...base,
  type: 'passThroughTask',
});

export const userTask: Transform<UserTask> = (element, base, context) => {
  const task = readTask(element);
  return {
    ...base,
    type: 'userTask',
    assignment: compileAssignment(readAssignment(element) ?? laneAssignmentOf(element), context),
    form: formOf(element, context),
    task: task && { ...task, due: context.text(task.due) },
    call: compileCall(element, context),
    outcomes: readOutcomes(element),
  };
};

function compileAssignment(
  settings: AssignmentSettings | null,
  context: TransformContext,
): CompiledAssignment | null {
  if (!settings) return null;
  const isExpression = settings.kind === 'expression';
  if (isExpression && !settings.value) {
    context.report('error', 'incomplete-assignment', 'The expression that names the executor is empty.');
  }
  const expression = isExpression && settings.value ? context.expression(settings.value) : null;
  return { ...settings, expression };
}

function compileCall(element: ModdleElement, context: TransformContext): CompiledCall | null {
  const call = readCall(element);
  if (!call) return null;
  return {
    ...call,
    subjectTemplate: context.text(call.subject),
    scriptTemplate: context.text(call.script),
  };
}

export const serviceTask: Transform<ServiceTask | PassThroughTask> = (element, base, context) => {
  const action = readAction(element);
  if (!action?.type) {
    context.report('warning', 'no-action', 'The service task has no action; it does nothing.');
    return { ...base, type: 'passThroughTask' };
  }
  const { type } = action;
  return { ...base, type: 'serviceTask', handlerName: type, action: { ...action, type } };
};

export const sendTask: Transform<ServiceTask | SendTask | PassThroughTask> = (element, base, context) => {
  const action = readAction(element);
  if (action?.type) {
    const { type } = action;
    return { ...base, type: 'serviceTask', handlerName: type, action: { ...action, type } };
  }
  if (referenceOf(element, 'messageRef')) {
    return { ...base, type: 'sendTask', event: messageOf(element, element, context) };
  }
  context.report(
    'warning',
    'no-action',
    'The send task has neither an action nor a message; it does nothing.',
  );
  return passThrough(base);
};

export const receiveTask: Transform<ReceiveTask> = (element, base, context) => ({
  ...base,
  type: 'receiveTask',
  event: messageOf(element, element, context),
});

export const scriptTask: Transform<ScriptTask | PassThroughTask> = (element, base, context) => {
  const source = textOf(element, 'script');
  const format = (textOf(element, 'scriptFormat') ?? 'javascript').toLowerCase();
  if (!source) {
    context.report('warning', 'no-script', 'The script task has no script; it does nothing.');
    return passThrough(base);
  }
  if (format.includes('feel')) {
    return { ...base, type: 'scriptTask', language: 'feel', source, expression: context.expression(source) };
  }
  if (!/javascript|ecmascript|^js$/.test(format)) {
    context.refuse(`A script in '${format}'`);
    return null;
  }
  return { ...base, type: 'scriptTask', language: 'javascript', source, expression: null };
};

const passThrough = (base: ElementBase): PassThroughTask => ({ ...base, type: 'passThroughTask' });
