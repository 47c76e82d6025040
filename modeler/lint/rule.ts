/** The words of a rule set: what a rule sees, what it answers, and what the caller gets. */
import type { KnownAction, ModdleElement } from '#moddle';

export type Severity = 'error' | 'warning';

/** A change that mends the finding; the designer applies it with one click and it can be undone. */
export type Fix =
  | { readonly kind: 'make-default'; readonly flowId: string }
  | { readonly kind: 'remove'; readonly elementId: string }
  | { readonly kind: 'append-end'; readonly elementId: string };

/** A located finding; the same shape in designer, import and deployment. */
export interface Finding {
  readonly severity: Severity;
  readonly rule: string;
  readonly elementId: string | null;
  /** One plain English sentence; other languages translate by `rule` and `values`. */
  readonly message: string;
  readonly values?: Readonly<Record<string, string>>;
  readonly fix?: Fix;
}

/** What a rule found: the element at fault and what its sentence needs. */
export interface Violation {
  readonly element: ModdleElement;
  readonly values?: Readonly<Record<string, string>>;
  readonly fix?: Fix;
}

export interface Rule {
  readonly id: string;
  /** Clause of BPMN 2.0.2, or `tl` for a rule about our own extensions. */
  readonly clause: string;
  readonly severity: Severity;
  /** The sentence shown; `{name}` is the element's name (or id), further placeholders come from `values`. */
  readonly message: string;
  /** The same sentence in Russian. */
  readonly russian: string;
  check(diagram: LintedDiagram): Iterable<Violation>;
}

export interface LintOptions {
  /** Actions that the host can run. Without them the rules about actions stay silent. */
  readonly actions?: readonly KnownAction[];
}

/** The diagram with the relations that rules ask for, computed once. Flows count by their ends, not by the lists in the file. */
export interface LintedDiagram {
  readonly definitions: ModdleElement;
  readonly processes: readonly ModdleElement[];
  /** Processes and embedded subprocesses. */
  readonly containers: readonly ModdleElement[];
  readonly flowNodes: readonly ModdleElement[];
  readonly flows: readonly ModdleElement[];
  /** Every element of the type or of one derived from it, diagram shapes and elements without an id among them. */
  all(type: string): readonly ModdleElement[];
  /** Every element of the document that carries an id, diagram shapes excluded. */
  readonly identified: readonly ModdleElement[];
  readonly actions: readonly KnownAction[] | null;
  /** False within a process that only shows a partner: one that is not marked executable beside one that is. */
  isExecuted(element: ModdleElement): boolean;
  nodesIn(container: ModdleElement): readonly ModdleElement[];
  incoming(node: ModdleElement): readonly ModdleElement[];
  outgoing(node: ModdleElement): readonly ModdleElement[];
  boundaryEvents(activity: ModdleElement): readonly ModdleElement[];
  /** The lanes that hold the node, innermost first. */
  lanesOf(node: ModdleElement): readonly ModdleElement[];
}
