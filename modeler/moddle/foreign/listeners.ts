/** Listeners of the two namespaces: what runs when an element begins or ends, a flow is taken, or a task changes. */
import type { ModdleElement } from '../element.ts';
import { feelFromJuel, isJuel } from './juel.ts';
import { foreignExtension, foreignExtensions, type ForeignElement, type ForeignTimer } from './namespaces.ts';

export interface ListenerSettings {
  /** start | end | take, and for user tasks create | assignment | complete | delete | update | updating | timeout. */
  readonly event: string;
  readonly id: string | null;
  /** When a timeout comes. */
  readonly timer: ForeignTimer | null;
  readonly on: 'element' | 'task';
  readonly run:
    | { readonly kind: 'feel'; readonly expression: string }
    | { readonly kind: 'script'; readonly format: string; readonly source: string }
    | { readonly kind: 'handler'; readonly name: string }
    /** Said in a form that nobody can run, such as a file of scripts. */
    | { readonly kind: 'nothing' };
}

/** In the order in which they run. */
export function readListeners(element: ModdleElement): readonly ListenerSettings[] {
  const zeebe = (holder: string): readonly ForeignElement[] =>
    foreignExtension(element, 'zeebe', holder)?.children ?? [];
  return [
    ...foreignExtensions(element, 'camunda', 'executionListener').map((one) => camunda(one, 'element')),
    ...foreignExtensions(element, 'camunda', 'taskListener').map((one) => camunda(one, 'task')),
    ...zeebe('executionListeners').map((one) => zeebeListener(one, 'element')),
    ...zeebe('taskListeners').map((one) => zeebeListener(one, 'task')),
  ];
}

function camunda(listener: ForeignElement, on: ListenerSettings['on']): ListenerSettings {
  const { event = on === 'element' ? 'start' : 'create' } = listener.attributes;
  const { id = null } = listener.attributes;
  return { event, on, id, timer: listener.timer, run: runOf(listener) };
}

function runOf({ attributes, children }: ForeignElement): ListenerSettings['run'] {
  const { expression, class: className, delegateExpression } = attributes;
  const script = children.find((child) => child.name === 'script');
  if (script?.body) {
    const format = (script.attributes.scriptFormat ?? '').toLowerCase();
    return { kind: 'script', format, source: script.body };
  }
  if (expression) {
    const translated = isJuel(expression) ? feelFromJuel(expression) : { problem: '' };
    return 'feel' in translated
      ? { kind: 'feel', expression: translated.feel }
      : { kind: 'handler', name: expression };
  }
  const name = className ?? delegateExpression;
  return name ? { kind: 'handler', name } : { kind: 'nothing' };
}

/** `creating`, `completing` … are the same moments under other names; `updating` does not hear of assignments. */
const ZEEBE_TASK_EVENTS: Readonly<Record<string, string>> = {
  creating: 'create',
  assigning: 'assignment',
  completing: 'complete',
  canceling: 'delete',
};

function zeebeListener({ attributes }: ForeignElement, on: ListenerSettings['on']): ListenerSettings {
  const { eventType = 'start', type } = attributes;
  return {
    event: ZEEBE_TASK_EVENTS[eventType] ?? eventType,
    on,
    id: null,
    timer: null,
    run: type ? { kind: 'handler', name: type } : { kind: 'nothing' },
  };
}
