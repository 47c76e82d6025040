/** Composes and runs; no logic. Ends with 0 after a signal, with 1 when the product cannot run. */
import { compose } from './compose.ts';
import { ConfigError, loadConfig } from './config.ts';
import { runProduct } from './run.ts';

const stopping = new AbortController();

for (const name of ['SIGINT', 'SIGTERM'] as const) {
  process.on(name, () => {
    // A second signal ends at once; the database then recovers, as after any kill.
    if (stopping.signal.aborted) process.exit(1);
    stopping.abort(new Error(`Stopped by ${name}.`));
  });
}

try {
  const product = await runProduct(loadConfig(), compose, stopping.signal);
  if (!stopping.signal.aborted) await new Promise((stop) => stopping.signal.addEventListener('abort', stop));
  await product.stop();
  process.exit(0);
} catch (error) {
  if (stopping.signal.aborted) process.exit(0);
  process.stderr.write(`${error instanceof ConfigError ? error.message : describe(error)}\n`);
  process.exit(1);
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
