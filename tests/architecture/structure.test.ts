/** The shape of the repository as a test: what style.md asks for and a reader would otherwise have to check. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  .filter(Boolean);
const sources = files.filter((file) => /^(engine|modeler|crm|api|web)\/.*\.(ts|tsx)$/.test(file));
const read = (file: string): string => readFileSync(join(root, file), 'utf8');

describe('the repository', () => {
  it('has only the agreed top-level folders', () => {
    const folders = new Set(files.filter((file) => file.includes('/')).map((file) => file.split('/')[0]));
    expect([...folders].sort()).toEqual(
      ['.ci', 'api', 'crm', 'docs', 'engine', 'modeler', 'processes', 'tests', 'web'].sort(),
    );
  });

  it('keeps source files below 400 lines', () => {
    const long = sources.filter((file) => read(file).split('\n').length > 401);
    expect(long).toEqual([]);
  });

  it('has no dumping grounds', () => {
    const vague = /^(helpers?|utils?|misc|manager|stuff)(\.|$)/i;
    expect(
      files.filter((file) => vague.test(basename(file)) || /\/(helpers?|utils?|misc)\//.test(file)),
    ).toEqual([]);
  });

  it('leaves no unfinished marks and no silent lint exceptions', () => {
    const marks = /\b(TODO|FIXME|XXX)\b|@ts-ignore|@ts-nocheck|eslint-disable(?!.* -- )/;
    expect(sources.filter((file) => marks.test(read(file)))).toEqual([]);
  });

  it('focuses no test and skips none without saying why', () => {
    const tests = files.filter((file) => /^tests\/.*\.ts$/.test(file) && !file.endsWith('structure.test.ts'));
    expect(
      tests.filter((file) => /\b(it|describe|test)\.only\(|\b(it|test)\.todo\(/.test(read(file))),
    ).toEqual([]);
  });
});
