/**
 * Records that became one, followed by whoever holds them, inside a transaction of the host: he locks the instances first
 * and his records after them, as an engine step does, so that the two cannot wait for each other.
 */
import type { Engine } from '../engine.ts';
import type { RecordPlace } from '../ports.ts';
import type { CommandContext } from './command-context.ts';
import { submissionOf } from './submission.ts';

type RecordReplacement = Pick<Engine, 'lockHolders' | 'replaceRecord'>;

/** A record that more instances hold is followed by the others at the next call. */
const HOLDERS_MAX = 500;

export function recordReplacement({ store, runner }: CommandContext): RecordReplacement {
  return {
    lockHolders: ({ record, among = null }, transaction) =>
      store.lockHolders(
        { entity: record.$record, recordId: record.id, among, limit: HOLDERS_MAX },
        transaction,
      ),
    async replaceRecord({ rootIds, from, to, places = null }, transaction, options) {
      const within = store.within(transaction);
      const written: RecordPlace[] = [];
      for (const instanceId of rootIds) {
        const command = { kind: 'replaceRecord', instanceId, from, to, places } as const;
        const result = await runner.submitWithin(submissionOf(command, { from, to }, options), within);
        written.push(...((result ?? []) as unknown as readonly RecordPlace[]));
      }
      return written;
    },
  };
}
