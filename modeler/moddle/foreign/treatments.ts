/**
 * What we do with everything that the two namespaces can say, in one table: each attribute and element is executed,
 * describes the drawing only, or is refused with a reason. Nothing is passed over: what is not in the table is refused
 * as unknown, and a test compares the table with the attribute lists of both namespaces.
 */
import type { ForeignPrefix } from './namespaces.ts';
import { feelFromJuel, isJuel } from './juel.ts';
import type { Reason } from './reasons.ts';

/** What is said of one value: fine, or why not. */
type Judge = (value: string) => Reason | null;

/** `drawn`: it describes the drawing or the modeller that made it. `told`: left aside, and a warning says why. */
export type Treatment =
  'executed' | 'drawn' | { readonly refused: Reason } | { readonly told: Reason } | { readonly judge: Judge };

export interface ElementTreatment {
  readonly treatment: Treatment;
  /** By name; what is missing here is refused as unknown. */
  readonly attributes: Readonly<Record<string, Treatment>>;
  /** BPMN types that may carry it, when it means nothing elsewhere. */
  readonly on?: readonly string[];
  /** Those of them where it is told as left aside. */
  readonly toldOn?: { readonly types: readonly string[]; readonly reason: Reason };
  /** It stands in extension elements only, never inside another setting. */
  readonly isOutermost?: boolean;
}

export interface NamespaceTreatment {
  /** Attributes on BPMN elements. */
  readonly attributes: Readonly<Record<string, Treatment>>;
  readonly elements: Readonly<Record<string, ElementTreatment>>;
}

const refused = (reason: Reason): Treatment => ({ refused: reason });
const told = (reason: Reason): Treatment => ({ told: reason });
const oneOf = (...values: readonly string[]): Treatment => ({
  judge: (value) => (values.includes(value) ? null : 'value'),
});
/** A constant or an expression that can be translated. */
const value: Treatment = {
  judge: (text) => (isJuel(text) && 'problem' in feelFromJuel(text) ? 'value' : null),
};
const executed = 'executed';
const drawn = 'drawn';
const mapping = { source: executed, sourceExpression: value, target: executed, businessKey: value } as const;
const noLocal: Treatment = { judge: (text) => (text === 'true' ? 'local' : null) };
const scriptFormat: Treatment = {
  judge: (format) => (isScriptLanguage(format.toLowerCase()) ? null : 'language'),
};
const ZEEBE_SERVICES = [
  ...['bpmn:ServiceTask', 'bpmn:SendTask', 'bpmn:BusinessRuleTask', 'bpmn:ScriptTask'],
  ...['bpmn:EndEvent', 'bpmn:IntermediateThrowEvent'],
];
const LISTENER_HOLDERS = ['bpmn:FlowNode', 'bpmn:Process', 'bpmn:SequenceFlow'];

/** A number, or the expression that gives one. */
function isTries(text: string): Reason | null {
  return text === '' || text.startsWith('=') || /^\d+$/.test(text) ? null : 'value';
}

/** The languages that run. */
export function isScriptLanguage(format: string): boolean {
  return isJuelScript(format) || format.includes('feel') || /javascript|ecmascript|^js$/.test(format);
}

export function isJuelScript(format: string): boolean {
  return format === 'juel';
}

