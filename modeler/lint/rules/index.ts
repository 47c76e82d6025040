/** The rule table, in the order in which findings are listed: what stops a publish first. */
import type { Rule } from '../rule.ts';
import { activityRules } from './activities.ts';
import { boundaryEventRules } from './boundary-events.ts';
import { collaborationRules } from './collaboration.ts';
import { correlationRules } from './correlation.ts';
import { dataRules } from './data.ts';
import { definitionRules } from './definitions.ts';
import { documentRules } from './document.ts';
import { drawingRules } from './drawing.ts';
import { eventRules } from './events.ts';
import { expressionLanguage } from './expression-language.ts';
import { expressionRules } from './expressions.ts';
import { gatewayRules } from './gateways.ts';
import { nameRules } from './names.ts';
import { sequenceFlowRules } from './sequence-flows.ts';
import { severalDefinitionRules } from './several-definitions.ts';
import { boundaryNotAttached } from './boundary-not-attached.ts';
import { boundaryWithIncoming } from './boundary-with-incoming.ts';
import { boundaryWithoutOutgoing } from './boundary-without-outgoing.ts';
import { cancelOutsideTransaction } from './cancel-outside-transaction.ts';
import { danglingFlow } from './dangling-flow.ts';
import { deadEnd } from './dead-end.ts';
import { duplicateId } from './duplicate-id.ts';
import { duplicateOutcome } from './duplicate-outcome.ts';
import { eventSubprocess } from './event-subprocess.ts';
import { endWithOutgoing } from './end-with-outgoing.ts';
import { endlessRepetition } from './endless-repetition.ts';
import { eventGatewayTarget } from './event-gateway-target.ts';
import { flowCrossesScope } from './flow-crosses-scope.ts';
import { foreignSetting } from './foreign-setting.ts';
import { incompleteCall } from './incomplete-call.ts';
import { incompleteRecordEvent } from './incomplete-record-event.ts';
import { incompleteRepetition } from './incomplete-repetition.ts';
import { invalidExpression } from './invalid-expression.ts';
import { invalidForm } from './invalid-form.ts';
import { invalidTime } from './invalid-time.ts';
import { missingAction } from './missing-action.ts';
import { missingActionInput } from './missing-action-input.ts';
import { missingCalledElement } from './missing-called-element.ts';
import { missingCancelBoundary } from './missing-cancel-boundary.ts';
import { missingCompensationHandler } from './missing-compensation-handler.ts';
import { missingCondition } from './missing-condition.ts';
import { missingDecision } from './missing-decision.ts';
import { missingDefaultFlow } from './missing-default-flow.ts';
import { missingError } from './missing-error.ts';
import { missingEventCondition } from './missing-event-condition.ts';
import { linkWithoutTarget } from './link-without-target.ts';
import { missingSignal } from './missing-signal.ts';
import { missingExecutor } from './missing-executor.ts';
import { missingMessage } from './missing-message.ts';
import { missingStartEvent, nothingBegins } from './missing-start-event.ts';
import { missingTaskName } from './missing-task-name.ts';
import { missingTimer } from './missing-timer.ts';
import { notExecutable } from './not-executable.ts';
import { nothingToCompensate } from './nothing-to-compensate.ts';
import { outcomeWithoutFlow } from './outcome-without-flow.ts';
import { severalNoneStarts, severalSubprocessStarts } from './several-none-starts.ts';
import { startWithIncoming } from './start-with-incoming.ts';
import { superfluousGateway } from './superfluous-gateway.ts';
import { unknownAction } from './unknown-action.ts';
import { unusedSetting } from './unused-setting.ts';
import { unreachable } from './unreachable.ts';
import { unusedCompensationHandler } from './unused-compensation-handler.ts';

export const RULES: readonly Rule[] = [
  missingCondition,
  missingDefaultFlow,
  danglingFlow,
  flowCrossesScope,
  missingStartEvent,
  nothingBegins,
  startWithIncoming,
  endWithOutgoing,
  boundaryWithIncoming,
  boundaryWithoutOutgoing,
  boundaryNotAttached,
  cancelOutsideTransaction,
  missingCancelBoundary,
  missingCompensationHandler,
  unusedCompensationHandler,
  eventGatewayTarget,
  duplicateId,
  missingTimer,
  invalidTime,
  invalidExpression,
  invalidForm,
  duplicateOutcome,
  outcomeWithoutFlow,
  incompleteCall,
  incompleteRecordEvent,
  missingEventCondition,
  missingError,
  linkWithoutTarget,
  eventSubprocess,
  incompleteRepetition,
  missingCalledElement,
  missingAction,
  unknownAction,
  missingActionInput,
  notExecutable,
  foreignSetting,
  unusedSetting,
  deadEnd,
  unreachable,
  superfluousGateway,
  endlessRepetition,
  severalNoneStarts,
  severalSubprocessStarts,
  nothingToCompensate,
  missingMessage,
  missingDecision,
  missingSignal,
  missingExecutor,
  missingTaskName,
  ...sequenceFlowRules,
  ...gatewayRules,
  ...eventRules,
  ...boundaryEventRules,
  ...definitionRules,
  ...nameRules,
  ...severalDefinitionRules,
  ...activityRules,
  ...dataRules,
  ...expressionRules,
  expressionLanguage,
  ...collaborationRules,
  ...correlationRules,
  ...documentRules,
  ...drawingRules,
];
