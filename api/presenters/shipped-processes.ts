/** The processes that the product ships, read from their folder, and what of the company their diagrams name. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packageRoot } from '../adapters/package-root.ts';

interface Words {
  readonly en: string;
  readonly ru: string;
}

export interface ShippedNeed {
  readonly kind: 'department' | 'position' | 'calendar' | 'process';
  readonly code: string;
  readonly label: Words;
  readonly department: { readonly code: string; readonly label: Words } | null;
}

export interface ShippedProcess {
  readonly processKey: string;
  readonly name: Words;
  readonly description: Words;
  readonly xml: string;
  readonly needs: readonly ShippedNeed[];
}

interface NeedsFile {
  readonly departments: Readonly<Record<string, Words>>;
  readonly positions: Readonly<Record<string, Words & { readonly department: string }>>;
}

let shipped: Promise<readonly ShippedProcess[]> | null = null;

/** Those that are called come before those that call them. They are part of the product: read once. */
export function shippedProcesses(): Promise<readonly ShippedProcess[]> {
  shipped ??= readAll();
  return shipped;
}

async function readAll(): Promise<readonly ShippedProcess[]> {
  const root = join(packageRoot(), 'processes');
  const folders = (await readdir(root, { withFileTypes: true })).filter((entry) => entry.isDirectory());
  const words = JSON.parse(await readFile(join(root, 'needs.json'), 'utf8')) as NeedsFile;
  const diagrams = await Promise.all(
    folders.map(async ({ name }) => ({
      processKey: name,
      xml: await readFile(join(root, name, `${name}.bpmn`), 'utf8'),
    })),
  );
  const names = new Map(diagrams.map(({ processKey, xml }) => [processKey, headOf(xml).name]));
  const processes = diagrams.map(({ processKey, xml }) => ({
    ...{ processKey, xml, ...headOf(xml) },
    needs: needsOf(xml, words, names),
  }));
  const isCalled = (key: string): boolean =>
    processes.some(({ needs }) => needs.some(({ kind, code }) => kind === 'process' && code === key));
  return processes.toSorted(
    (one, other) => Number(isCalled(other.processKey)) - Number(isCalled(one.processKey)),
  );
}

/** Name and description as the files of the folder write them; a test reads every one of them. */
function headOf(xml: string): { readonly name: Words; readonly description: Words } {
  const process = /<bpmn:process [\s\S]*?<\/bpmn:extensionElements>/.exec(xml)?.[0] ?? '';
  const read = (pattern: RegExp): string => unescaped(pattern.exec(process)?.[1] ?? '');
  const russian = (parent: string): string =>
    read(new RegExp(`<tl:${parent}[^>]*>\\s*<tl:translation lang="ru" text="([^"]*)"`));
  return {
    name: { en: read(/<bpmn:process [^>]*\bname="([^"]*)"/), ru: russian('translations') },
    description: { en: read(/<tl:process [^>]*\bdescription="([^"]*)"/), ru: russian('process') },
  };
}

function unescaped(text: string): string {
  return text
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

function needsOf(xml: string, words: NeedsFile, names: ReadonlyMap<string, Words>): readonly ShippedNeed[] {
  const all = (pattern: RegExp): string[] => [
    ...new Set([...xml.matchAll(pattern)].map((found) => found[1] ?? '')),
  ];
  const departments = all(/(?:kind="department" value="|\bdepartment:)([\w-]+)/g);
  const positions = all(/(?:kind="position" value="|\bposition:)([\w-]+)/g);
  const calendars = all(/calendar="([\w-]+)"/g).filter((code) => code !== 'default');
  const called = all(/calledElement="([\w-]+)"/g);
  const same = (code: string): Words => ({ en: code, ru: code });
  return [
    ...departments.map((code) => ({
      ...{ kind: 'department' as const, code, department: null },
      label: words.departments[code] ?? same(code),
    })),
    ...positions.map((code) => ({
      ...{ kind: 'position' as const, code, label: words.positions[code] ?? same(code) },
      department: departmentOf(words, words.positions[code]?.department),
    })),
    ...calendars.map((code) => ({
      ...{ kind: 'calendar' as const, code, label: same(code), department: null },
    })),
    ...called.map((code) => ({
      ...{ kind: 'process' as const, code, label: names.get(code) ?? same(code), department: null },
    })),
  ];
}

function departmentOf(words: NeedsFile, code: string | undefined): ShippedNeed['department'] {
  const label = code === undefined ? undefined : words.departments[code];
  return code === undefined || !label ? null : { code, label };
}
