/** The third-party notices name what is really installed. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';

it('names every package that the product ships, with its licence', () => {
  const root = join(import.meta.dirname, '..', '..');
  const check = spawnSync(process.execPath, ['api/cli/notices.mjs', '--check'], {
    cwd: root,
    encoding: 'utf8',
  });
  expect(check.stderr).toBe('');
  expect(check.status).toBe(0);
});
