import type { ElementInfo } from '#modeler';
import { ActionSection } from './action-section.tsx';
import { CallSection } from './call-section.tsx';
import { AdHocSection } from './ad-hoc-section.tsx';
import { CallSwitch } from './call-switch.tsx';
import { CallWhenSection } from './call-when-section.tsx';
import { CalledProcessSection } from './called-process-section.tsx';
import { DataSection } from './data-section.tsx';
import { DecisionSection } from './decision-section.tsx';
import { DueSection } from './due-section.tsx';
import { EventSections } from './event-sections.tsx';
import { FlowSection } from './flow-section.tsx';
import { FormSection } from './form-section.tsx';
import { LateSection } from './late-section.tsx';
import { OutcomesSection } from './outcomes-section.tsx';
import { PathsSection } from './paths-section.tsx';
import { ProcessSection } from './process-section.tsx';
import { RepetitionSection } from './repetition-section.tsx';
import { ScriptSection } from './script-section.tsx';
import { WhatSection } from './what-section.tsx';
import { WhoSection } from './who-section.tsx';

/** Which questions there are about a kind of element, in the order in which one asks them. */
export function ElementSections({ element }: { readonly element: ElementInfo }) {
  const { type, call, flow, process } = element;
  const isUserTask = type === 'bpmn:UserTask';
  const isAction = type === 'bpmn:ServiceTask' || type === 'bpmn:SendTask';
  const decides = type === 'bpmn:ExclusiveGateway' || type === 'bpmn:InclusiveGateway';
  const leavesBySeveral = decides || (element.outgoing.length > 1 && type !== 'bpmn:ParallelGateway');
  return (
    <>
      <WhatSection element={element} />
      {process && <ProcessSection element={element} header={process} />}
      {flow && <FlowSection element={element} />}
      {(isUserTask || type === 'bpmn:Lane') && <WhoSection element={element} />}
      {isUserTask && !call && <DueSection element={element} />}
      {call && <CallSection element={element} call={call} />}
      {call && <CallWhenSection element={element} call={call} />}
      {isUserTask && <OutcomesSection element={element} />}
      {(isUserTask || type === 'bpmn:StartEvent') && <FormSection element={element} />}
      {WAITING.has(type) && <LateSection element={element} />}
      {isUserTask && <CallSwitch element={element} />}
      {isAction && <ActionSection element={element} />}
      {type === 'bpmn:CallActivity' && <CalledProcessSection element={element} />}
      {element.adHoc && <AdHocSection element={element} adHoc={element.adHoc} />}
      {type === 'bpmn:BusinessRuleTask' && <DecisionSection element={element} />}
      {type === 'bpmn:ScriptTask' && <ScriptSection element={element} />}
      {element.event && !isAction && <EventSections element={element} event={element.event} />}
      {REPEATABLE.test(type) && <RepetitionSection element={element} />}
      {leavesBySeveral && <PathsSection flows={element.outgoing} />}
      {WITH_DATA.has(type) && <DataSection element={element} />}
    </>
  );
}

/** Activities, which may run for each item of a list or in a loop. */
const REPEATABLE = /(Task|Activity|SubProcess|Transaction)$/;

/** Activities that stay open for a while, so that they can be late. */
const WAITING = new Set(['bpmn:UserTask', 'bpmn:ReceiveTask', 'bpmn:CallActivity', 'bpmn:SubProcess']);

const WITH_DATA = new Set([
  'bpmn:UserTask',
  'bpmn:CallActivity',
  'bpmn:ScriptTask',
  'bpmn:BusinessRuleTask',
  'bpmn:ReceiveTask',
  'bpmn:SubProcess',
  'bpmn:IntermediateCatchEvent',
]);
