/** An engine in a process of its own, told by messages: `run` fires what is due and answers how many jobs it ran. */
import pg from 'pg';
import { quietEngine } from '../quiet-engine.ts';

const pool = new pg.Pool({ connectionString: process.env.BENCH_DATABASE_URL, max: 8 });
pool.on('error', () => undefined);
const engine = await quietEngine(pool, 'w4');
process.on('message', (message) => {
  if (message === 'run') void run();
  else void end();
});
process.send!({ ready: true });

async function run(): Promise<void> {
  const ran = await engine.runDueJobs();
  process.send!({ ran });
}

async function end(): Promise<void> {
  await engine.stop();
  await pool.end();
  process.disconnect();
}
