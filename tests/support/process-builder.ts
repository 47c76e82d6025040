/**
 * Small processes for tests, drawn in one line: `aProcess().start().userTask('approve').end().xml()`. Each element
 * is connected to the one before; `from` continues elsewhere, `to` closes a loop or joins. No diagram is drawn.
 */

export interface ElementOptions {
  readonly name?: string;
  /** XML inside `extensionElements`. */
  readonly extensions?: string;
  /** XML of the element's own content, such as event definitions. */
  readonly content?: string;
  /** How it is repeated: `forEach(…)`, `times(…)` or `loop(…)`. */
  readonly loop?: string;
  /** Further attributes, e.g. `cancelActivity="false"`. */
  readonly attributes?: string;
}

export interface FlowOptions {
  readonly id?: string;
  readonly name?: string;
  readonly condition?: string;
  readonly isDefault?: boolean;
  readonly outcome?: string;
}

interface DrawnFlow extends FlowOptions {
  readonly id: string;
  readonly source: string;
  readonly target: string;
}

interface DrawnElement extends ElementOptions {
  readonly tag: string;
  readonly id: string;
}

export class ProcessBuilder {
  private readonly elements: DrawnElement[] = [];
  private readonly flows: DrawnFlow[] = [];
  private readonly roots: string[] = [];
  private last: string | null = null;
  private nextFlow: FlowOptions = {};
  private readonly id: string;
  private readonly extensions: string;

  constructor(id: string, extensions = '') {
    this.id = id;
    this.extensions = extensions;
  }

