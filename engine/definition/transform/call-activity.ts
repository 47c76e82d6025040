/** Call activities (BPMN 2.0.2 §10.3.6): the latest version of the called process. */
import { textOf } from '#moddle';
import type { CallActivity } from '../model.ts';
import type { Transform } from './context.ts';

export const callActivity: Transform<CallActivity> = (element, base, context) => {
  const calledElement = textOf(element, 'calledElement');
  if (!calledElement) {
    context.report('error', 'nothing-called', 'The call activity does not say which process it calls.');
    return null;
  }
  return { ...base, type: 'callActivity', ownsScope: true, calledElement };
};
