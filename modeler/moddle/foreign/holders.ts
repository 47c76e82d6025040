/**
 * Which BPMN elements the attributes of the two namespaces belong to, as their makers say. Elsewhere they have no effect,
 * there as here, and the import says so. A test compares this table with the descriptors of both.
 */
import { isA, type ModdleElement } from '../element.ts';
import type { ForeignPrefix } from './namespaces.ts';

const STEPS = ['bpmn:Activity', 'bpmn:Event', 'bpmn:Gateway', 'bpmn:MultiInstanceLoopCharacteristics'];
const SERVICES = [
  'bpmn:BusinessRuleTask',
  'bpmn:MessageEventDefinition',
  'bpmn:SendTask',
  'bpmn:ServiceTask',
];
const FORMS = ['bpmn:StartEvent', 'bpmn:UserTask'];
const TEMPLATES = ['bpmn:Collaboration', 'bpmn:FlowElement', 'bpmn:Process'];
const ROOTS = ['bpmn:Error', 'bpmn:Escalation', 'bpmn:Message', 'bpmn:Signal'];

const each = (
  names: readonly string[],
  holders: readonly string[],
): Readonly<Record<string, readonly string[]>> => Object.fromEntries(names.map((name) => [name, holders]));

export const HOLDERS: Readonly<Record<ForeignPrefix, Readonly<Record<string, readonly string[]>>>> = {
  camunda: {
    diagramRelationId: ['bpmn:Definitions'],
    async: [...STEPS, 'bpmn:SignalEventDefinition'],
    ...each(['asyncBefore', 'asyncAfter', 'exclusive'], STEPS),
    jobPriority: [...STEPS, 'bpmn:Process'],
    ...each(['errorCodeVariable', 'errorMessageVariable'], ['bpmn:ErrorEventDefinition']),
    errorMessage: ['bpmn:Error'],
    ...each(['formHandlerClass', 'formKey', 'formRef', 'formRefBinding', 'formRefVersion'], FORMS),
    ...each(['modelerTemplate', 'modelerTemplateVersion'], TEMPLATES),
    initiator: ['bpmn:StartEvent'],
    resultVariable: [...SERVICES, 'bpmn:ScriptTask'],
    resource: ['bpmn:FormalExpression', 'bpmn:ScriptTask'],
    ...each(['candidateStarterGroups', 'candidateStarterUsers'], ['bpmn:Process']),
    ...each(['versionTag', 'historyTimeToLive', 'isStartableInTasklist'], ['bpmn:Process']),
    escalationCodeVariable: ['bpmn:EscalationEventDefinition'],
    ...each(
      ['assignee', 'candidateUsers', 'candidateGroups', 'dueDate', 'followUpDate', 'priority'],
      ['bpmn:UserTask'],
    ),
    ...each(
      [
        ...['calledElementBinding', 'calledElementVersion', 'calledElementVersionTag'],
        ...['calledElementTenantId', 'caseRef', 'caseBinding', 'caseVersion', 'caseTenantId'],
        ...['variableMappingClass', 'variableMappingDelegateExpression'],
      ],
      ['bpmn:CallActivity'],
    ),
    ...each(['expression', 'class', 'delegateExpression', 'type', 'topic'], SERVICES),
    ...each(
      [
        ...['decisionRef', 'decisionRefBinding', 'decisionRefVersion', 'decisionRefVersionTag'],
        ...['mapDecisionResult', 'decisionRefTenantId'],
      ],
      ['bpmn:BusinessRuleTask'],
    ),
    taskPriority: [...SERVICES, 'bpmn:Process'],
    ...each(['collection', 'elementVariable'], ['bpmn:MultiInstanceLoopCharacteristics']),
    ...each(['variableName', 'variableEvents'], ['bpmn:ConditionalEventDefinition']),
  },
  zeebe: {
    retryCounter: [
      ...['bpmn:ServiceTask', 'bpmn:BusinessRuleTask', 'bpmn:ScriptTask', 'bpmn:SendTask'],
      ...['bpmn:EndEvent', 'bpmn:IntermediateThrowEvent', 'bpmn:AdHocSubProcess'],
    ],
    modelerTemplate: [...TEMPLATES, ...ROOTS],
    ...each(['modelerTemplateVersion', 'modelerTemplateIcon'], TEMPLATES),
  },
};

/** Of a definition of an event: what says something only where the event throws, or only where it catches. */
const THROWN_ONLY: ReadonlySet<string> = new Set([
  ...['expression', 'class', 'delegateExpression', 'type', 'topic', 'taskPriority', 'resultVariable'],
  ...['field', 'in', 'async'],
]);
const CAUGHT_ONLY: ReadonlySet<string> = new Set([
  'errorCodeVariable',
  'errorMessageVariable',
  'escalationCodeVariable',
]);

/** Whether the attribute or element of that name has no effect in the definition, by what its event does. */
export function saysNothingIn(definition: ModdleElement, name: string): boolean {
  if (!isA(definition, 'bpmn:EventDefinition')) return false;
  if (THROWN_ONLY.has(name)) return isA(definition.$parent, 'bpmn:CatchEvent');
  return CAUGHT_ONLY.has(name) && isA(definition.$parent, 'bpmn:ThrowEvent');
}
