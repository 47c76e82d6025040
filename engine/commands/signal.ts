import type { Engine } from '../engine.ts';
import { signalJob } from '../decide/signal-job.ts';
import type { CommandContext } from './command-context.ts';
import { assertStorable, fingerprintOf, replay } from './submission.ts';

/** The signal is a job from here on; the same key throws it once. */
export function signal({ store, ports }: CommandContext, wake: () => void): Engine['signal'] {
  return async (request, { actor, idempotencyKey }) => {
    assertStorable(request);
    const { name, variables = {} } = request;
    const job = signalJob(ports.ids.next(), ports.clock.now().toISOString(), { name, variables, actor });
    if (!idempotencyKey) await store.enqueueJobs([job], null);
    else {
      const fingerprint = fingerprintOf('signal', request, actor);
      const isNew = await store.enqueueGuarded([job], { key: idempotencyKey, fingerprint, response: null });
      const [known] = isNew ? [] : await store.readIdempotency([idempotencyKey]);
      if (known) replay(known, fingerprint);
    }
    wake();
  };
}
