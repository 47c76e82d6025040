/**
 * Applies a PropertiesPatch as one command: every change goes through modeling, so that one undo takes all of it
 * back, labels and icons redraw and the change is announced. Extensions of other tools are never touched.
 */
import {
  elementsOf,
  extensionOf,
  isA,
  readIo,
  readProcess,
  referenceOf,
  type Mapping,
  type ModdleElement,
  type TranslatedText,
  textOf,
} from '#moddle';
import type {
  BpmnFactory,
  BusinessObject,
  Canvas,
  DiagramElement,
  ElementRegistry,
  Modeling,
} from '../canvas/services.ts';
import { adopt, attributesOf, present, textPairs } from './moddle-values.ts';
import { processOf } from './element-info.ts';
import type { PropertiesPatch } from './properties-patch.ts';
import { repetitionOf, type RepetitionPatch } from './repetition.ts';

export const UPDATE_COMMAND = 'tl.update-properties';

interface Context {
  readonly element: DiagramElement;
  readonly patch: PropertiesPatch;
}

/** The element of the canvas that the command is told about, and the moddle element that changes. */
interface Target {
  readonly element: DiagramElement;
  readonly object: BusinessObject;
}

export class UpdatePropertiesHandler {
  static $inject = ['modeling', 'bpmnFactory', 'canvas', 'elementRegistry'];
  private readonly modeling: Modeling;
  private readonly bpmnFactory: BpmnFactory;
  private readonly canvas: Canvas;
  private readonly elementRegistry: ElementRegistry;

  constructor(
    modeling: Modeling,
    bpmnFactory: BpmnFactory,
    canvas: Canvas,
    elementRegistry: ElementRegistry,
  ) {
    this.modeling = modeling;
    this.bpmnFactory = bpmnFactory;
    this.canvas = canvas;
    this.elementRegistry = elementRegistry;
  }

  preExecute({ element, patch }: Context): void {
    const target = { element, object: element.businessObject };
    this.applyGeneral(target, patch);
    this.applyTask(target, patch);
    this.applyEvent(target, patch);
    this.applyFlow(target, patch);
    if (patch.process) this.applyProcess(element, patch.process);
  }

  private applyGeneral(target: Target, patch: PropertiesPatch): void {
    if (patch.name !== undefined)
      this.modeling.updateProperties(target.element, { name: patch.name || undefined });
    if (patch.documentation !== undefined) {
      const documentation = patch.documentation
        ? [this.make('bpmn:Documentation', target.object, { text: patch.documentation })]
        : [];
      this.set(target, target.object, { documentation });
    }
    if (patch.translations !== undefined) this.translate(target, patch.translations);
  }

  private translate(target: Target, translations: TranslatedText): void {
    const values = this.list('tl:Translation', textPairs(translations));
    this.extend(target, 'tl:Translations', values.length > 0 ? { values } : null);
  }

  private applyTask(target: Target, patch: PropertiesPatch): void {
    if (patch.assignment !== undefined) this.extend(target, 'tl:Assignment', patch.assignment);
    if (patch.task !== undefined) {
      const { notBy, instructions, ...task } = patch.task ?? {};
      this.merge(
        target,
        'tl:Task',
        patch.task && {
          ...task,
          ...(notBy && { notBy: notBy.join(' ') || null }),
          ...(instructions && { instructions: this.list('tl:Translation', textPairs(instructions)) }),
        },
      );
    }
    if (patch.form !== undefined) this.extend(target, 'tl:Form', patch.form);
    if (patch.call !== undefined) this.merge(target, 'tl:Call', patch.call);
    if (patch.outcomes !== undefined)
      this.extend(target, 'tl:Outcomes', patch.outcomes && this.outcomes(patch.outcomes));
    if (patch.action !== undefined) {
      const { backoff, ...action } = patch.action ?? {};
      this.merge(
        target,
        'tl:Action',
        patch.action && { ...action, ...(backoff && { backoff: backoff.join(',') }) },
      );
    }
    if (patch.io !== undefined) this.applyIo(target, patch.io);
    if (patch.repetition !== undefined) this.applyRepetition(target, patch.repetition);
    if (patch.calledElement !== undefined) {
      this.modeling.updateProperties(target.element, { calledElement: patch.calledElement || undefined });
    }
    if (patch.called !== undefined) this.merge(target, 'tl:CalledElement', patch.called);
    if (patch.adHoc !== undefined) this.applyAdHoc(target, patch.adHoc);
    if (patch.decision !== undefined) this.merge(target, 'tl:Decision', patch.decision);
    if (patch.script !== undefined) {
      this.set(target, target.object, {
        script: patch.script.source,
        ...(patch.script.format && { scriptFormat: patch.script.format }),
      });
    }
  }

