import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { demonstrationPeople } from '#crm';
import type { Engine } from '#engine';
import { packageRoot } from '../adapters/package-root.ts';

const OWNER = 'Olga Smirnova';

/** The called one first: a diagram that calls an unknown process is refused. */
const PROCESSES = [
  'satisfaction-note',
  'follow-up-call',
  'ticket-handling',
  'complaint-handling',
  'quote-approval',
  'care-call',
  'contract-signing',
];

/** The processes of the demonstration, published by their owner, in whose name they act. */
export async function publishProcesses(engine: Engine): Promise<void> {
  const owner = demonstrationPeople.find((person) => person.name === OWNER);
  if (!owner) throw new Error(`Expected '${OWNER}' among the people of the demonstration.`);
  for (const key of PROCESSES) {
    const file = join(packageRoot(), 'processes', key, `${key}.bpmn`);
    await engine.deploy(
      { files: [{ name: `${key}.bpmn`, content: await readFile(file, 'utf8') }] },
      { actor: { kind: 'user', id: owner.id }, reason: 'First version' },
    );
  }
}
