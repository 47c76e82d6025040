/**
 * Runs scripts of diagrams in QuickJS inside a worker thread: no network, files, clock or randomness, a limit of
 * time and memory each, and a fresh sandbox for every run. A script that brings the whole WebAssembly module down
 * (deep recursion does) or does not come back loses its worker; the next script gets a new one.
 */
import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import { BpmnError, EngineFailure } from '../errors.ts';
import type { Variables } from '../ports.ts';
import { SCRIPT_WORKER_SOURCE } from './script-worker-source.ts';

export interface ScriptLimits {
  readonly timeMs: number;
  readonly memoryBytes: number;
}

export interface ScriptRunner {
  /** What the script changed or returned. Rejects with an EngineFailure when it threw or broke a limit, a BpmnError when it threw one. */
  run(source: string, variables: Variables, now: string, resultVariable?: string): Promise<Variables>;
  close(): Promise<void>;
}

interface Waiting {
  readonly resolve: (variables: Variables) => void;
  readonly reject: (error: Error) => void;
  readonly deadline: NodeJS.Timeout;
}

type Answer =
  | { readonly id: number; readonly kind: 'ok'; readonly value: Variables }
  | { readonly id: number; readonly kind: 'bpmnError'; readonly code: string; readonly message: string }
  | { readonly id: number; readonly kind: 'failed'; readonly message: string };

const DEFAULT_LIMITS: ScriptLimits = { timeMs: 1_000, memoryBytes: 32 * 1024 * 1024 };
/** Starting a worker and loading the module takes some 50 ms; a script waits behind others of the same node. */
const GRACE_MS = 5_000;

export function createScriptRunner(limits: ScriptLimits = DEFAULT_LIMITS): ScriptRunner {
  const waiting = new Map<number, Waiting>();
  let worker: Worker | null = null;
  let lastId = 0;

  function spawn(): Worker {
    const quickjs = createRequire(import.meta.url).resolve('quickjs-emscripten');
    const spawned = new Worker(SCRIPT_WORKER_SOURCE, { eval: true, workerData: { quickjs, limits } });
    spawned.unref();
    spawned.on('message', (answer: Answer) => settle(answer));
    spawned.on('error', (error) => lose(spawned, error.message));
    spawned.on('exit', () => lose(spawned, 'the sandbox ended'));
    return spawned;
  }

  function settle(answer: Answer): void {
    const entry = waiting.get(answer.id);
    if (!entry) return;
    waiting.delete(answer.id);
    clearTimeout(entry.deadline);
    if (answer.kind === 'ok') entry.resolve(answer.value);
    else if (answer.kind === 'bpmnError') entry.reject(new BpmnError(answer.code, answer.message));
    else entry.reject(scriptFailure(answer.message));
  }

  /** Everyone who waits on a lost worker fails; each failure is an incident that can be tried again. */
  function lose(lost: Worker, why: string): void {
    if (worker !== lost) return;
    worker = null;
    void lost.terminate();
    for (const id of [...waiting.keys()]) settle({ id, kind: 'failed', message: why });
  }

  return {
    run(source, variables, now, resultVariable) {
      worker ??= spawn();
      const current = worker;
      const id = (lastId += 1);
      return new Promise((resolve, reject) => {
        const tooLong = (): void => lose(current, 'it did not come back');
        const deadline = setTimeout(tooLong, limits.timeMs + GRACE_MS);
        waiting.set(id, { resolve, reject, deadline });
        current.postMessage({ id, source, variables, now, resultVariable });
      });
    },
    async close() {
      const current = worker;
      worker = null;
      for (const id of [...waiting.keys()]) settle({ id, kind: 'failed', message: 'the engine is stopping' });
      await current?.terminate();
    },
  };
}

function scriptFailure(message: string): EngineFailure {
  return new EngineFailure('ENG_SCRIPT_FAILED', `The script failed: ${message}.`);
}
