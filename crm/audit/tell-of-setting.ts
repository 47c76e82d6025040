/** That an administrator changed a rule of the company, in the transaction of the change; what is as it was is not told. */
import { actorOf, type Caller } from '../caller.ts';
import type { Queryable } from '../database/transaction.ts';
import type { CrmClock, CrmIds } from '../ports.ts';
import { appendEvents } from '../timeline/append-events.ts';

export interface SettingPorts {
  readonly clock: CrmClock;
  readonly ids: CrmIds;
}

export interface ChangedSetting {
  /** `pipeline`, `sla_policy`, `lifecycle_rule` … */
  readonly entity: string;
  /** Its name, for people. */
  readonly name: string;
  /** Undefined for a new one. */
  readonly before: object | undefined;
  /** Null for one that was taken away. */
  readonly after: object | null;
}

export async function tellOfSetting(
  client: Queryable,
  caller: Caller,
  { entity, name, before, after, clock, ids }: ChangedSetting & SettingPorts,
): Promise<void> {
  const from = (before ?? {}) as Readonly<Record<string, unknown>>;
  const to = (after ?? {}) as Readonly<Record<string, unknown>>;
  const changes = Object.keys(to)
    // The number of the change is no change.
    .filter((key) => key !== 'version' && inOrder(from[key]) !== inOrder(to[key]))
    .map((field) => ({ field, from: from[field] ?? null, to: to[field] }));
  if (before !== undefined && after !== null && changes.length === 0) return;
  await appendEvents(client, [
    {
      id: ids.next(),
      occurredAt: clock.now(),
      actor: actorOf(caller),
      kind: 'record',
      verb: verbOf(before, after),
      entity,
      recordId: ids.next(),
      changes: before === undefined ? [] : changes,
      text: name,
    },
  ]);
}

function verbOf(before: object | undefined, after: object | null): string {
  if (after === null) return 'deleted';
  return before === undefined ? 'created' : 'changed';
}

/** As text with keys in one order: the database gives them back in its own. */
function inOrder(value: unknown): string {
  return (
    JSON.stringify(value, (_key, one: unknown) =>
      typeof one === 'object' && one !== null && !Array.isArray(one)
        ? Object.fromEntries(Object.entries(one).sort(([first], [second]) => (first < second ? -1 : 1)))
        : one,
    ) ?? ''
  );
}
