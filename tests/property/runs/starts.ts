/** How the test begins instances: by hand, or by whatever a start event waits for. */
import type { Variables } from '#engine';
import type { TestEngine } from '#engine/testing';
import type { Random } from '../../torture/random.ts';
import {
  entityOf,
  messageOf,
  NUMBER,
  recordVariableOf,
  resultOf,
  signalOf,
  variableName,
} from '../grammar/names.ts';
import type { Process, StartEvent } from '../grammar/tree.ts';
import type { Value } from '../reference/state.ts';

type Values = Readonly<Record<string, Value>>;

/** How one more instance begins. */
export interface Start {
  /** What it begins with. */
  readonly variables: Values;
  readonly businessKey: string | null;
  /** Null: the one start event of the process. */
  readonly event: StartEvent | null;
  /** Of a multiple start event that waits for any of several: by the signal, not the message. */
  readonly bySignal: boolean;
}

/** The instance with this rank, with what its messages are found by. */
export function startOf(process: Process, rank: number, variables: Values, random: Random): Start {
  const correlation = process.partners?.correlation;
  const isFound = correlation === 'properties' || correlation === 'expression';
  const event = process.beginning ? random.pick(process.beginning.starts) : null;
  const own = event ? broughtBy(event, variables, random) : variables;
  return {
    variables: isFound ? { ...own, [NUMBER]: rank + 1 } : own,
    businessKey: correlation === 'businessKey' ? `key ${rank + 1}` : null,
    event,
    bySignal: event !== null && random.next() < 0.5,
  };
}

/** A timer brings nothing, a record itself; a condition is true by what comes. */
function broughtBy({ id, trigger, data }: StartEvent, variables: Values, random: Random): Values {
  switch (trigger.kind) {
    case 'timer':
      return {};
    case 'record': {
      const record = `00000000-0000-7000-8000-${String(random.between(1, 999_999_999)).padStart(12, '0')}`;
      return { [recordVariableOf(id)]: { $record: entityOf(id), id: record } };
    }
    case 'conditional': {
      const name = variableName(trigger.condition.variable);
      return { ...variables, [name]: Math.max(Number(variables[name]), trigger.condition.least) };
    }
    case 'message':
      return data?.writes ? { ...variables, [resultOf(id)]: random.between(0, 9) } : variables;
    default:
      return variables;
  }
}

/** The instance that was begun by hand; null: an event began it. */
export async function begin(engine: TestEngine, processKey: string, start: Start): Promise<string | null> {
  const { event, bySignal } = start;
  const variables = start.variables as Variables;
  const { businessKey } = start;
  if (!event || event.trigger.kind === 'none') {
    const at = event ? { at: event.id } : {};
    return await engine.start(processKey, { variables, ...at, ...(businessKey !== null && { businessKey }) });
  }
  await trigger(engine, event, variables, bySignal);
  return null;
}

async function trigger(
  engine: TestEngine,
  { id, trigger }: StartEvent,
  variables: Variables,
  bySignal: boolean,
): Promise<void> {
  switch (trigger.kind) {
    case 'message':
      return engine.message(messageOf(id), { variables });
    case 'signal':
      return engine.signal(signalOf(id), { variables });
    case 'timer':
      return engine.trigger(id);
    case 'conditional':
      return void (await engine.evaluateConditions(variables));
    case 'record': {
      const { id: recordId } = variables[recordVariableOf(id)] as { readonly id: string };
      return engine.recordEvent(entityOf(id), { id: recordId }, { kind: 'created' });
    }
    case 'several': {
      if (trigger.all) {
        await engine.message(messageOf(id), { variables });
        return engine.signal(signalOf(id));
      }
      const says = bySignal
        ? engine.signal(signalOf(id), { variables })
        : engine.message(messageOf(id), { variables });
      return says;
    }
    case 'none':
      throw new Error('Expected an event to wait for something.');
  }
}
