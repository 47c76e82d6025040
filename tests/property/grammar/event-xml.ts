/** What events say they catch and throw; messages, signals and codes become roots of the file. */
import { messageIdOf, refersTo } from './collaboration-xml.ts';
import type { DrawnFile } from './drawn-file.ts';
import { expression, feel, ioXml } from './markup.ts';
import {
  carriedBy,
  entityOf,
  givenBy,
  messageOf,
  recordVariableOf,
  SHARED_SIGNAL,
  signalOf,
} from './names.ts';
import { CODES, failsAtLast, type BoundaryTrigger, type End, type Parts } from './tree.ts';

interface Definition {
  readonly content: string;
  readonly attributes: string;
}

export function caughtXml(file: DrawnFile, id: string, trigger: BoundaryTrigger): Definition {
  const attributes = trigger.kind === 'several' && trigger.all ? 'parallelMultiple="true"' : '';
  return { attributes, content: definitionOf(file, id, trigger) };
}

function definitionOf(file: DrawnFile, id: string, trigger: BoundaryTrigger): string {
  switch (trigger.kind) {
    case 'timer': {
      const { minutes, times } = trigger;
      const [tag, text] = times > 1 ? (['timeCycle', `R${times}/PT${minutes}M`] as const) : timeout(minutes);
      return `<timerEventDefinition>${expression(tag, text)}</timerEventDefinition>`;
    }
    case 'message':
      return messageDefinition(file, id);
    case 'signal':
      return trigger.isShared ? sharedSignal(file) : ownSignal(file, id);
    case 'several': {
      const [tag, text] = timeout(trigger.minutes);
      const other =
        trigger.other === 'signal'
          ? ownSignal(file, id)
          : `<timerEventDefinition>${expression(tag, text)}</timerEventDefinition>`;
      return messageDefinition(file, id) + other;
    }
    case 'conditional':
      return `<conditionalEventDefinition>${expression('condition', feel(trigger.condition))}</conditionalEventDefinition>`;
    case 'record': {
      const watched = `<tl:recordEvent entity="${entityOf(id)}" change="created" variable="${recordVariableOf(id)}"/>`;
      return `<conditionalEventDefinition><extensionElements>${watched}</extensionElements>${expression('condition', 'true')}</conditionalEventDefinition>`;
    }
    case 'cancel':
      return '<cancelEventDefinition/>';
    case 'error':
    case 'escalation':
      return thrownDefinition(file, trigger.kind, trigger.code);
  }
}

/** Of an end event, and of a throw event that does the same. */
export function thrownXml(file: DrawnFile, { id, kind, code, parts }: End): string {
  switch (kind) {
    case 'several':
      return severalXml(file, id, code, parts!);
    case 'none':
      return '';
    case 'terminate':
      return '<terminateEventDefinition/>';
    case 'message':
      return messageDefinition(file, id);
    case 'signal':
      return ownSignal(file, id);
    case 'sharedSignal':
      return sharedSignal(file);
    case 'compensation':
      return '<compensateEventDefinition/>';
    case 'cancel':
      return '<cancelEventDefinition/>';
    case 'error':
    case 'escalation':
      return thrownDefinition(file, kind, code);
  }
}

/** Of a send or receive task, or of an event definition: which message it is about, where it says so itself. */
export function messageAttribute(file: DrawnFile, elementId: string): string {
  const flow = file.flowAt(elementId);
  if (flow) return refersTo(flow, elementId) ? `messageRef="${messageIdOf(flow.id)}"` : '';
  return `messageRef="${file.root('message', `message_${elementId}`, `name="${messageOf(elementId)}"`)}"`;
}

/** What ends the thrower comes last, in whatever order it is drawn. */
function severalXml(file: DrawnFile, id: string, code: number, parts: Parts): string {
  const { escalates, terminates } = parts;
  return [
    ...(failsAtLast(parts) ? [thrownDefinition(file, 'error', code)] : []),
    ...(terminates ? ['<terminateEventDefinition/>'] : []),
    messageDefinition(file, id),
    ...(escalates ? [thrownDefinition(file, 'escalation', code)] : []),
    sharedSignal(file),
  ].join('');
}

/** What it brings becomes one output. */
export function caughtExtensions(id: string, isMapped: boolean | undefined): string {
  return isMapped ? ioXml([], [[givenBy(id), '= v1 + 1']]) : '';
}

/** An error or escalation takes a variable along. */
export function thrownExtensions(file: DrawnFile, { id, kind, isMapped }: End): string {
  const carries = isMapped && (kind === 'error' || kind === 'escalation');
  return carries ? ioXml([[carriedBy(id), '= v1 + 1']], []) : file.payload(id);
}

const timeout = (minutes: number) => ['timeDuration', `PT${minutes}M`] as const;

export const messageDefinition = (file: DrawnFile, id: string): string =>
  `<messageEventDefinition ${messageAttribute(file, id)}/>`;

const signalDefinition = (file: DrawnFile, id: string, name: string): string =>
  `<signalEventDefinition signalRef="${file.root('signal', id, `name="${name}"`)}"/>`;

const sharedSignal = (file: DrawnFile): string => signalDefinition(file, 'signal_shared', SHARED_SIGNAL);
const ownSignal = (file: DrawnFile, id: string): string =>
  signalDefinition(file, `signal_${id}`, signalOf(id));

function thrownDefinition(file: DrawnFile, kind: 'error' | 'escalation', code: number | null): string {
  if (code === null) return `<${kind}EventDefinition/>`;
  const id = `${kind}_${CODES[code]}`;
  file.root(kind, id, `name="${CODES[code]}" ${kind}Code="${CODES[code]}"`);
  return `<${kind}EventDefinition ${kind}Ref="${id}"/>`;
}