  start(id = 'start', options: ElementOptions = {}): this {
    this.last = null;
    return this.add('startEvent', id, options);
  }
  end(id = 'end', options: ElementOptions = {}): this {
    return this.add('endEvent', id, options);
  }
  /** `more`: further definitions of a multiple event. */
  terminate(id = 'terminate', more = ''): this {
    return this.add('endEvent', id, { content: `<terminateEventDefinition/>${more}` });
  }
  task(id: string, options: ElementOptions = {}): this {
    return this.add('task', id, options);
  }
  manualTask(id: string, options: ElementOptions = {}): this {
    return this.add('manualTask', id, options);
  }
  userTask(id: string, options: ElementOptions = {}): this {
    return this.add('userTask', id, options);
  }
  serviceTask(id: string, options: ElementOptions = {}): this {
    return this.add('serviceTask', id, options);
  }
  /** A service task that calls a handler. */
  action(
    id: string,
    type: string,
    { attributes = '', io = '', loop }: { attributes?: string; io?: string; loop?: string } = {},
  ): this {
    return this.serviceTask(id, { loop, extensions: `<tl:action type="${type}" ${attributes}/>${io}` });
  }
  scriptTask(id: string, script: string, format = 'javascript', options: ElementOptions = {}): this {
    const content = `<script>${escaped(script)}</script>`;
    return this.add('scriptTask', id, { ...options, content, attributes: `scriptFormat="${format}"` });
  }
  sendTask(id: string, message: string, options: ElementOptions = {}): this {
    return this.add('sendTask', id, { ...options, attributes: `messageRef="${this.message(message)}"` });
  }
  receiveTask(id: string, message: string, key?: string, options: ElementOptions = {}): this {
    return this.add('receiveTask', id, {
      ...options,
      attributes: `messageRef="${this.message(message, key)}"`,
    });
  }
  exclusive(id: string, options: ElementOptions = {}): this {
    return this.add('exclusiveGateway', id, options);
  }
  parallel(id: string, options: ElementOptions = {}): this {
    return this.add('parallelGateway', id, options);
  }
  inclusive(id: string, options: ElementOptions = {}): this {
    return this.add('inclusiveGateway', id, options);
  }
  complex(id: string, activation?: string): this {
    const content = activation ? formal('activationCondition', activation) : '';
    return this.add('complexGateway', id, { content });
  }
  eventBased(id: string, options: ElementOptions = {}): this {
    return this.add('eventBasedGateway', id, options);
  }
  callActivity(id: string, calledElement: string, options: ElementOptions = {}): this {
    return this.add('callActivity', id, { ...options, attributes: `calledElement="${calledElement}"` });
  }
  throwMessage(id: string, message: string, options: ElementOptions = {}): this {
    return this.add('intermediateThrowEvent', id, { ...options, content: this.messageDefinition(message) });
  }
  endMessage(id: string, message: string, options: ElementOptions = {}): this {
    return this.add('endEvent', id, { ...options, content: this.messageDefinition(message) });
  }
  catchMessage(id: string, message: string, key?: string): this {
    return this.add('intermediateCatchEvent', id, { content: this.messageDefinition(message, key) });
  }
  catchTimer(id: string, timer: Timer): this {
    return this.add('intermediateCatchEvent', id, { content: timerDefinition(timer) });
  }
  startMessage(id: string, message: string): this {
    return this.start(id, { content: this.messageDefinition(message) });
  }
  startTimer(id: string, timer: Timer): this {
    return this.start(id, { content: timerDefinition(timer) });
  }
  /** A boundary event on an activity; what follows is connected to it. */
  boundary(
    id: string,
    on: string,
    event: DrawnEvent | readonly DrawnEvent[],
    interrupting = true,
    options: ElementOptions = {},
  ): this {
    this.last = null;
    return this.add('boundaryEvent', id, {
      ...options,
      content: this.definitions(event),
      attributes: `attachedToRef="${on}" cancelActivity="${interrupting}" ${options.attributes ?? ''}`,
    });
  }
  /** A start event with a trigger; `interrupting` says what that of an event subprocess does. */
  startOn(
    id: string,
    event: DrawnEvent | readonly DrawnEvent[],
    interrupting = true,
    options: ElementOptions = {},
  ): this {
    const attributes = `${interrupting ? '' : 'isInterrupting="false"'} ${options.attributes ?? ''}`;
    return this.start(id, { ...options, content: this.definitions(event), attributes });
  }
  catchOn(id: string, event: DrawnEvent | readonly DrawnEvent[], options: ElementOptions = {}): this {
    return this.add('intermediateCatchEvent', id, { ...options, content: this.definitions(event) });
  }
  throwOn(id: string, event: DrawnEvent | readonly DrawnEvent[], options: ElementOptions = {}): this {
    return this.add('intermediateThrowEvent', id, { ...options, content: this.definitions(event) });
  }
  endOn(id: string, event: DrawnEvent | readonly DrawnEvent[], options: ElementOptions = {}): this {
    return this.add('endEvent', id, { ...options, content: this.definitions(event) });
  }
  /** An event subprocess; it stands outside the flow, which goes on where it was. */
  eventSubProcess(
    id: string,
    draw: (inner: ProcessBuilder) => ProcessBuilder,
    options: ElementOptions = {},
  ): this {
    const before = this.last;
    this.last = null;
    this.subProcess(id, draw, { ...options, attributes: 'triggeredByEvent="true"' });
    this.last = before;
    return this;
  }
  /** A subprocess drawn by another builder; embedded, if `tag` does not say otherwise. */
  subProcess(
    id: string,
    draw: (inner: ProcessBuilder) => ProcessBuilder,
    { tag = 'subProcess', ...options }: ElementOptions & { readonly tag?: string } = {},
  ): this {
    const inner = draw(new ProcessBuilder(id));
    this.roots.push(...inner.roots);
    return this.add(tag, id, { ...options, content: inner.body() });
  }
  raw(tag: string, id: string, options: ElementOptions = {}): this {
    return this.add(tag, id, options);
  }

  /** What the next connection says. */
  flow(options: FlowOptions): this {
    this.nextFlow = options;
    return this;
  }
  from(id: string): this {
    this.last = id;
    return this;
  }
  to(id: string): this {
    this.connect(id);
    return this;
  }
  /** What is drawn next stands without a flow that leads to it. */
  apart(): this {
    this.last = null;
    return this;
  }

  /** An element beside the process, such as a signal or a shared event definition. */
  beside(xml: string): this {
    this.roots.push(xml);
    return this;
  }

