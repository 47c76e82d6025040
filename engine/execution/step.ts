/**
 * What everything in a decision shares (Session) and what a behaviour is given (Step). Both are plain data; the
 * verbs that act on them are the functions of tokens.ts, wakers.ts and variables.ts.
 */
import type { DecisionEnvironment, Supplies } from '../decide/decision.ts';
import type { Container, Definition, Element } from '../definition/model.ts';
import { unlooped } from '../definition/unlooped.ts';
import type { Variables } from '../ports.ts';
import type { InstanceStatus, InstanceRow, JobRow, ScopeRow, TokenRow } from './state.ts';
import type { Agenda } from './agenda.ts';
import type { LateMap, LateSet } from './late-collections.ts';
import { needDefinition } from './needs.ts';
import type { State } from './tables.ts';
import type { UnitOfWork } from './unit-of-work.ts';
import type { Completion, Trigger } from './work.ts';

/** A variable that changed; name null: anything may have, a record's fields among it. */
export interface Change {
  readonly scopeId: string;
  readonly name: string | null;
  readonly event: 'create' | 'update';
}

export interface Session {
  readonly unit: UnitOfWork;
  readonly state: State;
  readonly agenda: Agenda;
  readonly environment: DecisionEnvironment;
  readonly supplies: Supplies;
  /** The one registry of behaviours, given from outside so that execution does not import the elements. */
  readonly behaviourOf: (element: Element) => Acts;
  /** Tokens of which all wakers are known (the target's, and those that were read on demand). */
  readonly knownTokens: LateSet;
  /** Ids of instances, scopes and tokens that this decision made: nothing of theirs needs to be read. */
  readonly made: LateSet;
  /** How an ending scope ends when it does not complete. */
  readonly endStatus: LateMap<Exclude<InstanceStatus, 'active'>>;
  /** Instances that end in this decision, and of which their listeners know. */
  readonly told: LateSet;
  readonly counter: { steps: number; effects: number };
  /** The due job that this decision brings about. */
  readonly fired: { job: JobRow | null };
  /** Variables that changed since the conditions were looked at last. */
  readonly changes: Change[];
  /** Conditional subscriptions whose trigger is on the agenda already. */
  readonly firing: LateSet;
  /** Inputs of activities that this decision entered, by token: their local variables. */
  readonly locals: LateMap<Variables>;
  /** Results of user tasks that ended in this decision, by scope: the one of an iteration is told to its body. */
  readonly outcomes: LateMap<string>;
}

/** The moments of an element, documented in elements/behaviour.ts. */
export interface Acts<E extends Element = Element> {
  enter(step: Step<E>): void;
  trigger(step: Step<E>, trigger: Trigger): void;
  complete(step: Step<E>, completion: Completion): void;
  terminate(step: Step<E>): void;
  /** Tokens wait parked at it for others. */
  readonly isJoin?: boolean;
  mayFire?(step: Step<E>): boolean;
  reconsider?(step: Step<E>): void;
}

export interface Step<E extends Element = Element> {
  readonly session: Session;
  readonly element: E;
  readonly definition: Definition;
  readonly instance: InstanceRow;
  readonly scopeId: string;
  /** The token as a row, when it waits already. */
  readonly token: TokenRow | null;
  /** The id that the token has or will get when it begins to wait. */
  readonly tokenId: string;
  /** Over which flow the token came. */
  readonly flowId: string | null;
}

export function definitionOf(session: Session, definitionId: string): Definition {
  return session.environment.definition(definitionId) ?? needDefinition(session.supplies, definitionId);
}

/** The element as it runs in the scope: an iteration runs its activity once. */
export function elementIn(session: Session, scopeId: string, elementId: string): Element {
  const { instanceId, kind, elementId: owner } = session.state.scopes.get(scopeId)!;
  const element = elementOf(session, instanceId, elementId);
  return kind === 'iteration' && owner === elementId ? unlooped(element) : element;
}

/** The element in the version that its instance runs on. */
export function elementOf(session: Session, instanceId: string, elementId: string): Element {
  const { definitionId } = session.state.instances.get(instanceId)!;
  const element = definitionOf(session, definitionId).model.elements.get(elementId);
  if (element) return element;
  throw new Error(`Expected element '${elementId}' to exist in definition '${definitionId}'.`);
}

/** What runs in the scope; null for scopes that only surround iterations or a compensation handler. */
export function containerOf(session: Session, scope: ScopeRow): Container | null {
  const { definitionId } = session.state.instances.get(scope.instanceId)!;
  if (scope.kind === 'process') return definitionOf(session, definitionId).model.root;
  if (scope.kind !== 'subProcess') return null;
  return elementOf(session, scope.instanceId, scope.elementId!).container;
}

/** The step of an element without a token of its own. */
export function stepAt(session: Session, scopeId: string, elementId: string): Step {
  const { instanceId } = session.state.scopes.get(scopeId)!;
  const instance = session.state.instances.get(instanceId)!;
  return {
    session,
    element: elementIn(session, scopeId, elementId),
    definition: definitionOf(session, instance.definitionId),
    instance,
    scopeId,
    token: null,
    tokenId: '',
    flowId: null,
  };
}

/** The step of a token that exists as a row. */
export function stepOf(session: Session, token: TokenRow, elementId = token.elementId): Step {
  const instance = session.state.instances.get(token.instanceId)!;
  return {
    session,
    element: elementIn(session, token.scopeId, elementId),
    definition: definitionOf(session, instance.definitionId),
    instance,
    scopeId: token.scopeId,
    token,
    tokenId: token.id,
    flowId: token.flowId,
  };
}
