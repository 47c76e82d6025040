/**
 * Writes a numbered tree as BPMN 2.0 XML, semantic part only: one process per file, as the engine gets it. Names of
 * messages, signals and variables are derived from element ids here, and by the same rules in the reference.
 */
import {
  counterOf,
  localOf,
  mergeIdOf,
  messageOf,
  outputOf,
  resultOf,
  signalOf,
  variableName,
} from './names.ts';
import {
  CODES,
  loopsInside,
  rejoins,
  VARIABLE_COUNT,
  type Block,
  type Boundary,
  type BoundaryTrigger,
  type Condition,
  type End,
  type EventSub,
  type Line,
  type Process,
  type Repeat,
  type Task,
} from './tree.ts';

/** Where the next flow begins. */
interface Source {
  readonly id: string;
  readonly condition?: string;
  readonly isDefault?: boolean;
  /** An exclusive gateway takes the first flow that holds: in the order of its arms, not of the drawing. */
  readonly rank?: number;
}

interface DrawnElement {
  readonly tag: string;
  readonly id: string;
  readonly attributes?: string;
  readonly extensions?: string;
  readonly content?: string;
}

/** What lies in one process or subprocess. */
class Container {
  private readonly elements: DrawnElement[] = [];
  private readonly flows: (Source & { readonly flowId: string; readonly target: string })[] = [];
  private readonly associations: string[] = [];
  private readonly file: DrawnFile;

  constructor(file: DrawnFile) {
    this.file = file;
  }

  add(element: DrawnElement, from: Source | null): Source {
    this.elements.push(element);
    if (from) this.connect(from, element.id);
    return { id: element.id };
  }

  connect(from: Source, target: string): void {
    this.flows.push({ ...from, flowId: this.file.nextFlowId(), target });
  }

  associate(from: string, to: string): void {
    this.associations.push(
      `<association id="${this.file.nextFlowId()}" associationDirection="One" sourceRef="${from}" targetRef="${to}"/>`,
    );
  }

  xml(): string {
    const elements = this.elements.map((element) => this.elementXml(element));
    const ranked = [...this.flows].sort((a, b) => (a.rank ?? 0) - (b.rank ?? 0));
    const flows = ranked.map(({ flowId, id, target, condition }) => {
      const body = condition
        ? `<conditionExpression xsi:type="tFormalExpression">${escaped(condition)}</conditionExpression>`
        : '';
      return `<sequenceFlow id="${flowId}" sourceRef="${id}" targetRef="${target}">${body}</sequenceFlow>`;
    });
    return [...elements, ...flows, ...this.associations].join('\n');
  }

  private elementXml({ tag, id, attributes = '', extensions = '', content = '' }: DrawnElement): string {
    const fallback = this.flows.find((flow) => flow.id === id && flow.isDefault);
    const isDefault = fallback ? ` default="${fallback.flowId}"` : '';
    const wrapped = extensions ? `<extensionElements>${extensions}</extensionElements>` : '';
    const space = attributes ? ' ' : '';
    return `<${tag} id="${id}"${space}${attributes}${isDefault}>${wrapped}${content}</${tag}>`;
  }
}

class DrawnFile {
  readonly roots: string[] = [];
  private flowCount = 0;

  nextFlowId(): string {
    this.flowCount += 1;
    return `flow${this.flowCount}`;
  }

  root(tag: string, id: string, attributes: string): string {
    const text = `<${tag} id="${id}" ${attributes}/>`;
    if (!this.roots.includes(text)) this.roots.push(text);
    return id;
  }
}

export function bpmnXml(process: Process): string {
  const file = new DrawnFile();
  const container = new Container(file);
  drawContent(container, file, process);
  return `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:tl="urn:throughline:bpmn:1" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="definitions_${process.key}" targetNamespace="urn:throughline:property">
${file.roots.join('\n')}
<process id="${process.key}" name="${process.key}" isExecutable="true">
${container.xml()}
</process>
</definitions>`;
}

