/** A test engine that is closed when the test ends, and the diagram that stands beside a test file. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import {
  createTestEngine,
  type DeployOptions,
  type TestEngine,
  type TestEngineOptions,
} from '#engine/testing';
import type { ProcessBuilder } from './process-builder.ts';

export async function anEngine(options: TestEngineOptions = {}): Promise<TestEngine> {
  const engine = await createTestEngine(options);
  onTestFinished(() => engine.close());
  return engine;
}

/** Deploys the processes and starts the first one. */
export async function running(
  processes: readonly ProcessBuilder[],
  options: TestEngineOptions &
    DeployOptions & { readonly variables?: Parameters<TestEngine['setVariables']>[0] } = {},
): Promise<TestEngine> {
  const { stubs, chooseFlow, waitAt, variables, ...engineOptions } = options;
  const engine = await anEngine(engineOptions);
  const files = processes.map((process) => process.file());
  const deployed = await engine.deploy(files, { stubs, chooseFlow, waitAt });
  await engine.start(deployed.definitions[0]!.processKey, { variables });
  return engine;
}

/** The `.bpmn` with the base name of the test file. */
export function fixtureOf(testUrl: string): { readonly name: string; readonly content: string } {
  const path = fileURLToPath(testUrl).replace(/\.test\.ts$/, '.bpmn');
  return { name: path.split('/').at(-1)!, content: readFileSync(path, 'utf8') };
}
