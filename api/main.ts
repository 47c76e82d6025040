/** Composes and runs; no logic. Ends with 0 after a signal, with 1 when the product cannot run. */
import { compose } from './compose.ts';
import { loadConfig } from './config.ts';
import { StartRefused } from './errors/start-refused.ts';
import { runProduct } from './run.ts';

const stopping = new AbortController();
/** Ctrl-C reaches us twice: from the terminal and from the process that started us. */
const SAME_SIGNAL_MS = 1_000;
let firstSignalAt = 0;

for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => stop(name));
// Started by `npm start`: when that process is gone, nobody could stop us any more.
process.once('disconnect', () => stop('the end of the process that started it'));

function stop(reason: string): void {
  if (!stopping.signal.aborted) {
    firstSignalAt = Date.now();
    stopping.abort(new Error(`Stopped by ${reason}.`));
    return;
  }
  // Somebody insists: end at once; the database then recovers, as after any kill.
  if (Date.now() - firstSignalAt > SAME_SIGNAL_MS) process.exit(1);
}

try {
  const product = await runProduct(loadConfig(), compose, stopping.signal);
  if (!stopping.signal.aborted) await new Promise((stop) => stopping.signal.addEventListener('abort', stop));
  await product.stop();
  process.exit(0);
} catch (error) {
  if (stopping.signal.aborted) process.exit(0);
  process.stderr.write(`${error instanceof StartRefused ? error.message : describe(error)}\n`);
  process.exit(1);
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