  xml(): string {
    return `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:tl="urn:throughline:bpmn:1" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="definitions_${this.id}" targetNamespace="urn:test">
${this.roots.join('\n')}
<process id="${this.id}" isExecutable="true">
${this.extensions ? `<extensionElements>${this.extensions}</extensionElements>` : ''}
${this.body()}
</process>
</definitions>`;
  }
  file(): { name: string; content: string } {
    return { name: `${this.id}.bpmn`, content: this.xml() };
  }

  private body(): string {
    return [...this.elements.map((element) => this.elementXml(element)), ...this.flows.map(flowXml)].join(
      '\n',
    );
  }

  private elementXml({ tag, id, name, extensions, loop, content, attributes }: DrawnElement): string {
    const fallback = this.flows.find((flow) => flow.source === id && flow.isDefault);
    const parts = [
      `id="${id}"`,
      name && `name="${escaped(name)}"`,
      attributes,
      fallback && `default="${fallback.id}"`,
    ];
    const wrapped = extensions ? `<extensionElements>${extensions}</extensionElements>` : '';
    return `<${tag} ${parts.filter(Boolean).join(' ')}>${wrapped}${loop ?? ''}${content ?? ''}</${tag}>`;
  }

  private add(tag: string, id: string, options: ElementOptions): this {
    this.elements.push({ tag, id, ...options });
    if (this.last !== null) this.connect(id);
    this.last = id;
    return this;
  }

  private connect(target: string): void {
    const source = this.last!;
    this.flows.push({ id: `${source}_${target}`, ...this.nextFlow, source, target });
    this.nextFlow = {};
  }

  private message(name: string, key?: string): string {
    const id = `message_${name.replace(/\W/g, '_')}_${this.id}${this.roots.length}`;
    const correlation = key
      ? `<extensionElements><tl:correlation key="${escaped(key)}"/></extensionElements>`
      : '';
    this.roots.push(`<message id="${id}" name="${escaped(name)}">${correlation}</message>`);
    return id;
  }

  private definitions(event: DrawnEvent | readonly DrawnEvent[]): string {
    const events = Array.isArray(event) ? (event as readonly DrawnEvent[]) : [event as DrawnEvent];
    return events.map((one) => this.definition(one)).join('');
  }

  private definition(event: DrawnEvent): string {
    if ('message' in event) return this.messageDefinition(event.message, event.key);
    if ('signal' in event) {
      return `<signalEventDefinition signalRef="${this.root('signal', `name="${escaped(event.signal)}"`)}"/>`;
    }
    if ('error' in event) return this.codeDefinition('error', event.error, event.inside);
    if ('escalation' in event) return this.codeDefinition('escalation', event.escalation, event.inside);
    if ('condition' in event) {
      return `<conditionalEventDefinition><condition xsi:type="tFormalExpression">${escaped(event.condition)}</condition></conditionalEventDefinition>`;
    }
    if ('record' in event) {
      return `<conditionalEventDefinition><extensionElements><tl:recordEvent ${event.record}/></extensionElements></conditionalEventDefinition>`;
    }
    if ('link' in event) return `<linkEventDefinition name="${escaped(event.link)}"/>`;
    return timerDefinition(event, event.timerExtensions);
  }

  /** Null: no reference, which catches every code. */
  private codeDefinition(kind: 'error' | 'escalation', code: string | null, inside = ''): string {
    const ref = code === null ? '' : `${kind}Ref="${this.root(kind, `${kind}Code="${escaped(code)}"`)}"`;
    return `<${kind}EventDefinition ${ref}>${inside}</${kind}EventDefinition>`;
  }

  private root(tag: string, attributes: string): string {
    const id = `${tag}_${this.id}_${this.roots.length}`;
    this.roots.push(`<${tag} id="${id}" ${attributes}/>`);
    return id;
  }

  private messageDefinition(name: string, key?: string): string {
    return `<messageEventDefinition messageRef="${this.message(name, key)}"/>`;
  }
}

