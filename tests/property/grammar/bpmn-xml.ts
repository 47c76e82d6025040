/**
 * Writes a numbered tree as BPMN 2.0 XML, semantic part only: one process per file, as the engine gets it. Names of
 * messages, signals and variables are derived from element ids here, and by the same rules in the reference.
 */
import { collaborationXml } from './collaboration-xml.ts';
import { basisName, caughtDataXml, dataFlowXml, objectsXml, thrownDataXml } from './data-xml.ts';
import { Container, DrawnFile, type DrawnElement, type Source } from './drawn-file.ts';
import { bindingXml, globalTaskXml, tagXml } from './call-xml.ts';
import {
  caughtExtensions,
  thrownExtensions,
  caughtXml,
  messageAttribute,
  messageDefinition,
  thrownXml,
} from './event-xml.ts';
import { action, escaped, expression, feel, ioXml, scriptXml } from './markup.ts';
import { repeatXml } from './repeat-xml.ts';
import { storedBasis, storeFlowXml, storeXml } from './store-xml.ts';
import { counterOf, DECISION, localOf, mergeIdOf, outputOf, resultOf, variableName } from './names.ts';
import {
  CODES,
  VARIABLE_COUNT,
  type AdHoc,
  type Beginning,
  type Block,
  type Boundary,
  type Content,
  type End,
  type EventSub,
  type Line,
  type Process,
  type Splitter,
  type Sub,
  type Task,
} from './tree.ts';
import type { Undo, UndoneBy } from './tree-parts.ts';
import { loopsInside, poolsOf, rejoins } from './tree-walk.ts';

export function bpmnXml(process: Process): string {
  const file = new DrawnFile(process.partners);
  if (process.asTask) file.roots.push(globalTaskXml(process.key, process.asTask));
  const drawn = process.asTask ? [] : poolsOf(process);
  const pools = drawn.map((pool) => poolXml(file, pool, pool !== process));
  return `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:tl="urn:throughline:bpmn:1" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="definitions_${process.key}" targetNamespace="urn:throughline:property">
${[...file.roots, ...collaborationXml(process)].join('\n')}
${pools.join('\n')}
</definitions>`;
}

function poolXml(file: DrawnFile, process: Process, isToldToBegin: boolean): string {
  const container = new Container(file);
  container.hold(storeXml(process));
  const told = process.beginsByTask ? TOLD_TASK : TOLD_EVENT;
  const { beginning } = process;
  drawContent(container, file, process, isToldToBegin ? told : beginning ? MEETING : START);
  if (beginning) drawBeginning(container, file, process.startId, beginning);
  return `<process id="${process.key}" name="${process.key}" isExecutable="true">
${process.isTagged ? tagXml(process.key) : ''}${container.xml()}
</process>`;
}

type Begin = (file: DrawnFile, id: string) => DrawnElement;

const START: Begin = (_file, id) => ({ tag: 'startEvent', id, content: '' });
const TOLD_EVENT: Begin = (file, id) => ({ tag: 'startEvent', id, content: messageDefinition(file, id) });
const TOLD_TASK: Begin = (file, id) => ({
  ...{ tag: 'receiveTask', id },
  attributes: `instantiate="true" ${messageAttribute(file, id)}`,
});

/** Where the ways into a process meet. */
const MEETING: Begin = (_file, id) => ({ tag: 'exclusiveGateway', id });

function drawBeginning(
  container: Container,
  file: DrawnFile,
  meetingId: string,
  { gateId, starts }: Beginning,
): void {
  const drawing = new Drawing(container, file);
  const attributes = 'instantiate="true" eventGatewayType="Exclusive"';
  const gate =
    gateId === null ? null : container.add({ tag: 'eventBasedGateway', id: gateId, attributes }, null);
  for (const start of starts) {
    const { id, trigger, isMapped, path } = start;
    const extensions = caughtExtensions(id, isMapped);
    const definition =
      trigger.kind === 'none' ? { content: '', attributes: '' } : caughtXml(file, id, trigger);
    const content = caughtDataXml(start) + definition.content;
    const tag = gate ? 'intermediateCatchEvent' : 'startEvent';
    const way = drawing.line(path, container.add({ tag, id, extensions, ...definition, content }, gate));
    if (way) container.connect(way, meetingId);
  }
}

