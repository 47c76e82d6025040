/**
 * Call activity (BPMN 2.0.2 §10.3.6): the called process, or global task, as an instance of its own in the same tree, so
 * that one lock and one version guard both. Which version is decided when the call begins. Without mappings all
 * variables go in, and all come out. An input named `businessKey` is the called instance's business key; otherwise
 * it has the one that the call names, or inherits the caller's. A call of a suspended process waits until that is resumed.
 */
import type { CallActivity, Definition, TextValue } from '../../definition/model.ts';
import { EngineFailure } from '../../errors.ts';
import { beginInstance, beginningsOf } from '../../execution/beginnings.ts';
import { HeldBack } from '../../execution/held-back.ts';
import { isNear, tellNear } from '../../execution/limits.ts';
import { needBoundDefinition, needLatestDefinition } from '../../execution/needs.ts';
import { startInstance } from '../../execution/scopes.ts';
import type { InstanceRow } from '../../execution/state.ts';
import type { Step } from '../../execution/step.ts';
import { leave, wait } from '../../execution/tokens.ts';
import {
  evaluateMappings,
  evaluateText,
  inputsOf,
  setVariables,
  visibleVariables,
} from '../../execution/variables.ts';
import type { Json, Variables } from '../../ports.ts';
import type { DefinitionBinding } from '../../store/store-port.ts';
import type { Behaviour } from '../behaviour.ts';
import { neverTriggered, nothingToUndo } from '../shared/defaults.ts';
import { flowsOfActivity } from '../shared/flows.ts';

export const callActivity: Behaviour<CallActivity> = {
  enter(step) {
    const definition = calledDefinition(step);
    refuseTooDeep(step);
    const starts = beginningsOf(definition.model.root, `The called process '${definition.processKey}'`);
    const { businessKey = ownKeyOf(step), ...variables } = handedInto(step);
    const token = wait(step);
    startInstance(step.session, definition, {
      id: token.id,
      parentToken: token,
      begin: (id) => beginInstance(step.session, definition, id, starts),
      businessKey: businessKey === null ? null : String(businessKey),
      initiator: step.instance.initiator,
      variables,
    });
  },
  trigger: neverTriggered,
  complete(step, { result }) {
    const { session, scopeId, element } = step;
    const values = outputsOf(step, result);
    if (Object.keys(values).length > 0) setVariables(session, scopeId, element.id, values);
    leave(step, flowsOfActivity(step));
  },
  terminate: nothingToUndo,
};

/**
 * @throws HeldBack while the called process is suspended.
 * @throws EngineFailure ENG_CALLED_PROCESS_MISSING when there is no such process or version.
 */
function calledDefinition(step: Step<CallActivity>): Definition {
  const { supplies } = step.session;
  const key = textIn(evaluateText(step, step.element.calledElement));
  const binding = bindingOf(step);
  const { definition, isSuspended } = binding
    ? needBoundDefinition(supplies, key, binding)
    : needLatestDefinition(supplies, key);
  if (isSuspended) throw new HeldBack(key);
  if (definition) return definition;
  const message = `There is no process '${key}'${binding ? ` ${describe(binding)}` : ''}.`;
  throw new EngineFailure('ENG_CALLED_PROCESS_MISSING', message);
}

/** Null: the latest version. */
function bindingOf(step: Step<CallActivity>): DefinitionBinding | null {
  const { binding } = step.element;
  switch (binding.kind) {
    case 'latest':
      return null;
    case 'deployment':
      return { kind: 'deployment', deploymentId: step.definition.deploymentId };
    case 'version':
      return { kind: 'version', version: versionNumber(step, binding.version) };
    case 'versionTag':
      return { kind: 'versionTag', versionTag: textIn(evaluateText(step, binding.versionTag)) };
  }
}

function versionNumber(step: Step, text: TextValue): number {
  const value = evaluateText(step, text);
  const version = Number(value);
  // The column is an integer of 32 bits.
  if (Number.isInteger(version) && version > 0 && version < 2 ** 31) return version;
  const message = `Expected the called version to be a whole number, but it is '${textIn(value)}'.`;
  throw new EngineFailure('ENG_CALLED_PROCESS_MISSING', message);
}

function describe(binding: DefinitionBinding): string {
  if (binding.kind === 'deployment') return 'that was deployed together with the one that calls it';
  return binding.kind === 'version'
    ? `in version ${binding.version}`
    : `with the version tag '${binding.versionTag}'`;
}

function ownKeyOf(step: Step<CallActivity>): Json {
  const { businessKey } = step.element;
  return businessKey ? evaluateText(step, businessKey) : step.instance.businessKey;
}

function handedInto(step: Step<CallActivity>): Variables {
  const { handedIn, passesAllIn } = step.element;
  const local = inputsOf(step);
  const all = passesAllIn ? visibleWithoutKey(step) : {};
  if (handedIn === null) return { ...all, ...local };
  return { ...(passesAllIn ? { ...all, ...local } : {}), ...evaluateMappings(step, handedIn, local) };
}

/** A variable of the caller that happens to be called `businessKey` is not the called instance's key. */
function visibleWithoutKey(step: Step): Variables {
  const { businessKey: _caller, ...variables } = visibleVariables(step.session, step.scopeId);
  return variables;
}

function outputsOf(step: Step<CallActivity>, result: Variables): Variables {
  const { outputs, handedOut, passesAllOut } = step.element;
  const known = { result, ...result };
  return {
    ...(passesAllOut ? result : {}),
    ...evaluateMappings(step, handedOut, known),
    ...evaluateMappings(step, outputs, known),
  };
}

const textIn = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** A process that calls itself without end would fill the database before anyone sees it. */
function refuseTooDeep(step: Step): void {
  const { callDepthMax } = step.session.environment.limits;
  let depth = 1;
  let instance: InstanceRow | undefined = step.instance;
  while (instance?.parentInstanceId) {
    depth += 1;
    instance = step.session.state.instances.get(instance.parentInstanceId);
  }
  if (isNear(depth, callDepthMax)) {
    const { id: elementId } = step.element;
    tellNear(step.session, step.instance.id, {
      limit: 'callDepthMax',
      max: callDepthMax,
      elementId,
      name: null,
    });
  }
  if (depth < callDepthMax) return;
  throw new EngineFailure('ENG_CALL_TOO_DEEP', `Expected at most ${callDepthMax} calls inside each other.`);
}