function drawContent(
  container: Container,
  file: DrawnFile,
  { startId, body, handlers }: { startId: string; body: Line; handlers: readonly EventSub[] },
): void {
  const drawing = new Drawing(container, file);
  drawing.line(body, container.add({ tag: 'startEvent', id: startId }, null));
  for (const handler of handlers) drawing.handler(handler);
}

class Drawing {
  private readonly container: Container;
  private readonly file: DrawnFile;

  constructor(container: Container, file: DrawnFile) {
    this.container = container;
    this.file = file;
  }

  /** Where the token comes out; null when the line ends. */
  line({ blocks, end }: Line, from: Source): Source | null {
    let source = from;
    for (const block of blocks) source = this.block(block, source);
    if (!end) return source;
    this.container.add({ tag: 'endEvent', id: end.id, content: this.endDefinition(end) }, source);
    return null;
  }

  handler({ id, startId, trigger, interrupting, body }: EventSub): void {
    const inner = new Container(this.file);
    const content = this.definition(startId, trigger);
    const start = { tag: 'startEvent', id: startId, attributes: `isInterrupting="${interrupting}"`, content };
    new Drawing(inner, this.file).line(body, inner.add(start, null));
    this.container.add(
      { tag: 'subProcess', id, attributes: 'triggeredByEvent="true"', content: inner.xml() },
      null,
    );
  }

  private block(block: Block, from: Source): Source {
    const { container } = this;
    switch (block.kind) {
      case 'task':
        return this.withBoundaries(block, this.task(block, from));
      case 'throw': {
        const { id, event, code, targetId } = block;
        if (event === 'link') {
          const definition = `<linkEventDefinition id="${id}_link" name="${id}"/>`;
          container.add({ tag: 'intermediateThrowEvent', id, content: definition }, from);
          const target = `<linkEventDefinition id="${targetId}_link" name="${id}"/>`;
          return container.add({ tag: 'intermediateCatchEvent', id: targetId, content: target }, null);
        }
        const content = event === 'none' ? '' : this.endDefinition({ id, kind: event, code });
        return container.add({ tag: 'intermediateThrowEvent', id, content }, from);
      }
      case 'catch': {
        const content = this.definition(block.id, block.trigger);
        return container.add({ tag: 'intermediateCatchEvent', id: block.id, content }, from);
      }
      case 'xor':
      case 'or': {
        const tag = block.kind === 'xor' ? 'exclusiveGateway' : 'inclusiveGateway';
        const { id, joinId } = block;
        container.add({ tag, id }, from);
        const ways = block.arms.map(({ condition, line }, rank) =>
          this.line(line, { id, condition: feel(condition), rank }),
        );
        if (block.otherwise) ways.push(this.line(block.otherwise, { id, isDefault: true }));
        return this.join(tag, joinId, ways);
      }
      case 'and': {
        const tag = 'parallelGateway';
        const { id, joinId, arms } = block;
        container.add({ tag, id }, from);
        return this.join(
          tag,
          joinId,
          arms.map((arm) => this.line(arm, { id })),
        );
      }
      case 'loop': {
        const counter = counterOf(block.id);
        const reset = container.add(script(block.resetId, `{ "${counter}": 0 }`), from);
        const merge = container.add({ tag: 'exclusiveGateway', id: block.mergeId }, reset);
        const body = this.line(block.body, merge)!;
        const counted = container.add(script(block.countId, `{ "${counter}": ${counter} + 1 }`), body);
        container.add({ tag: 'exclusiveGateway', id: block.id }, counted);
        container.connect({ id: block.id, condition: `= ${counter} < ${block.times}` }, block.mergeId);
        return { id: block.id, isDefault: true };
      }
      case 'choice': {
        const choice = container.add({ tag: 'eventBasedGateway', id: block.id }, from);
        const ways = block.arms.map(({ id, trigger, line }) => {
          const content = this.definition(id, trigger);
          return this.line(line, container.add({ tag: 'intermediateCatchEvent', id, content }, choice));
        });
        return this.join('exclusiveGateway', block.joinId, ways);
      }
      case 'sub': {
        const inner = new Container(this.file);
        drawContent(inner, this.file, block);
        const { id, repeat, isMapped } = block;
        const counters = repeat ? loopsInside(block).map((loop) => counterOf(loop.id)) : [];
        const inputs = [
          ...counters.map((name) => [name, '= 0'] as const),
          ...(isMapped ? [[localOf(id), '= v0 + 1'] as const] : []),
        ];
        const outputs = isMapped ? [[outputOf(id), `= ${localOf(id)} + 1`] as const] : [];
        const tag = block.form === 'transaction' ? 'transaction' : 'subProcess';
        const content = repeatXml(repeat) + inner.xml();
        const source = container.add({ tag, id, extensions: ioXml(inputs, outputs), content }, from);
        return this.withBoundaries(block, source);
      }
      case 'call': {
        const { id, repeat, process, isMapped } = block;
        const all = Array.from({ length: VARIABLE_COUNT }, (_, index) => variableName(index));
        const inputs = all.map((name) => [name, `= ${name}`] as const);
        const extensions = isMapped ? ioXml(inputs, [[outputOf(id), '= v0 + 1']]) : '';
        const attributes = `calledElement="${process.key}"`;
        const call = { tag: 'callActivity', id, attributes, extensions, content: repeatXml(repeat) };
        return this.withBoundaries(block, container.add(call, from));
      }
    }
  }