export const TREATMENTS: Readonly<Record<ForeignPrefix, NamespaceTreatment>> = {
  camunda: {
    attributes: {
      diagramRelationId: drawn,
      modelerTemplate: drawn,
      modelerTemplateVersion: drawn,
      async: executed,
      asyncBefore: executed,
      asyncAfter: executed,
      // Two jobs of one instance never run at once, whatever the diagram says.
      exclusive: drawn,
      jobPriority: value,
      taskPriority: value,
      errorCodeVariable: executed,
      errorMessageVariable: executed,
      errorMessage: executed,
      escalationCodeVariable: executed,
      formHandlerClass: refused('code'),
      formKey: executed,
      formRef: executed,
      formRefBinding: told('formVersion'),
      formRefVersion: told('formVersion'),
      initiator: executed,
      resultVariable: executed,
      resource: refused('resource'),
      candidateStarterGroups: refused('starters'),
      candidateStarterUsers: refused('starters'),
      versionTag: executed,
      historyTimeToLive: executed,
      isStartableInTasklist: executed,
      assignee: value,
      candidateUsers: value,
      candidateGroups: value,
      dueDate: value,
      followUpDate: value,
      priority: value,
      calledElementBinding: oneOf('latest', 'deployment', 'version', 'versionTag'),
      calledElementVersion: value,
      calledElementVersionTag: value,
      calledElementTenantId: refused('tenant'),
      caseRef: refused('cases'),
      caseBinding: refused('cases'),
      caseVersion: refused('cases'),
      caseTenantId: refused('cases'),
      variableMappingClass: refused('code'),
      variableMappingDelegateExpression: refused('code'),
      // Not refused when they cannot be translated: the text is then the name of a handler.
      expression: executed,
      class: executed,
      delegateExpression: executed,
      type: oneOf('external'),
      topic: value,
      decisionRef: value,
      decisionRefBinding: oneOf('latest', 'deployment', 'version', 'versionTag'),
      decisionRefVersion: value,
      decisionRefVersionTag: value,
      decisionRefTenantId: refused('tenant'),
      mapDecisionResult: oneOf('singleEntry', 'singleResult', 'collectEntries', 'resultList'),
      collection: value,
      elementVariable: executed,
      variableName: executed,
      variableEvents: executed,
    },
    elements: {
      in: {
        treatment: executed,
        attributes: { ...mapping, local: noLocal, variables: oneOf('all') },
        on: ['bpmn:CallActivity', 'bpmn:SignalEventDefinition'],
      },
      out: {
        treatment: executed,
        attributes: { ...mapping, local: noLocal, variables: oneOf('all') },
        on: ['bpmn:CallActivity'],
      },
      errorEventDefinition: {
        treatment: refused('code'),
        attributes: { id: drawn, errorRef: refused('code'), expression: refused('code') },
      },
      potentialStarter: { treatment: refused('starters'), attributes: {} },
      resourceAssignmentExpression: { treatment: refused('starters'), attributes: {} },
      properties: { treatment: told('tools'), attributes: {} },
      property: { treatment: drawn, attributes: { id: drawn, name: drawn, value: drawn } },
      connector: { treatment: refused('connector'), attributes: {} },
      connectorId: { treatment: refused('connector'), attributes: {} },
      inputOutput: { treatment: executed, attributes: {}, on: ['bpmn:FlowNode'] },
      inputParameter: { treatment: executed, attributes: { name: executed } },
      outputParameter: { treatment: executed, attributes: { name: executed } },
      list: { treatment: executed, attributes: {} },
      map: { treatment: executed, attributes: {} },
      entry: { treatment: executed, attributes: { key: executed } },
      value: { treatment: executed, attributes: { id: executed, name: executed } },
      script: {
        treatment: executed,
        attributes: { scriptFormat, resource: refused('resource') },
      },
      field: {
        treatment: executed,
        attributes: { name: executed, stringValue: executed, expression: value },
        on: ['bpmn:ServiceTask', 'bpmn:SendTask', 'bpmn:BusinessRuleTask', 'bpmn:MessageEventDefinition'],
        isOutermost: true,
      },
      string: { treatment: executed, attributes: {} },
      expression: { treatment: executed, attributes: {} },
      failedJobRetryTimeCycle: {
        treatment: executed,
        attributes: {},
        on: ['bpmn:FlowNode', 'bpmn:MultiInstanceLoopCharacteristics'],
        toldOn: { types: ['bpmn:MultiInstanceLoopCharacteristics'], reason: 'position' },
      },
      executionListener: {
        treatment: executed,
        attributes: {
          event: { judge: (event) => (['start', 'end', 'take'].includes(event) ? null : 'event') },
          class: executed,
          expression: executed,
          delegateExpression: executed,
        },
        on: LISTENER_HOLDERS,
      },
      taskListener: {
        treatment: executed,
        attributes: {
          id: drawn,
          event: {
            judge: (event) =>
              ['create', 'assignment', 'complete', 'delete', 'update', 'timeout'].includes(event)
                ? null
                : 'event',
          },
          class: executed,
          expression: executed,
          delegateExpression: executed,
        },
        on: ['bpmn:UserTask'],
      },
      formProperty: {
        treatment: executed,
        attributes: {
          ...{ id: executed, name: executed, type: executed, required: executed, writable: executed },
          ...{ variable: executed, default: executed, datePattern: told('datePattern') },
          readable: { judge: (text) => (text === 'false' ? 'value' : null) },
          expression: refused('code'),
        },
        on: ['bpmn:StartEvent', 'bpmn:UserTask'],
      },
      formData: {
        treatment: executed,
        attributes: { businessKey: refused('code') },
        on: ['bpmn:StartEvent', 'bpmn:UserTask'],
      },
      formField: {
        treatment: executed,
        attributes: {
          ...{ id: executed, label: executed, datePattern: told('datePattern'), defaultValue: value },
          type: oneOf('string', 'long', 'int', 'double', 'boolean', 'date', 'enum'),
        },
      },
      validation: { treatment: executed, attributes: {} },
      constraint: {
        treatment: executed,
        attributes: {
          name: oneOf('required', 'readonly', 'min', 'max', 'minlength', 'maxlength'),
          config: executed,
        },
      },
    },
  },
  zeebe: {
    attributes: {
      retryCounter: drawn,
      modelerTemplate: drawn,
      modelerTemplateVersion: drawn,
      modelerTemplateIcon: drawn,
    },
    elements: {
      ioMapping: { treatment: executed, attributes: {}, on: ['bpmn:FlowNode'] },
      input: {
        treatment: executed,
        attributes: {
          source: executed,
          target: executed,
          modelerConfigurationTemplate: drawn,
          modelerConfigurationName: drawn,
        },
      },
      output: { treatment: executed, attributes: { source: executed, target: executed } },
      subscription: {
        treatment: executed,
        attributes: { correlationKey: executed },
        on: ['bpmn:Message'],
      },
      taskHeaders: {
        treatment: executed,
        attributes: {},
        on: [...ZEEBE_SERVICES, 'bpmn:UserTask'],
        toldOn: { types: ['bpmn:UserTask'], reason: 'headers' },
        isOutermost: true,
      },
      header: { treatment: executed, attributes: { id: drawn, key: executed, value: executed } },
      taskDefinition: {
        treatment: executed,
        attributes: { type: executed, retries: { judge: isTries } },
        on: ZEEBE_SERVICES,
      },
      loopCharacteristics: {
        treatment: executed,
        attributes: {
          inputCollection: executed,
          inputElement: executed,
          outputCollection: executed,
          outputElement: executed,
        },
        on: ['bpmn:MultiInstanceLoopCharacteristics'],
      },
      calledElement: {
        treatment: executed,
        attributes: {
          ...{ processId: executed, processIdExpression: executed, businessId: executed },
          ...{ propagateAllChildVariables: executed, propagateAllParentVariables: executed },
          ...{ bindingType: oneOf('latest', 'deployment', 'versionTag'), versionTag: executed },
        },
        on: ['bpmn:CallActivity'],
      },
      userTaskForm: { treatment: executed, attributes: { id: executed } },
      formDefinition: {
        treatment: executed,
        attributes: {
          ...{ formKey: executed, formId: executed, externalReference: executed },
          ...{ bindingType: told('formVersion'), versionTag: told('formVersion') },
        },
        on: ['bpmn:UserTask', 'bpmn:StartEvent'],
      },
      linkedResources: { treatment: refused('resource'), attributes: {} },
      linkedResource: { treatment: refused('resource'), attributes: {} },
      userTask: { treatment: executed, attributes: {}, on: ['bpmn:UserTask'] },
      calledDecision: {
        treatment: executed,
        attributes: {
          ...{ decisionId: executed, resultVariable: executed, versionTag: executed },
          bindingType: oneOf('latest', 'deployment', 'versionTag'),
        },
        on: ['bpmn:BusinessRuleTask'],
      },
      assignmentDefinition: {
        treatment: executed,
        attributes: { assignee: executed, candidateGroups: executed, candidateUsers: executed },
        on: ['bpmn:UserTask'],
      },
      priorityDefinition: {
        treatment: executed,
        attributes: { priority: executed },
        on: ['bpmn:UserTask'],
      },
      jobPriorityDefinition: {
        treatment: executed,
        attributes: { priority: executed },
        on: ['bpmn:Process', 'bpmn:Activity', 'bpmn:Event', 'bpmn:Gateway'],
      },
      taskSchedule: {
        treatment: executed,
        attributes: { dueDate: executed, followUpDate: executed },
        on: ['bpmn:UserTask'],
      },
      properties: { treatment: told('tools'), attributes: {} },
      property: {
        treatment: drawn,
        attributes: {
          name: drawn,
          value: drawn,
          modelerConfigurationTemplate: drawn,
          modelerConfigurationName: drawn,
        },
      },
      script: {
        treatment: executed,
        attributes: { expression: executed, resultVariable: executed },
        on: ['bpmn:ScriptTask'],
      },
      executionListeners: { treatment: executed, attributes: {}, on: LISTENER_HOLDERS },
      executionListener: {
        treatment: executed,
        attributes: { eventType: oneOf('start', 'end'), retries: told('retries'), type: executed },
      },
      taskListeners: { treatment: executed, attributes: {}, on: ['bpmn:UserTask'] },
      taskListener: {
        treatment: executed,
        attributes: {
          eventType: {
            judge: (event) =>
              ['creating', 'assigning', 'updating', 'completing', 'canceling'].includes(event)
                ? null
                : 'event',
          },
          retries: told('retries'),
          type: executed,
        },
      },
      versionTag: { treatment: executed, attributes: { value: executed }, on: ['bpmn:Process'] },
      adHoc: {
        treatment: executed,
        attributes: {
          activeElementsCollection: executed,
          outputCollection: executed,
          outputElement: executed,
        },
        on: ['bpmn:AdHocSubProcess'],
      },
      conditionalFilter: {
        treatment: executed,
        attributes: { variableNames: executed, variableEvents: executed },
        on: ['bpmn:ConditionalEventDefinition'],
      },
      agentDefinition: { treatment: refused('agent'), attributes: { agentType: refused('agent') } },
    },
  },
};
