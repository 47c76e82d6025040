/**
 * The reference models of the BPMN Model Interchange Working Group. They are not part of this repository: `MIWG_DIR` names
 * their folder; without one there are none.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, it } from 'vitest';

const folder = resolve(process.env['MIWG_DIR'] ?? '../shared/miwg');

/** The names of the files. */
export const REFERENCE_MODELS: readonly string[] = existsSync(folder)
  ? readdirSync(folder).filter((file) => file.endsWith('.bpmn'))
  : [];

export function referenceModel(file: string): string {
  return readFileSync(join(folder, file), 'utf8');
}

/** A suite over the names of all of them; skipped, saying why, where there are none. */
export function describeReferenceModels(suite: (names: readonly string[]) => void): void {
  describe('reference models', () => {
    if (REFERENCE_MODELS.length > 0) suite(REFERENCE_MODELS);
    else it.skip('skipped: there are no reference models (set MIWG_DIR)', () => undefined);
  });
}
