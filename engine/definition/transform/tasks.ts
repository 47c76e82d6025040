/** Tasks (BPMN 2.0.2 §10.3.3). A service or send task without an action lets the token pass, with a warning. */
import {
  readAction,
  readAssignment,
  readCall,
  readCandidates,
  readDecision,
  readExpressionTask,
  readForm,
  readOutcomes,
  readScript,
  readTask,
  type ActionSettings,
  type AssignmentSettings,
  type ExpressionTaskSettings,
  type ModdleElement,
} from '#moddle';
import type {
  BusinessRuleTask,
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
import { messageSettingsOf } from './collaboration.ts';
import { compileScript } from '../foreign/script.ts';
import type { Transform, TransformContext } from './context.ts';
import { grown } from './grown.ts';
import { messageOf } from './event-definition.ts';
import { formOf } from './events.ts';
import { laneAssignmentOf } from './lanes.ts';

export const passThroughTask: Transform<PassThroughTask> = (_element, base) =>
  grown(base, { type: 'passThroughTask' });

export const userTask: Transform<UserTask> = (element, base, context) => {
  const task = readTask(element);
  return grown(base, {
    type: 'userTask',
    assignment: compileAssignment(readAssignment(element) ?? laneAssignmentOf(element), context),
    candidates: compileCandidates(element, context),
    form: formOf(element, context),
    formKey: formKeyOf(element, context),
    task: task && {
      instruction: task.instruction,
      instructions: task.instructions,
      priority: task.priority,
      due: context.text(task.due),
      followUp: context.text(task.followUp ?? null),
      priorityExpression: context.text(task.priorityExpression ?? null),
      notBy: task.notBy ?? [],
    },
    call: compileCall(element, context),
    outcomes: readOutcomes(element),
  });
};

function compileCandidates(element: ModdleElement, context: TransformContext): UserTask['candidates'] {
  const candidates = readCandidates(element);
  if (!candidates) return null;
  return { users: context.text(candidates.users), groups: context.text(candidates.groups) };
}

/** A form that is not in the diagram is not shown; the task works without it. */
function formKeyOf(element: ModdleElement, context: TransformContext): string | null {
  const form = readForm(element);
  if (!form?.key || form.schema) return null;
  const text = `The form '${form.key}' is not part of the diagram; the task shows no form.`;
  context.report('warning', 'form-not-embedded', text);
  return form.key;
}

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

/** `camunda:expression` without a method call: its value goes into the result variable, or nowhere. */
function expressionTask(
  { expression: source, resultVariable }: ExpressionTaskSettings,
  base: ElementBase,
  context: TransformContext,
): ScriptTask | PassThroughTask {
  const expression = context.expression(source);
  if (!expression) return passThrough(base);
  const result = resultVariable
    ? ({ kind: 'variable', name: resultVariable } as const)
    : ({ kind: 'none' } as const);
  return grown(base, { type: 'scriptTask', language: 'feel', source, expression, result });
}

export const serviceTask: Transform<ServiceTask | ScriptTask | PassThroughTask> = (
  element,
  base,
  context,
) => {
  const action = readAction(element);
  const evaluated = action?.type ? null : readExpressionTask(element);
  if (evaluated) return expressionTask(evaluated, base, context);
  if (!action?.type) {
    context.report('warning', 'no-action', 'The service task has no action; it does nothing.');
    return grown(base, { type: 'passThroughTask' });
  }
  return grown(base, handled(action.type, action, context));
};

/** An external worker is not known at deployment. */
function handlerNameOf({ type, worker }: ActionSettings): string | null {
  return worker ? null : type;
}

export const sendTask: Transform<ServiceTask | SendTask | ScriptTask | PassThroughTask> = (
  element,
  base,
  context,
) => {
  const action = readAction(element);
  const evaluated = action?.type ? null : readExpressionTask(element);
  if (evaluated) return expressionTask(evaluated, base, context);
  if (action?.type) return grown(base, handled(action.type, action, context));
  const { message, hasPartner } = messageSettingsOf(element, element);
  if (message || hasPartner) {
    const event = messageOf(element, element, context);
    return event && grown(base, { type: 'sendTask', event });
  }
  context.report(
    'warning',
    'no-action',
    'The send task has neither an action nor a message; it does nothing.',
  );
  return passThrough(base);
};

export const receiveTask: Transform<ReceiveTask> = (element, base, context) => {
  const event = messageOf(element, element, context);
  return event && grown(base, { type: 'receiveTask', event });
};

export const scriptTask: Transform<ScriptTask | ServiceTask | PassThroughTask> = (element, base, context) => {
  const settings = readScript(element);
  const action = settings ? null : readAction(element);
  if (action?.type)
    return grown(base, { ...handled(action.type, action, context), handlerName: action.type });
  if (!settings) {
    context.report('warning', 'no-script', 'The script task has no script; it does nothing.');
    return passThrough(base);
  }
  const script = compileScript(settings.format ?? 'javascript', settings.source, context);
  if (!script) return passThrough(base);
  const { resultVariable } = settings;
  const result = resultVariable
    ? ({ kind: 'variable', name: resultVariable } as const)
    : ({ kind: 'variables' } as const);
  return grown(base, { type: 'scriptTask', ...script, result });
};

export const businessRuleTask: Transform<BusinessRuleTask | ServiceTask | ScriptTask | PassThroughTask> = (
  element,
  base,
  context,
) => {
  const decision = readDecision(element);
  const action = decision ? null : readAction(element);
  if (action?.type)
    return grown(base, { ...handled(action.type, action, context), handlerName: action.type });
  const evaluated = decision ? null : readExpressionTask(element);
  if (evaluated) return expressionTask(evaluated, base, context);
  const decisionRef = context.text(decision?.decisionId ?? null);
  // That it names none is said by the rule `missing-decision`.
  if (!decision || !decisionRef) return passThrough(base);
  const { binding, mapResult, resultVariable } = decision;
  const version = context.text(binding === 'versionTag' ? decision.versionTag : decision.version);
  const isVersioned = binding === 'version' || binding === 'versionTag';
  if (isVersioned && !version) {
    context.report('error', 'missing-version', 'The business rule task does not say which version it uses.');
  }
  return grown(base, { type: 'businessRuleTask', decisionRef, binding, version, mapResult, resultVariable });
};

function handled(
  type: string,
  action: ActionSettings,
  context: TransformContext,
): Omit<ServiceTask, keyof ElementBase> & Pick<ServiceTask, 'handlerName'> {
  return {
    type: 'serviceTask',
    handlerName: handlerNameOf(action),
    action: { ...action, type },
    retries: context.text(action.retriesExpression ?? null),
  };
}

const passThrough = (base: ElementBase): PassThroughTask => grown(base, { type: 'passThroughTask' });