  private applyIo(target: Target, io: NonNullable<PropertiesPatch['io']>): void {
    // Mappings of another namespace count only until ours are there, so the other half is taken over.
    const current = readIo(target.object);
    const plain = ({ name, value }: Mapping): Mapping => ({ name, value });
    const inputs = this.list('tl:Input', (io.inputs ?? current.inputs).map(plain));
    const outputs = this.list('tl:Output', (io.outputs ?? current.outputs).map(plain));
    this.extend(target, 'tl:Io', inputs.length + outputs.length > 0 ? { inputs, outputs } : null);
  }

  private applyRepetition(target: Target, patch: RepetitionPatch | null): void {
    if (!patch) return this.modeling.updateProperties(target.element, { loopCharacteristics: undefined });
    const current = repetitionOf(target.object);
    const kind = patch.kind ?? current?.kind ?? 'parallel';
    const type =
      kind === 'loop' ? 'bpmn:StandardLoopCharacteristics' : 'bpmn:MultiInstanceLoopCharacteristics';
    const known = referenceOf(target.object, 'loopCharacteristics') as BusinessObject | null;
    const loop = known && isA(known, type) ? known : this.make(type, target.object, {});
    if (loop !== known) this.modeling.updateProperties(target.element, { loopCharacteristics: loop });
    const expression = (body: string | null): BusinessObject | undefined =>
      body ? this.make('bpmn:FormalExpression', loop, { body }) : undefined;
    const { condition, cardinality, collection, item, results, result, maximum, testBefore } = patch;
    this.set(target, loop, {
      ...(kind !== 'loop' && { isSequential: kind === 'sequential' }),
      ...(condition !== undefined && {
        [kind === 'loop' ? 'loopCondition' : 'completionCondition']: expression(condition),
      }),
      ...(cardinality !== undefined && { loopCardinality: expression(cardinality) }),
      ...(maximum !== undefined && { loopMaximum: maximum ?? undefined }),
      ...(testBefore !== undefined && { testBefore }),
    });
    const own = Object.entries({ collection, item, results, result }).filter(
      ([, value]) => value !== undefined,
    );
    if (own.length > 0) {
      this.merge({ element: target.element, object: loop }, 'tl:MultiInstance', Object.fromEntries(own));
    }
  }

  private applyEvent(target: Target, patch: PropertiesPatch): void {
    const definition = elementsOf(target.object, 'eventDefinitions')[0] as BusinessObject | undefined;
    if (patch.timer !== undefined && definition) {
      const { kind, value } = patch.timer;
      const expression = value ? this.make('bpmn:FormalExpression', definition, { body: value }) : undefined;
      this.set(target, definition, {
        timeDate: undefined,
        timeDuration: undefined,
        timeCycle: undefined,
        [kind]: expression,
      });
    }
    if (patch.message !== undefined) {
      const carrier = isA(target.object, 'bpmn:ReceiveTask', 'bpmn:SendTask') ? target.object : definition;
      if (carrier) this.applyMessage(target, carrier, patch.message);
    }
    if (definition) this.applyDefinition({ element: target.element, object: definition }, patch);
    if (patch.isInterrupting !== undefined) {
      const property = isA(target.object, 'bpmn:BoundaryEvent') ? 'cancelActivity' : 'isInterrupting';
      this.modeling.updateProperties(target.element, { [property]: patch.isInterrupting });
    }
  }

  /** `object` is the event definition. */
  private applyDefinition(target: Target, patch: PropertiesPatch): void {
    const { object } = target;
    if (patch.timerSettings !== undefined) this.merge(target, 'tl:Timer', patch.timerSettings);
    if (patch.recordEvent !== undefined) this.merge(target, 'tl:RecordEvent', patch.recordEvent);
    if (patch.eventCondition !== undefined) {
      const body = patch.eventCondition?.trim();
      const condition = body ? this.make('bpmn:FormalExpression', object, { body }) : undefined;
      this.set(target, object, { condition });
    }
    if (patch.signal) this.refer(target, 'signal', { name: patch.signal.name });
    if (patch.link) this.set(target, object, { name: patch.link.name.trim() || undefined });
    for (const kind of ['error', 'escalation'] as const) {
      const { code, ...settings } = patch[kind] ?? {};
      if (code !== undefined) this.refer(target, kind, { name: code, [`${kind}Code`]: code });
      if (Object.keys(settings).length > 0) this.merge(target, 'tl:Error', settings);
    }
  }

