/** Messages and signals that the processes in force wait for by name, and who waits for one of them now. */
import type { Element, EventDefinition, ProcessModel } from '../definition/model.ts';
import { dependsOnVariables, type TextValue } from '../definition/text-value.ts';
import type { EngineViews, KnownEvent } from '../engine.ts';
import type { Database } from '../store/postgres/connection.ts';
import type { DefinitionLookup } from '../store/store-port.ts';

const PROCESSES_MAX = 2_000;

const LATEST = `select distinct on (process_key) id from engine.process_definition
  order by process_key, version desc limit $1`;

/**
 * Indexes: event_subscription_key, event_subscription_signal, event_subscription_start_name. A message without a key finds
 * who waits without one, and conversations.
 */
const WAITING = `select d.process_key as "processKey",
    count(*) filter (where s.root_instance_id is not null)::int as waiting,
    count(*) filter (where s.root_instance_id is null)::int as starts
  from engine.event_subscription s join engine.process_definition d on d.id = s.definition_id
  where s.kind = $1 and s.name = $2 and (s.kind = 'signal' or s.root_instance_id is null
    or s.correlation_key is not distinct from $3 or $3::text is null and s.payload ? 'isConversation')
  group by d.process_key order by d.process_key`;

type Views = Pick<EngineViews, 'knownEvents' | 'whoWaits'>;

export function eventNameViews({ pool }: Database, definitions: DefinitionLookup): Views {
  return {
    async knownEvents() {
      const { rows } = await pool.query<{ id: string }>(LATEST, [PROCESSES_MAX]);
      const found = new Map<string, KnownEvent>();
      for (const { id } of rows) {
        const model = (await definitions.get(id))?.definition.model;
        for (const event of model ? awaitedIn(model) : []) {
          const key = `${event.kind} ${event.name}`;
          const processKeys = new Set([...(found.get(key)?.processKeys ?? []), model!.processKey]);
          found.set(key, { ...event, processKeys: [...processKeys] });
        }
      }
      return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
    },
    async whoWaits({ kind, name, correlationKey = null }) {
      const { rows } = await pool.query(WAITING, [kind, name, correlationKey]);
      return rows as Awaited<ReturnType<Views['whoWaits']>>;
    },
  };
}

type Named = Pick<KnownEvent, 'kind' | 'name' | 'isPattern'>;

const CATCHING: ReadonlySet<Element['type']> = new Set([
  'startEvent',
  'intermediateCatchEvent',
  'boundaryEvent',
  'receiveTask',
]);

function awaitedIn({ elements }: ProcessModel): readonly Named[] {
  return [...elements.values()].flatMap((element) => {
    if (!CATCHING.has(element.type) || !('event' in element)) return [];
    const event: EventDefinition = element.event;
    return (event.kind === 'multiple' ? event.events : [event]).flatMap(namedBy);
  });
}

function namedBy(event: EventDefinition): readonly Named[] {
  if (event.kind === 'message') return [named('message', event.messageName)];
  return event.kind === 'signal' ? [named('signal', event.signalName)] : [];
}

function named(kind: Named['kind'], value: TextValue): Named {
  const name = value.kind === 'feel' ? `= ${value.expression.source}` : value.template.source;
  return { kind, name, isPattern: dependsOnVariables(value) };
}
