/**
 * Starts of which not everything has occurred yet (parallel multiple start events): what is kept for each, and discarding
 * one whose rest will never come.
 */
import { EngineRejection } from '../errors.ts';
import type { StartCollection } from '../execution/start-collection.ts';
import type { EnginePorts } from '../ports.ts';
import { withConnection, type Database } from '../store/postgres/connection.ts';
import { isUuid } from '../store/postgres/encode.ts';
import { noteOperation } from './operation-log.ts';
import type { By, IncompleteStart } from './operation-types.ts';

const SHOWN_MAX = 500;

interface Row {
  readonly id: string;
  readonly process_key: string;
  readonly element_id: string;
  readonly correlation_key: string | null;
  readonly opened_at: Date;
  readonly occurred: StartCollection['occurred'];
}

/** The oldest first. */
export async function incompleteStarts({ pool }: Database): Promise<readonly IncompleteStart[]> {
  const { rows } = await pool.query<Row>(
    'select * from engine.start_collection order by opened_at, id limit $1',
    [SHOWN_MAX],
  );
  return rows.map((row) => ({
    id: row.id,
    processKey: row.process_key,
    elementId: row.element_id,
    correlationKey: row.correlation_key,
    since: row.opened_at.toISOString(),
    occurred: row.occurred.map(({ signature }) => occurrenceOf(signature)),
  }));
}

/** @throws EngineRejection ENG_JOB_NOT_FOUND when it has started or was discarded in the meantime. */
export async function discardIncompleteStart(
  database: Database,
  ports: EnginePorts,
  id: string,
  by: By,
): Promise<void> {
  await withConnection(database, async (client) => {
    await client.query('begin');
    const { rows } = await client.query<Row>(
      'delete from engine.start_collection where id = $1 returning *',
      [isUuid(id) ? id : null],
    );
    const [row] = rows;
    if (!row) throw new EngineRejection('ENG_JOB_NOT_FOUND', `There is no incomplete start '${id}'.`);
    const facts = { elementId: row.element_id, correlationKey: row.correlation_key, occurred: row.occurred };
    const operation = { kind: 'start.discarded', processKey: row.process_key, facts };
    await noteOperation(client, ports, operation, by);
    await client.query('commit');
  });
}

/** The signature (decide/event-signature.ts) begins with the kind; of messages and signals the name follows. */
function occurrenceOf(signature: string): IncompleteStart['occurred'][number] {
  const [kind = ''] = signature.split(' ', 1);
  const isNamed = kind === 'message' || kind === 'signal';
  return { kind, name: isNamed ? signature.slice(kind.length + 1) : null };
}