  /** Signals, errors and escalations are shared root elements: one of the same name is used again. */
  private refer(
    target: Target,
    kind: 'signal' | 'error' | 'escalation',
    attributes: Record<string, string>,
  ): void {
    const name = (attributes.name ?? '').trim();
    const reference = `${kind}Ref`;
    if (name === '') return this.set(target, target.object, { [reference]: undefined });
    const type = `bpmn:${kind[0]!.toUpperCase()}${kind.slice(1)}`;
    const definitions = this.definitions();
    const roots = elementsOf(definitions, 'rootElements');
    const isIt = (root: ModdleElement): boolean => (root.get(`${kind}Code`) ?? root.name) === name;
    const known = roots.find((root) => isA(root, type) && isIt(root)) as BusinessObject | undefined;
    const trimmed = Object.fromEntries(Object.entries(attributes).map(([key, text]) => [key, text.trim()]));
    const made = known ?? this.make(type, definitions, trimmed);
    if (!known) this.set(target, definitions, { rootElements: [...roots, made] });
    if (referenceOf(target.object, reference) !== made)
      this.set(target, target.object, { [reference]: made });
  }

  /** Messages are shared root elements: one of the same name is used again. */
  private applyMessage(
    target: Target,
    carrier: BusinessObject,
    patch: NonNullable<PropertiesPatch['message']>,
  ): void {
    const name = patch.name.trim();
    if (name === '') return this.set(target, carrier, { messageRef: undefined });
    const definitions = this.definitions();
    const roots = elementsOf(definitions, 'rootElements');
    const known = roots.find((root) => isA(root, 'bpmn:Message') && root.name === name) as
      BusinessObject | undefined;
    const message = known ?? this.make('bpmn:Message', definitions, { name });
    if (!known) this.set(target, definitions, { rootElements: [...roots, message] });
    if (referenceOf(carrier, 'messageRef') !== message) this.set(target, carrier, { messageRef: message });
    const { correlationKey, timeToLive } = patch;
    const changes = {
      ...(correlationKey !== undefined && { key: correlationKey?.trim() ?? null }),
      ...(timeToLive !== undefined && { timeToLive: timeToLive?.trim() ?? null }),
    };
    if (Object.keys(changes).length === 0) return;
    const correlation = { element: target.element, object: message };
    this.merge(correlation, 'tl:Correlation', changes);
    const kept = extensionOf(message, 'tl:Correlation');
    if (!textOf(kept, 'key') && !textOf(kept, 'timeToLive')) this.extend(correlation, 'tl:Correlation', null);
  }

  private applyAdHoc(target: Target, patch: NonNullable<PropertiesPatch['adHoc']>): void {
    const { sequential, cancelsRemaining, completionCondition, activeElements } = patch;
    const condition = completionCondition?.trim();
    this.set(target, target.object, {
      ...(sequential !== undefined && { ordering: sequential ? 'Sequential' : 'Parallel' }),
      ...(cancelsRemaining !== undefined && { cancelRemainingInstances: cancelsRemaining }),
      ...(completionCondition !== undefined && {
        completionCondition: condition
          ? this.make('bpmn:FormalExpression', target.object, { body: condition })
          : undefined,
      }),
    });
    if (activeElements !== undefined)
      this.merge(target, 'tl:AdHoc', { activeElements: activeElements?.trim() ?? null });
  }

  private applyFlow(target: Target, patch: PropertiesPatch): void {
    if (patch.condition !== undefined) {
      const body = patch.condition?.trim();
      const conditionExpression = body
        ? this.make('bpmn:FormalExpression', target.object, { body })
        : undefined;
      this.modeling.updateProperties(target.element, { conditionExpression });
    }
    if (patch.outcome !== undefined)
      this.extend(target, 'tl:OutcomeFlow', patch.outcome ? { code: patch.outcome } : null);
    if (patch.isDefault !== undefined && target.element.source) {
      const isDefault = target.element.source.businessObject.get('default') === target.object;
      if (isDefault !== patch.isDefault) {
        this.modeling.updateProperties(target.element.source, {
          default: patch.isDefault ? target.object : undefined,
        });
      }
    }
  }