  private join(tag: string, id: string, ways: readonly (Source | null)[]): Source {
    this.container.add({ tag, id }, null);
    for (const way of ways) if (way) this.container.connect(way, id);
    return { id };
  }

  private task(task: Task, from: Source): Source {
    const { id, type, repeat } = task;
    const content = repeatXml(repeat);
    switch (type) {
      case 'undefined':
        return this.container.add({ tag: 'task', id, content }, from);
      case 'manual':
        return this.container.add({ tag: 'manualTask', id, content }, from);
      case 'user':
        return this.container.add({ tag: 'userTask', id, attributes: `name="${id}"`, content }, from);
      case 'script': {
        const drawn = script(id, `{ "${resultOf(id)}": v1 + 1 }`);
        return this.container.add({ ...drawn, content: content + drawn.content }, from);
      }
      case 'job':
        return this.container.add({ tag: 'serviceTask', id, extensions: action('test.wait'), content }, from);
      case 'action': {
        const type = task.fails === null ? 'property.set' : `property.${CODES[task.fails]}`;
        const extensions = action(type) + ioXml([['name', `= "${resultOf(id)}"`]], []);
        return this.container.add({ tag: 'serviceTask', id, extensions, content }, from);
      }
      case 'send':
      case 'receive': {
        const tag = `${type}Task`;
        return this.container.add({ tag, id, attributes: `messageRef="${this.message(id)}"`, content }, from);
      }
    }
  }

  private withBoundaries(
    host: { readonly id: string; readonly boundaries: readonly Boundary[]; readonly undo?: Task['undo'] },
    source: Source,
  ): Source {
    const { container } = this;
    if (host.undo) this.undo(host.id, host.undo);
    const ways: (Source | null)[] = [source];
    for (const { id, trigger, interrupting, path } of host.boundaries) {
      const attributes = `attachedToRef="${host.id}" cancelActivity="${interrupting}"`;
      const content = this.definition(id, trigger);
      ways.push(this.line(path, container.add({ tag: 'boundaryEvent', id, attributes, content }, null)));
    }
    return rejoins(host) ? this.join('exclusiveGateway', mergeIdOf(host), ways) : source;
  }

  private undo(hostId: string, { id, taskId, type }: NonNullable<Task['undo']>): void {
    const { container } = this;
    const content = `<compensateEventDefinition id="${id}_definition"/>`;
    container.add({ tag: 'boundaryEvent', id, attributes: `attachedToRef="${hostId}"`, content }, null);
    const tag = type === 'user' ? 'userTask' : 'manualTask';
    container.add({ tag, id: taskId, attributes: `name="${taskId}" isForCompensation="true"` }, null);
    container.associate(id, taskId);
  }

