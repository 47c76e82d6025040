/**
 * Cases that once told a difference, or that see a bug of those that T23 plants: one line each, as a run prints them after
 * `regression:`. They are tried before anything is drawn.
 */
import { readFileSync } from 'node:fs';
import type { ModelRun } from './run-model.ts';

const FILE = new URL('../regressions.jsonl', import.meta.url);

export function regressions(): readonly ModelRun[] {
  const lines = readFileSync(FILE, 'utf8').split('\n').filter(Boolean);
  return lines.map((line) => JSON.parse(line) as ModelRun);
}
