/** The process's one sandbox; its worker starts with the first script and does not keep the process alive. */
import type { Variables } from '../ports.ts';
import { createScriptRunner } from './script-runner.ts';

const runner = createScriptRunner();

/** Rejects with an EngineFailure when the script threw or broke a limit. */
export function runScript(
  source: string,
  variables: Variables,
  now: string,
  resultVariable?: string,
): Promise<Variables> {
  return runner.run(source, variables, now, resultVariable);
}