  private endDefinition({ id, kind, code }: End): string {
    switch (kind) {
      case 'none':
        return '';
      case 'terminate':
        return '<terminateEventDefinition/>';
      case 'message':
        return `<messageEventDefinition messageRef="${this.message(id)}"/>`;
      case 'signal':
        return `<signalEventDefinition signalRef="${this.signal(id)}"/>`;
      case 'compensation':
        return '<compensateEventDefinition/>';
      case 'cancel':
        return '<cancelEventDefinition/>';
      case 'error':
      case 'escalation':
        return this.thrown(kind, code);
    }
  }

  private definition(id: string, trigger: BoundaryTrigger): string {
    switch (trigger.kind) {
      case 'timer': {
        const { minutes, times } = trigger;
        const [tag, text] =
          times > 1 ? ['timeCycle', `R${times}/PT${minutes}M`] : ['timeDuration', `PT${minutes}M`];
        return `<timerEventDefinition><${tag} xsi:type="tFormalExpression">${text}</${tag}></timerEventDefinition>`;
      }
      case 'message':
        return `<messageEventDefinition messageRef="${this.message(id)}"/>`;
      case 'signal':
        return `<signalEventDefinition signalRef="${this.signal(id)}"/>`;
      case 'conditional':
        return `<conditionalEventDefinition><condition xsi:type="tFormalExpression">${escaped(feel(trigger.condition))}</condition></conditionalEventDefinition>`;
      case 'cancel':
        return '<cancelEventDefinition/>';
      case 'error':
      case 'escalation':
        return this.thrown(trigger.kind, trigger.code);
    }
  }

  private thrown(kind: 'error' | 'escalation', code: number | null): string {
    if (code === null) return `<${kind}EventDefinition/>`;
    const id = `${kind}_${CODES[code]}`;
    this.file.root(kind, id, `name="${CODES[code]}" ${kind}Code="${CODES[code]}"`);
    return `<${kind}EventDefinition ${kind}Ref="${id}"/>`;
  }

  private message(elementId: string): string {
    return this.file.root('message', `message_${elementId}`, `name="${messageOf(elementId)}"`);
  }

  private signal(elementId: string): string {
    return this.file.root('signal', `signal_${elementId}`, `name="${signalOf(elementId)}"`);
  }
}

const feel = ({ variable, least }: Condition): string => `= ${variableName(variable)} >= ${least}`;
const action = (type: string): string => `<tl:action type="${type}"/>`;

function script(id: string, text: string): DrawnElement & { readonly content: string } {
  return {
    tag: 'scriptTask',
    id,
    attributes: 'scriptFormat="feel"',
    content: `<script>${escaped(`= ${text}`)}</script>`,
  };
}

function ioXml(
  inputs: readonly (readonly [string, string])[],
  outputs: readonly (readonly [string, string])[],
): string {
  if (inputs.length + outputs.length === 0) return '';
  const mapped = (tag: string, pairs: readonly (readonly [string, string])[]): string =>
    pairs.map(([name, value]) => `<tl:${tag} name="${name}">${escaped(value)}</tl:${tag}>`).join('');
  return `<tl:io>${mapped('input', inputs)}${mapped('output', outputs)}</tl:io>`;
}

function repeatXml(repeat: Repeat | null): string {
  if (!repeat) return '';
  const { kind, times, enough } = repeat;
  if (kind === 'loop') {
    return `<standardLoopCharacteristics testBefore="false" loopMaximum="${Math.max(1, times)}"><loopCondition xsi:type="tFormalExpression">= true</loopCondition></standardLoopCharacteristics>`;
  }
  const done =
    enough === null
      ? ''
      : `<completionCondition xsi:type="tFormalExpression">= nrOfCompletedInstances &gt;= ${enough}</completionCondition>`;
  return `<multiInstanceLoopCharacteristics isSequential="${kind === 'sequential'}"><loopCardinality xsi:type="tFormalExpression">= ${times}</loopCardinality>${done}</multiInstanceLoopCharacteristics>`;
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
