/** A BPMN file that is being written: the elements and flows of each container, and what stands beside the process. */
import { payloadXml } from './collaboration-xml.ts';
import { expression, ioXml } from './markup.ts';
import type { MessageFlow, Partners } from './tree.ts';

/** Where the next flow begins. */
export interface Source {
  readonly id: string;
  readonly condition?: string;
  readonly isDefault?: boolean;
  /** An exclusive gateway takes the first flow that holds: in the order of its arms, not of the drawing. */
  readonly rank?: number;
}

export interface DrawnElement {
  readonly tag: string;
  readonly id: string;
  readonly attributes?: string;
  readonly extensions?: string;
  readonly content?: string;
}

/** What lies in one process or subprocess. */
export class Container {
  private readonly elements: DrawnElement[] = [];
  private readonly flows: (Source & { readonly flowId: string; readonly target: string })[] = [];
  private readonly associations: string[] = [];
  private held = '';
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

  /** Beside the flow, such as data objects. */
  hold(xml: string): void {
    this.held += xml;
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
      const body = condition ? expression('conditionExpression', condition) : '';
      return `<sequenceFlow id="${flowId}" sourceRef="${id}" targetRef="${target}">${body}</sequenceFlow>`;
    });
    return [this.held, ...elements, ...flows, ...this.associations].join('\n');
  }

  private elementXml({ tag, id, attributes = '', extensions = '', content = '' }: DrawnElement): string {
    const fallback = this.flows.find((flow) => flow.id === id && flow.isDefault);
    const isDefault = fallback ? ` default="${fallback.flowId}"` : '';
    const wrapped = extensions ? `<extensionElements>${extensions}</extensionElements>` : '';
    const space = attributes ? ' ' : '';
    return `<${tag} id="${id}"${space}${attributes}${isDefault}>${wrapped}${content}</${tag}>`;
  }
}

export class DrawnFile {
  readonly roots: string[] = [];
  private flowCount = 0;
  private readonly partners: Partners | null;

  constructor(partners: Partners | null) {
    this.partners = partners;
  }

  /** The message flow that begins or ends at the element. */
  flowAt(elementId: string): MessageFlow | null {
    const flows = this.partners?.flows ?? [];
    return flows.find(({ sourceId, targetId }) => [sourceId, targetId].includes(elementId)) ?? null;
  }

  /** The mappings that fill what the element sends into another pool. */
  payload(elementId: string): string {
    const flow = this.flowAt(elementId);
    return flow?.sourceId === elementId ? ioXml(payloadXml(flow, this.partners!), []) : '';
  }

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
