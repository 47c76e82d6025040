/** Call activities (BPMN 2.0.2 §10.3.6): which process in which version, and what goes in and comes out. */
import { readCalledElement, type CalledElementSettings } from '#moddle';
import type { CallActivity, CallBinding } from '../model.ts';
import type { Transform, TransformContext } from './context.ts';
import { grown } from './grown.ts';
import { compileMappings } from './mappings.ts';

export const callActivity: Transform<CallActivity> = (element, base, context) => {
  const settings = readCalledElement(element);
  const calledElement = context.text(settings.processId);
  if (!calledElement) {
    context.report('error', 'nothing-called', 'The call activity does not say which process it calls.');
    return null;
  }
  const binding = bindingOf(settings, context);
  if (!binding) return null;
  const handedOut = compileMappings(settings.out, context);
  const isLocalIn = settings.in.length > 0 || (settings.passesAllIn !== null && base.inputs.length === 0);
  return grown(base, {
    type: 'callActivity',
    ownsScope: true,
    calledElement,
    binding,
    businessKey: context.text(settings.businessKey),
    handedIn: isLocalIn ? compileMappings(settings.in, context) : null,
    handedOut,
    passesAllIn: settings.passesAllIn ?? base.inputs.length === 0,
    passesAllOut: settings.passesAllOut ?? (base.outputs.length === 0 && handedOut.length === 0),
  });
};

function bindingOf(
  { binding, version, versionTag }: CalledElementSettings,
  context: TransformContext,
): CallBinding | null {
  if (binding === 'latest' || binding === 'deployment') return { kind: binding };
  const text = context.text(binding === 'version' ? version : versionTag);
  if (!text) {
    const what = binding === 'version' ? 'version' : 'version tag';
    context.report('error', 'incomplete-binding', `The call activity does not say which ${what} it calls.`);
    return null;
  }
  return binding === 'version' ? { kind: binding, version: text } : { kind: binding, versionTag: text };
}