interface Repetition {
  readonly sequential?: boolean;
  /** FEEL. */
  readonly until?: string;
  readonly item?: string;
  readonly results?: string;
  readonly result?: string;
}

/** Multi-instance over a collection. */
export function forEach(
  collection: string,
  { item = 'item', results, result, ...rest }: Repetition = {},
): string {
  const collected = results ? ` results="${results}" result="${escaped(result ?? '')}"` : '';
  const settings = `<tl:multiInstance collection="${escaped(collection)}" item="${item}"${collected}/>`;
  return multiInstance(`<extensionElements>${settings}</extensionElements>`, '', rest);
}

/** Multi-instance by number. */
export function times(cardinality: string, { results, result, ...rest }: Repetition = {}): string {
  const collected = results
    ? `<extensionElements><tl:multiInstance results="${results}" result="${escaped(result ?? '')}"/></extensionElements>`
    : '';
  return multiInstance(collected, formal('loopCardinality', cardinality), rest);
}

function multiInstance(extensions: string, cardinality: string, { sequential, until }: Repetition): string {
  const condition = until ? formal('completionCondition', until) : '';
  const kind = sequential ? ' isSequential="true"' : '';
  return `<multiInstanceLoopCharacteristics${kind}>${extensions}${cardinality}${condition}</multiInstanceLoopCharacteristics>`;
}

/** Standard loop. */
export function loop(
  condition: string | null,
  { maximum, before }: { readonly maximum?: number; readonly before?: boolean } = {},
): string {
  const attributes = `${maximum === undefined ? '' : ` loopMaximum="${maximum}"`}${before ? ' testBefore="true"' : ''}`;
  return `<standardLoopCharacteristics${attributes}>${condition ? formal('loopCondition', condition) : ''}</standardLoopCharacteristics>`;
}

function formal(tag: string, body: string): string {
  return `<${tag} xsi:type="tFormalExpression">${escaped(body)}</${tag}>`;
}

export type Timer = { date: string } | { duration: string } | { cycle: string };

/** An event definition; `inside` is XML in it. */
export type DrawnEvent =
  | (Timer & { readonly timerExtensions?: string })
  | { readonly message: string; readonly key?: string }
  | { readonly signal: string }
  | { readonly error: string | null; readonly inside?: string }
  | { readonly escalation: string | null; readonly inside?: string }
  | { readonly condition: string }
  /** Attributes of `tl:recordEvent`. */
  | { readonly record: string }
  | { readonly link: string };

export function aProcess(id = 'process', extensions = ''): ProcessBuilder {
  return new ProcessBuilder(id, extensions);
}

/** `tl:io` with FEEL or template values. */
export function io(inputs: Record<string, string> = {}, outputs: Record<string, string> = {}): string {
  const mapped = (tag: string, mappings: Record<string, string>): string =>
    Object.entries(mappings)
      .map(([name, value]) => `<tl:${tag} name="${name}">${escaped(value)}</tl:${tag}>`)
      .join('');
  return `<tl:io>${mapped('input', inputs)}${mapped('output', outputs)}</tl:io>`;
}

function timerDefinition(timer: Timer, extensions?: string): string {
  const [kind, value] = Object.entries(timer)[0] as [string, string];
  const tag = `time${kind[0]!.toUpperCase()}${kind.slice(1)}`;
  const inside = extensions ? `<extensionElements>${extensions}</extensionElements>` : '';
  return `<timerEventDefinition>${inside}<${tag} xsi:type="tFormalExpression">${escaped(value)}</${tag}></timerEventDefinition>`;
}

function flowXml({ id, source, target, name, condition, outcome }: DrawnFlow): string {
  const extension = outcome
    ? `<extensionElements><tl:outcomeFlow code="${outcome}"/></extensionElements>`
    : '';
  const body = condition
    ? `<conditionExpression xsi:type="tFormalExpression">${escaped(condition)}</conditionExpression>`
    : '';
  const named = name ? ` name="${escaped(name)}"` : '';
  return `<sequenceFlow id="${id}" sourceRef="${source}" targetRef="${target}"${named}>${extension}${body}</sequenceFlow>`;
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
