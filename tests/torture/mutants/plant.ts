/**
 * Where a planted bug goes. Its text is looked for with any white space, first in its own file and then in the whole
 * engine, and must stand there once: a formatter, or a function that moves, changes nothing, and any other change says so.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Mutant } from './mutants.ts';

export const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

export interface Planted {
  /** From the root of the tree. */
  readonly file: string;
  readonly healthy: string;
  readonly sick: string;
}

/** @throws when the text is not there, or more than once. */
export function plantIn(root: string, mutant: Mutant): Planted {
  const inItsFile = placesIn(root, mutant.file, mutant);
  const found =
    inItsFile.length > 0 ? inItsFile : enginesFiles(root).flatMap((file) => placesIn(root, file, mutant));
  const [only] = found;
  if (only && found.length === 1) return only;
  throw new Error(
    `Expected the text of '${mutant.name}' once (${mutant.file}), but it is there ${found.length} times.`,
  );
}

function placesIn(root: string, file: string, { search, replace }: Mutant): readonly Planted[] {
  const healthy = readFileSync(join(root, file), 'utf8');
  return [...healthy.matchAll(anySpace(search))].map((match) => ({
    file,
    healthy,
    sick: healthy.slice(0, match.index) + replace + healthy.slice(match.index + match[0].length),
  }));
}

/** Between the words of the text, and around its signs, there may be any white space. */
function anySpace(text: string): RegExp {
  const tokens = text.match(/\w+|[^\w\s]/g) ?? [];
  const pattern = tokens.map((token) => token.replaceAll(/[^\w]/g, '\\$&')).join('\\s*');
  return new RegExp(pattern, 'g');
}

function enginesFiles(root: string): readonly string[] {
  return readdirSync(join(root, 'engine'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))
    .map((name) => join('engine', name));
}
