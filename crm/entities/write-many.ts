/**
 * Many records of one kind in few statements: what `write-record.ts` does for one, with the same rules in the same order
 * (rights, fields, references, added fields, the entity's own, row, points, what follows, timeline). A row that may not
 * be written is answered with its problems and the others go on; what only the database can refuse (a number that is
 * taken, a limit of a column) is found by halving the batch behind savepoints.
 *
 * Imports write through this, and take back through it.
 */
import type { Unit } from '../database/transaction.ts';
import type { CrmChange } from '../ports.ts';
import type { EntityDefinition } from './entity-types.ts';
import { createRows, refusalOf, removeRows, updateRows } from './many-rows.ts';
import type { ManyOutcome, ManyOutcomes, ManyPorts, ManyRequest, ManyRow } from './many-types.ts';
import type { WriteContext } from './tell-of-write.ts';

export interface ManyWriter {
  create(unit: Unit, request: ManyRequest, context: WriteContext): Promise<ManyOutcomes>;
  update(unit: Unit, request: ManyRequest, context: WriteContext): Promise<ManyOutcomes>;
  /** Moves to the bin whatever the rights are: for taking back what the same hand has made. */
  remove(
    unit: Unit,
    request: { definition: EntityDefinition; ids: readonly string[] },
    context: WriteContext,
  ): Promise<void>;
}

export function createManyWriter(ports: ManyPorts): ManyWriter {
  return {
    create: (unit, request, context) =>
      halving(unit, request, (part, rows) => createRows(ports, part, { ...request, rows }, context)),
    update: (unit, request, context) =>
      halving(unit, request, (part, rows) => updateRows(ports, part, { ...request, rows }, context)),
    remove: (unit, request, context) => removeRows(ports, unit, request, context),
  };
}

async function halving(
  unit: Unit,
  request: ManyRequest,
  write: (unit: Unit, rows: readonly ManyRow[]) => Promise<Map<string, ManyOutcome>>,
): Promise<ManyOutcomes> {
  const outcomes = new Map<string, ManyOutcome>();
  const attempt = async (rows: readonly ManyRow[]): Promise<void> => {
    if (rows.length === 0) return;
    const changes: CrmChange[] = [];
    const part: Unit = { ...unit, changed: (change) => changes.push(change) };
    await unit.client.query('savepoint many');
    try {
      for (const [id, outcome] of await write(part, rows)) outcomes.set(id, outcome);
      await unit.client.query('release savepoint many');
      for (const change of changes) unit.changed(change);
    } catch (cause) {
      const refusal = refusalOf(cause);
      if (!refusal) throw cause;
      await unit.client.query('rollback to savepoint many');
      await unit.client.query('release savepoint many');
      if (rows.length === 1) {
        outcomes.set(rows[0]!.id, refusal);
        return;
      }
      const middle = Math.ceil(rows.length / 2);
      await attempt(rows.slice(0, middle));
      await attempt(rows.slice(middle));
    }
  };
  await attempt(request.rows);
  return outcomes;
}