function drawContent(container: Container, file: DrawnFile, content: Content, begin = START): void {
  const { startId, objects, body, handlers } = content;
  container.hold(objectsXml(objects));
  const drawing = new Drawing(container, file);
  drawing.line(body, container.add(begin(file, startId), null));
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
    const content = thrownDataXml(end) + thrownXml(this.file, end);
    this.container.add(
      { tag: 'endEvent', id: end.id, extensions: thrownExtensions(this.file, end), content },
      source,
    );
    return null;
  }

  handler({ id, startId, trigger, interrupting, isMapped, data, objects, body }: EventSub): void {
    const inner = new Container(this.file);
    inner.hold(objectsXml(objects));
    const { content: caught, attributes: kind } = caughtXml(this.file, startId, trigger);
    const content = caughtDataXml({ id: startId, data: data ?? null }) + caught;
    const attributes = `isInterrupting="${interrupting}" ${kind}`;
    const extensions = caughtExtensions(startId, isMapped);
    const start = { tag: 'startEvent', id: startId, attributes, extensions, content };
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
        const { id, event, code, targetId, isMapped, parts } = block;
        const data = thrownDataXml(block);
        if (event === 'link') {
          const definition = `<linkEventDefinition id="${id}_link" name="${id}"/>`;
          container.add({ tag: 'intermediateThrowEvent', id, content: definition }, from);
          const target = `<linkEventDefinition id="${targetId}_link" name="${id}"/>`;
          return container.add({ tag: 'intermediateCatchEvent', id: targetId, content: target }, null);
        }
        const end = { id, kind: event, code, isMapped, ...(parts && { parts }) } as End;
        const thrown = thrownXml(this.file, end);
        const activity = targetId && ` activityRef="${targetId}"`;
        const content = data + thrown.replace('<compensateEventDefinition', `$&${activity}`);
        return container.add(
          { tag: 'intermediateThrowEvent', id, extensions: thrownExtensions(this.file, end), content },
          from,
        );
      }
      case 'catch': {
        const { content, attributes } = caughtXml(this.file, block.id, block.trigger);
        const whole = caughtDataXml(block) + content;
        const tag = 'intermediateCatchEvent';
        const extensions = caughtExtensions(block.id, block.isMapped);
        return container.add({ tag, id: block.id, attributes, extensions, content: whole }, from);
      }
      case 'xor':
      case 'or': {
        const tag = block.kind === 'xor' ? 'exclusiveGateway' : 'inclusiveGateway';
        const { id, joinId } = block;
        container.add(block.kind === 'or' ? this.splitter(tag, id, block.by) : { tag, id }, from);
        const ways = block.arms.map(({ condition, line }, rank) =>
          this.line(line, { id, condition: feel(condition), rank }),
        );
        if (block.otherwise) ways.push(this.line(block.otherwise, { id, isDefault: true }));
        return this.join({ tag, id: joinId }, ways);
      }
      case 'and': {
        const tag = 'parallelGateway';
        const { id, joinId, arms } = block;
        container.add(this.splitter(tag, id, block.by), from);
        const ways = arms.map((arm) => this.line(arm, { id }));
        return this.join({ tag, id: joinId }, ways);
      }
      case 'vote': {
        const { id, joinId, arms, need, lateId } = block;
        container.add({ tag: 'parallelGateway', id }, from);
        const ways = arms.map((arm) => this.line(arm, { id }));
        const content = expression('activationCondition', `= activationCount >= ${need}`);
        const join = this.join({ tag: 'complexGateway', id: joinId, content }, ways);
        if (lateId !== null)
          container.add({ tag: 'endEvent', id: lateId }, { id: joinId, condition: '= not(waitingForStart)' });
        return join;
      }
      case 'batch': {
        const { id, joinId, times, last } = block;
        const first = { tag: 'manualTask', id, attributes: `completionQuantity="${times}"` };
        const body = this.line(block.body, container.add(first, from))!;
        const attributes = `startQuantity="${times}" name="${joinId}"`;
        return container.add({ tag: `${last}Task`, id: joinId, attributes }, body);
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
        const ways = block.arms.map((arm) => {
          const { id, trigger, isTask, line } = arm;
          if (isTask) {
            const attributes = messageAttribute(this.file, id);
            return this.line(line, container.add({ tag: 'receiveTask', id, attributes }, choice));
          }
          const { content: caught, attributes } = caughtXml(this.file, id, trigger);
          const content = caughtDataXml(arm) + caught;
          const tag = 'intermediateCatchEvent';
          return this.line(line, container.add({ tag, id, attributes, content }, choice));
        });
        return this.join({ tag: 'exclusiveGateway', id: block.joinId }, ways);
      }
      case 'sub':
        return this.withBoundaries(block, this.sub(block, from));
      case 'adHoc':
        return this.withBoundaries(block, this.adHoc(block, from));
      case 'call': {
        const { id, process, isMapped } = block;
        const all = Array.from({ length: VARIABLE_COUNT }, (_, index) => variableName(index));
        const inputs = all.map((name) => [name, `= ${name}`] as const);
        const mappings = isMapped ? ioXml(inputs, [[outputOf(id), '= v0 + 1']]) : '';
        const extensions = bindingXml(block) + mappings;
        const attributes = `calledElement="${process.key}"`;
        const call = {
          tag: 'callActivity',
          id,
          attributes,
          extensions,
          content: repeatXml(this.file, block),
        };
        return this.withBoundaries(block, container.add(call, from));
      }
    }
  }

  /** A gateway of the tag, or an activity with several flows out of it. */
  private splitter(tag: string, id: string, by: Splitter): DrawnElement {
    if (by === 'complex') return { tag: 'complexGateway', id };
    return by === 'gateway' ? { tag, id } : { tag: `${by}Task`, id, attributes: `name="${id}"` };
  }

  private join(gateway: DrawnElement, ways: readonly (Source | null)[]): Source {
    const { id } = gateway;
    this.container.add(gateway, null);
    for (const way of ways) if (way) this.container.connect(way, id);
    return { id };
  }

  private sub(block: Sub, from: Source): Source {
    const inner = new Container(this.file);
    drawContent(inner, this.file, block);
    const { id, repeat, isMapped, undoneBy } = block;
    if (undoneBy) this.undoneBy(inner, undoneBy);
    const counters = repeat ? loopsInside(block).map((loop) => counterOf(loop.id)) : [];
    const inputs = [
      ...counters.map((name) => [name, '= 0'] as const),
      ...(isMapped ? [[localOf(id), '= v0 + 1'] as const] : []),
    ];
    const outputs = isMapped ? [[outputOf(id), `= ${localOf(id)} + 1`] as const] : [];
    const tag = block.form === 'transaction' ? 'transaction' : 'subProcess';
    const content = repeatXml(this.file, block) + inner.xml();
    return this.container.add({ tag, id, extensions: ioXml(inputs, outputs), content }, from);
  }

  private undoneBy(around: Container, { id, startId, taskId, type, throwId, endId }: UndoneBy): void {
    const inner = new Container(this.file);
    const content = '<compensateEventDefinition/>';
    let last = inner.add({ tag: 'startEvent', id: startId, content }, null);
    last = inner.add({ tag: `${type}Task`, id: taskId, attributes: `name="${taskId}"` }, last);
    if (throwId !== null) last = inner.add({ tag: 'intermediateThrowEvent', id: throwId, content }, last);
    inner.add({ tag: 'endEvent', id: endId }, last);
    const attributes = 'triggeredByEvent="true"';
    around.add({ tag: 'subProcess', id, attributes, content: inner.xml() }, null);
  }

  private adHoc(block: AdHoc, from: Source): Source {
    const { id, items, isListed, sequential, condition, cancelsRemaining } = block;
    const inner = new Container(this.file);
    for (const item of items) {
      if (item.type === 'job')
        inner.add({ tag: 'serviceTask', id: item.id, extensions: action('test.wait') }, null);
      else inner.add({ tag: `${item.type}Task`, id: item.id, attributes: `name="${item.id}"` }, null);
    }
    const names = items.map((item) => `&quot;${item.id}&quot;`).join(', ');
    const extensions = isListed ? `<tl:adHoc activeElements="= [${names}]"/>` : '';
    const done = condition === null ? '' : expression('completionCondition', feel(condition));
    const ordering = sequential ? 'Sequential' : 'Parallel';
    const attributes = `ordering="${ordering}" cancelRemainingInstances="${cancelsRemaining}"`;
    const content = inner.xml() + done;
    return this.container.add({ tag: 'adHocSubProcess', id, attributes, extensions, content }, from);
  }

  private task(task: Task, from: Source): Source {
    const { id, type } = task;
    const content = dataFlowXml(task) + storeFlowXml(task) + repeatXml(this.file, task);
    if (task.fails !== null) return this.failing(task, content, from);
    switch (type) {
      case 'undefined':
        return this.container.add({ tag: 'task', id, content }, from);
      case 'manual':
        return this.container.add({ tag: 'manualTask', id, content }, from);
      case 'user':
        return this.container.add({ tag: 'userTask', id, attributes: `name="${id}"`, content }, from);
      case 'script': {
        const drawn = script(
          id,
          `{ "${resultOf(id)}": ${task.stored ? storedBasis(task) : basisName(task)} + 1 }`,
        );
        return this.container.add({ ...drawn, content: content + drawn.content }, from);
      }
      case 'job':
        return this.container.add({ tag: 'serviceTask', id, extensions: action('test.wait'), content }, from);
      case 'rule': {
        const extensions = `<tl:decision ref="${DECISION}" resultVariable="${resultOf(id)}"/>`;
        return this.container.add({ tag: 'businessRuleTask', id, extensions, content }, from);
      }
      case 'action': {
        const extensions = action('property.set') + ioXml([['name', `= "${resultOf(id)}"`]], []);
        return this.container.add({ tag: 'serviceTask', id, extensions, content }, from);
      }
      case 'send':
      case 'receive': {
        const tag = `${type}Task`;
        const extensions = this.file.payload(id);
        const attributes = messageAttribute(this.file, id);
        return this.container.add({ tag, id, attributes, extensions, content }, from);
      }
    }
  }

  /** A script says so itself, the others by their handler. */
  private failing({ id, type, fails }: Task, content: string, from: Source): Source {
    const code = CODES[fails!];
    if (type === 'script') {
      const script = `<script>${escaped(`throw new BpmnError("${code}")`)}</script>`;
      const attributes = 'scriptFormat="javascript"';
      return this.container.add({ tag: 'scriptTask', id, attributes, content: content + script }, from);
    }
    const tag = { action: 'serviceTask', rule: 'businessRuleTask', send: 'sendTask' }[type as 'action'];
    return this.container.add({ tag, id, extensions: action(`property.${code}`), content }, from);
  }

  private withBoundaries(
    host: { readonly id: string; readonly boundaries: readonly Boundary[]; readonly undo: Undo | null },
    source: Source,
  ): Source {
    const { container } = this;
    if (host.undo) this.undo(host.id, host.undo);
    const ways: (Source | null)[] = [source];
    for (const boundary of host.boundaries) {
      const { id, trigger, interrupting, isMapped, path } = boundary;
      const extensions = caughtExtensions(id, isMapped);
      const { content: caught, attributes: kind } = caughtXml(this.file, id, trigger);
      const content = caughtDataXml(boundary) + caught;
      const attributes = `attachedToRef="${host.id}" cancelActivity="${interrupting}" ${kind}`;
      ways.push(
        this.line(path, container.add({ tag: 'boundaryEvent', id, attributes, extensions, content }, null)),
      );
    }
    return rejoins(host) ? this.join({ tag: 'exclusiveGateway', id: mergeIdOf(host) }, ways) : source;
  }

  private undo(hostId: string, { id, taskId, type, reads }: Undo): void {
    const { container } = this;
    const content = `<compensateEventDefinition id="${id}_definition"/>`;
    container.add({ tag: 'boundaryEvent', id, attributes: `attachedToRef="${hostId}"`, content }, null);
    const attributes = `name="${taskId}" isForCompensation="true"`;
    if (type === 'script') {
      const drawn = script(taskId, `{ "${resultOf(taskId)}": ${reads || 'v1'} + 1 }`);
      container.add({ ...drawn, attributes: `${drawn.attributes} ${attributes}` }, null);
    } else container.add({ tag: `${type}Task`, id: taskId, attributes }, null);
    container.associate(id, taskId);
  }
}

function script(id: string, text: string): DrawnElement & { readonly content: string } {
  return { tag: 'scriptTask', id, attributes: 'scriptFormat="feel"', content: scriptXml(text) };
}
