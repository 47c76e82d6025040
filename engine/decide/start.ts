/** A new root instance, for whatever reason it starts. */
import type { Definition, Instantiator, ProcessModel, StartEvent } from '../definition/model.ts';
import { EngineRejection } from '../errors.ts';
import { noteSize } from '../execution/limits.ts';
import { listensTo } from '../execution/process-listeners.ts';
import { beginInstance, enterStart, plainStartsOf } from '../execution/beginnings.ts';
import { startInstance } from '../execution/scopes.ts';
import { definitionOf, type Session } from '../execution/step.ts';
import { needRecords } from '../execution/needs.ts';
import { isRecordRef, type RecordRef, type Variables } from '../ports.ts';
import { assertVariables } from './assertions.ts';
import type { Decider } from './decider.ts';
import type { CommandOf, StartOrigin } from './decision.ts';
import { isCollecting, isWanted, occurrenceAt } from './start-trigger.ts';

type Start = CommandOf<'start'>;

/**
 * Result: `{ instanceId }`, null when the record event's filter does not match, or at a parallel multiple start event, which
 * is told as `occurrence` what has occurred (commands/collect-start.ts).
 */
export const start: Decider<'start'> = (session, command) => {
  const definition = definitionOf(session, command.definitionId);
  const { instantiators } = definition.model.root;
  const instantiator = instantiators.find(({ elementId }) => elementId === command.startElementId);
  if (instantiator) return startByMessage(session, definition, instantiator, command);
  const { beginnings } = definition.model.root;
  if (command.startElementId === null && beginnings.length > 0)
    return begun(session, definition, command, { variables: command.variables, at: beginnings });
  const startEvent = startEventOf(definition.model, command);
  const variables = variablesOf(command.origin, startEvent, command.variables);
  if (isCollecting(startEvent, command.origin)) {
    const occurrence = occurrenceAt(session, startEvent, command.origin, variables);
    return { instanceId: null, ...(occurrence && { occurrence: { ...occurrence } }) };
  }
  if (!isWanted(session, startEvent, command.origin, variables)) return { instanceId: null };
  return begun(session, definition, command, { variables, at: [startEvent.id] });
};

function begun(
  session: Session,
  definition: Definition,
  { businessKey, initiator, variables: given }: Start,
  { variables, at }: { readonly variables: Variables; readonly at: readonly string[] },
): { readonly instanceId: string } {
  const noteSizes = checkedSizes(session, given);
  const id = session.environment.ids.next();
  startInstance(session, definition, {
    id,
    parentToken: null,
    begin() {
      noteSizes(id);
      beginInstance(session, definition, id, at);
    },
    businessKey: businessKey ?? businessKeyOf(session, definition, initiator, variables),
    initiator,
    variables,
  });
  return { instanceId: id };
}

/** A receive task or event in the place of a start event has had its message; what else must come is awaited. */
function startByMessage(
  session: Session,
  definition: Definition,
  { elementId, awaits }: Instantiator,
  command: Start,
): { readonly instanceId: string } {
  const noteSizes = checkedSizes(session, command.variables);
  const { initiator, variables } = command;
  const scopeId = session.environment.ids.next();
  startInstance(session, definition, {
    id: scopeId,
    parentToken: null,
    begin() {
      noteSizes(scopeId);
      if (listensTo(definition.model, 'start')) {
        const begins = { kind: 'process', moment: 'start' } as const;
        session.agenda.push({ kind: 'trigger', scopeId, elementId, tokenId: null, trigger: begins });
      }
      const trigger = { kind: 'message', variables } as const;
      session.agenda.push({ kind: 'trigger', scopeId, elementId, tokenId: null, trigger });
      for (const other of awaits) enterStart(session, scopeId, other);
    },
    businessKey: command.businessKey ?? businessKeyOf(session, definition, initiator, variables),
    initiator,
    variables,
  });
  return { instanceId: scopeId };
}

/** The check comes before the instance exists that is told how large its variables are. */
function checkedSizes(session: Session, variables: Variables): (instanceId: string) => void {
  const sizes: [name: string, size: number][] = [];
  assertVariables(session, variables, (name, size) => void sizes.push([name, size]));
  return (instanceId) => {
    for (const [name, size] of sizes) noteSize(session, instanceId, name, size);
  };
}

function startEventOf(model: ProcessModel, { startElementId, origin }: Start): StartEvent {
  const wanted =
    startElementId === null
      ? model.root.noneStart
      : model.root.startEvents.find((candidate) => candidate.id === startElementId);
  if (wanted) return wanted;
  const starts = startElementId === null ? plainStartsOf(model.root) : [];
  if (starts.length > 1) {
    const names = starts.map(({ id, name }) => (name ? `'${id}' (${name})` : `'${id}'`)).join(', ');
    throw new EngineRejection(
      'ENG_START_NOT_POSSIBLE',
      `Expected one of the start events of process '${model.processKey}' to be named: ${names}.`,
      { processKey: model.processKey, starts: starts.map(({ id, name }) => ({ id, name })) },
    );
  }
  const what = startElementId ?? `a start event for '${origin.kind}'`;
  throw new EngineRejection(
    'ENG_START_NOT_POSSIBLE',
    `Expected process '${model.processKey}' to have ${what === startElementId ? `the start event '${what}'` : what}.`,
    { processKey: model.processKey },
  );
}

/** A record event puts the record's reference into the variable that the start event names. */
function variablesOf(origin: StartOrigin, { event }: StartEvent, given: Variables): Variables {
  if (origin.kind !== 'recordEvent' && origin.kind !== 'silence') return given;
  const { entity, recordId } = origin.kind === 'silence' ? origin : origin.event;
  const events = event.kind === 'multiple' ? event.events : [event];
  const record = events.find((one) => one.kind === 'recordEvent' && one.entity === entity);
  if (record?.kind !== 'recordEvent') return given;
  return { ...given, [record.variable]: { $record: entity, id: recordId } };
}

function businessKeyOf(
  session: Session,
  { model }: Definition,
  initiator: string | null,
  variables: Variables,
): string | null {
  const rule = model.businessKey;
  if (!rule) return null;
  const text = rule.kind === 'feel' ? rule.expression : rule.template;
  const context: Record<string, unknown> = { initiator, ...variables };
  const refs = Object.entries(variables).filter(
    (entry): entry is [string, RecordRef & Variables] => isRecordRef(entry[1]) && text.mentions(entry[0]),
  );
  const records =
    refs.length === 0
      ? []
      : needRecords(
          session,
          refs.map(([, ref]) => ref),
        );
  refs.forEach(([name, ref], index) => (context[name] = { ...records[index], id: ref.id }));
  const value = rule.kind === 'feel' ? rule.expression.evaluate(context) : rule.template.render(context);
  return value === null || value === '' ? null : String(value);
}