  private applyProcess(element: DiagramElement, patch: NonNullable<PropertiesPatch['process']>): void {
    const process = processOf(element.businessObject) as BusinessObject | null;
    if (!process) return;
    const { isExecutable, name, translations, ...changes } = patch;
    const target = { element, object: process };
    if (isExecutable !== undefined) this.set(target, process, { isExecutable });
    if (name !== undefined) this.renameProcess(target, process, name);
    if (translations !== undefined) this.translateProcess(target, process, translations);
    if (Object.keys(changes).length === 0) return;
    const header = { ...readProcess(process), ...changes };
    this.merge(target, 'tl:Process', {
      description: header.description,
      descriptions: this.list('tl:Translation', textPairs(header.descriptions ?? {})),
      subject: header.subject && `${header.subject.variable}:${header.subject.entity}`,
      businessKey: header.businessKey,
      reads: header.reads?.join(' '),
      writes: header.writes?.join(' '),
      outbound: header.outbound?.join(' '),
      manualStart: header.manualStart,
    });
  }

  /** A pool that bears the process's name keeps bearing it. */
  private renameProcess(target: Target, process: BusinessObject, name: string): void {
    const pools = this.poolsNamedLike(process);
    this.set(target, process, { name });
    for (const pool of pools) this.modeling.updateProperties(pool, { name });
  }

  private translateProcess(target: Target, process: BusinessObject, translations: TranslatedText): void {
    this.translate(target, translations);
    for (const pool of this.poolsNamedLike(process)) {
      this.translate({ element: pool, object: pool.businessObject }, translations);
    }
  }

  private poolsNamedLike(process: BusinessObject): readonly DiagramElement[] {
    return elementsOf(process.$parent ?? null, 'rootElements')
      .flatMap((root) => elementsOf(root, 'participants'))
      .filter((pool) => referenceOf(pool, 'processRef') === process && pool.name === process.name)
      .flatMap((pool) => this.elementRegistry.get(pool.id ?? '') ?? []);
  }

  private outcomes(patch: NonNullable<PropertiesPatch['outcomes']>): object {
    const values = patch.values.map(({ labels, ...outcome }) => {
      const element = this.bpmnFactory.create(
        'tl:Outcome',
        present({ ...outcome, effect: outcome.effect === 'proceed' ? null : outcome.effect }),
      );
      element.set('labels', this.list('tl:Translation', textPairs(labels ?? {}), element));
      return element;
    });
    return { variable: patch.variable ?? 'result', values };
  }

  private merge(target: Target, type: string, changes: object | null): void {
    if (!changes) return this.extend(target, type, null);
    const current = extensionOf(target.object, type);
    const kept = current ? attributesOf(current) : {};
    this.extend(target, type, { ...kept, ...changes });
  }

  /** Puts our extension of that type in place of the one there; null takes it away. */
  private extend(target: Target, type: string, attributes: object | null): void {
    const { object } = target;
    const container = object.extensionElements as BusinessObject | undefined;
    const others = elementsOf(container, 'values').filter((value) => value.$type !== type);
    const extension = attributes && this.bpmnFactory.create(type, present(attributes));
    for (const value of Object.values(attributes ?? {})) adopt(extension, value);
    const values = extension ? [...others, extension] : others;
    if (container) {
      if (extension) extension.$parent = container;
      return this.set(target, container, { values });
    }
    if (!extension) return;
    const created = this.make('bpmn:ExtensionElements', object, { values });
    extension.$parent = created;
    this.set(target, object, { extensionElements: created });
  }

  private set(target: Target, object: BusinessObject, properties: object): void {
    this.modeling.updateModdleProperties(target.element, object, properties);
  }

  private make(type: string, parent: BusinessObject, attributes: object): BusinessObject {
    const element = this.bpmnFactory.create(type, attributes);
    element.$parent = parent;
    return element;
  }

  private list(type: string, items: readonly object[], parent?: BusinessObject): readonly BusinessObject[] {
    return items.map((item) => {
      const element = this.bpmnFactory.create(type, present(item));
      if (parent) element.$parent = parent;
      return element;
    });
  }

  private definitions(): BusinessObject {
    let object: BusinessObject = this.canvas.getRootElement().businessObject;
    while (object.$parent) object = object.$parent;
    return object;
  }
}
