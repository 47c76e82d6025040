/** Which process a call activity calls, in which version, and what goes in and out. */
import { extensionOf, textOf, type ModdleElement } from '../element.ts';
import type { Mapping } from '../settings.ts';
import { bindingOf, type Binding } from './implementation.ts';
import { foreignValue } from './juel.ts';
import { variableMapping } from './mappings.ts';
import {
  declaresNamespace,
  foreignAttribute,
  foreignExtension,
  foreignExtensions,
  type ForeignElement,
} from './namespaces.ts';

export interface CalledElementSettings {
  /** The key of the process, or `= FEEL` that gives it; null when the diagram does not say. */
  readonly processId: string | null;
  readonly binding: Binding;
  /** A number, or `= FEEL`; for the binding `version`. */
  readonly version: string | null;
  /** A text, or `= FEEL`; for the binding `versionTag`. */
  readonly versionTag: string | null;
  /** A template or `= FEEL`; null: the caller's. */
  readonly businessKey: string | null;
  readonly in: readonly Mapping[];
  readonly out: readonly Mapping[];
  /** Whether all variables go in beside the mapped ones; null: what the engine does without mappings. */
  readonly passesAllIn: boolean | null;
  readonly passesAllOut: boolean | null;
}

/** What a call activity says about its call, in whichever namespace; `tl:Io` mappings are read by `readIo`. */
export function readCalledElement(element: ModdleElement): CalledElementSettings {
  const own = extensionOf(element, 'tl:CalledElement');
  if (own) return ownCall(element, own);
  const zeebe = foreignExtension(element, 'zeebe', 'calledElement')?.attributes;
  if (zeebe) return zeebeCall(zeebe);
  const attribute = (name: string): string | null => {
    const value = foreignAttribute(element, 'camunda', name);
    return value && foreignValue(value);
  };
  const called = textOf(element, 'calledElement');
  const ins = foreignExtensions(element, 'camunda', 'in');
  const outs = foreignExtensions(element, 'camunda', 'out');
  const key = ins.find((one) => one.attributes.businessKey !== undefined)?.attributes.businessKey;
  const isCamunda = declaresNamespace(element, 'camunda') && !extensionOf(element, 'tl:Io');
  const versionTag = attribute('calledElementVersionTag');
  return {
    processId: called && foreignValue(called),
    binding: bindingOf(attribute('calledElementBinding')),
    version: attribute('calledElementVersion'),
    versionTag,
    businessKey: key === undefined ? null : foreignValue(key),
    in: mappingsOf(ins),
    out: mappingsOf(outs),
    passesAllIn: isCamunda ? hasAll(ins) : null,
    passesAllOut: isCamunda ? hasAll(outs) : null,
  };
}

function ownCall(element: ModdleElement, own: ModdleElement): CalledElementSettings {
  const flag = (name: string): boolean | null => (own.get(name) as boolean | undefined) ?? null;
  return {
    processId: textOf(own, 'process') ?? textOf(element, 'calledElement'),
    binding: bindingOf(textOf(own, 'binding')),
    version: textOf(own, 'version'),
    versionTag: textOf(own, 'versionTag'),
    businessKey: textOf(own, 'businessKey'),
    in: [],
    out: [],
    passesAllIn: flag('allIn'),
    passesAllOut: flag('allOut'),
  };
}

/** With output mappings only what they name comes out, whatever else is said. */
function zeebeCall(zeebe: Readonly<Record<string, string>>): CalledElementSettings {
  return {
    processId: zeebe.processIdExpression ? `= ${zeebe.processIdExpression}` : (zeebe.processId ?? null),
    binding: bindingOf(zeebe.bindingType),
    version: null,
    versionTag: zeebe.versionTag ?? null,
    businessKey: zeebe.businessId ?? null,
    in: [],
    out: [],
    passesAllIn: zeebe.propagateAllParentVariables !== 'false',
    passesAllOut: zeebe.propagateAllChildVariables === 'false' ? false : null,
  };
}

function mappingsOf(elements: readonly ForeignElement[]): readonly Mapping[] {
  return elements.flatMap((one) => variableMapping(one) ?? []);
}

const hasAll = (elements: readonly ForeignElement[]): boolean =>
  elements.some((one) => one.attributes.variables === 'all');
