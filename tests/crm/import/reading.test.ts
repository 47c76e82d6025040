/** Files as tables: kinds, encodings, separators, dates and numbers of spreadsheets, and what is refused. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CrmRejection } from '#crm';
import { openTable, type TableChoices } from '#crm/testing';
import { archive, workbook } from './support/workbook.ts';

let folder: string;
beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'table-'))));
afterAll(() => rm(folder, { recursive: true }));

async function fileOf(content: Buffer | string): Promise<string> {
  const path = join(folder, `${Math.random()}`);
  await writeFile(path, content);
  return path;
}
async function read(content: Buffer | string, choices: TableChoices = {}) {
  const table = await openTable(await fileOf(content), choices);
  const rows: (readonly string[])[] = [];
  for await (const row of table.rows()) rows.push(row.cells);
  return { ...table, rows };
}
async function refusal(content: Buffer | string, choices: TableChoices = {}): Promise<unknown> {
  const error: unknown = await read(content, choices).then(
    () => null,
    (cause: unknown) => cause,
  );
  expect(error).toBeInstanceOf(CrmRejection);
  return (error as CrmRejection).details.problem;
}

/** Letters of a Russian word in an encoding that Node only reads. */
function encoded(text: string, encoding: string): Buffer {
  const table = new Map<string, number>();
  const decoder = new TextDecoder(encoding);
  for (let byte = 0; byte < 256; byte += 1) table.set(decoder.decode(Uint8Array.of(byte)), byte);
  return Buffer.from([...text].map((sign) => table.get(sign) ?? 63));
}

const RUSSIAN =
  'Название;Город;Телефон\r\nООО «Ромашка»;Санкт-Петербург;8 812 123-45-67\r\nЗавод;Москва;\r\n'.replace(
    /[«»]/g,
    '"',
  );

describe('a text table', () => {
  it('is read with commas, quotes, line breaks in cells and empty lines', async () => {
    const { rows, delimiter, encoding } = await read(
      'name,note\n"Ada, Ltd","two\nlines"\n\nBob,"say ""hi"""\n',
    );
    expect({ delimiter, encoding }).toEqual({ delimiter: ',', encoding: 'utf-8' });
    expect(rows).toEqual([
      ['name', 'note'],
      ['Ada, Ltd', 'two\nlines'],
      ['Bob', 'say "hi"'],
    ]);
  });

  it.each(['windows-1251', 'koi8-r', 'ibm866'])('is known to be %s by its words', async (encoding) => {
    const { rows, ...table } = await read(encoded(RUSSIAN, encoding));
    expect(table).toMatchObject({ encoding, delimiter: ';' });
    expect(rows[2]?.[1]).toBe('Москва');
  });

  it('is read as Western European when its letters are', async () => {
    const { rows, encoding } = await read(
      encoded('Name,City\nMüller,Köln\nGarçon,Orléans\n', 'windows-1252'),
    );
    expect(encoding).toBe('windows-1252');
    expect(rows[1]).toEqual(['Müller', 'Köln']);
  });

  it('is read in UTF-16 with and without a mark', async () => {
    const text = 'name\tcity\nИван\tУфа\n';
    expect((await read(Buffer.from(`\uFEFF${text}`, 'utf16le'))).rows[1]).toEqual(['Иван', 'Уфа']);
    expect((await read(Buffer.from(`name\tcity\tphone number\n${text}`, 'utf16le'))).encoding).toBe(
      'utf-16le',
    );
  });

  it('tells its separator in a first line', async () => {
    const { rows, delimiter } = await read('sep=|\na|b\n1|2\n');
    expect({ delimiter, rows }).toEqual({
      delimiter: '|',
      rows: [
        ['a', 'b'],
        ['1', '2'],
      ],
    });
  });

  it('keeps a letter whole that two pieces of the file share', async () => {
    const { rows } = await read(`name\n${'Ж'.repeat(30_000)}\n${'ё'.repeat(20_001)}\n`.repeat(4));
    expect(rows).toHaveLength(12);
    expect(rows.every(([cell]) => /^(name|Ж+|ё+)$/.test(cell ?? ''))).toBe(true);
  });

  it.each([
    [
      'a few broken bytes in UTF-8',
      Buffer.concat([
        Buffer.from('имя\nИванов Иван\nПетров Пётр\n'),
        Buffer.from([0xd0, 0x0a]),
        Buffer.from('Сидоров\n'),
      ]),
      'encoding',
    ],
    ['a quotation mark that is never closed', `a,b\n"${'x,y\n'.repeat(600_000)}`, 'quotes'],
    ['a cell beyond all measure', `a,b\n${'x'.repeat(40_000)},1\n`, 'cellTooLong'],
    ['a million columns', `a\n${','.repeat(1_000_000)}x\n`, 'tooManyColumns'],
    ['nothing', '', 'empty'],
    ['zeros', Buffer.alloc(2_000), 'unknownKind'],
    ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0]), 'unknownKind'],
  ])('is refused for %s', async (_what, content, problem) => {
    expect(await refusal(content)).toBe(problem);
  });

  it('is refused when it is not of the encoding that was chosen', async () => {
    expect(await refusal(encoded(RUSSIAN, 'windows-1251'), { encoding: 'utf-8' })).toBe('encoding');
  });
});

describe('a workbook', () => {
  it('gives texts, numbers, dates, yes and no, and stored results of formulas', async () => {
    const { rows, kind, sheets } = await read(
      workbook([
        ['name', 'sum', 'day', 'active', 'twice'],
        [
          'Ada',
          { number: 0.1 + 0.2 },
          { serial: 45_000 },
          { boolean: true },
          { formula: 'B2*2', result: '0.6' },
        ],
        ['Bob', { number: 79161234567 }, { serial: 45_000.5 }, { boolean: false }, null],
      ]),
    );
    expect({ kind, sheets }).toEqual({ kind: 'xlsx', sheets: ['Sheet 1'] });
    expect(rows).toEqual([
      ['name', 'sum', 'day', 'active', 'twice'],
      ['Ada', '0.3', '2023-03-15', 'TRUE', '0.6'],
      ['Bob', '79161234567', '2023-03-15T12:00:00', 'FALSE'],
    ]);
  });

  it('counts days from 1904 when it says so', async () => {
    expect((await read(workbook([[{ serial: 1 }]], { has1904: true }))).rows).toEqual([['1904-01-02']]);
  });

  it('reads the sheet that is asked for, whatever the file is called', async () => {
    const content = workbook([['one']], { more: { Other: [['two']] } });
    expect((await read(content, { sheet: 'Other' })).rows).toEqual([['two']]);
    expect(await refusal(content, { sheet: 'Third' })).toBe('noSheet');
  });

  it('reads a hundred thousand rows without keeping them', async () => {
    const content = workbook(
      Array.from({ length: 100_000 }, (_, index) => [`Name ${index}`, { number: index }]),
    );
    const table = await openTable(await fileOf(content));
    global.gc?.();
    const before = process.memoryUsage().heapUsed;
    let most = 0;
    let count = 0;
    for await (const row of table.rows()) {
      count += row.cells.length;
      if (row.number % 10_000 === 0) most = Math.max(most, process.memoryUsage().heapUsed - before);
    }
    expect(count).toBe(200_000);
    expect(most).toBeLessThan(300 * 1_048_576);
  });

  const sheet = (inside: string) =>
    `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${inside}</sheetData></worksheet>`;
  it.each([
    [
      'entities of its own',
      workbook([['a']], {
        parts: {
          'xl/worksheets/sheet1.xml': `<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>${sheet('<row><c t="str"><v>&b;</v></c></row>')}`,
        },
      }),
      'doctype',
    ],
    [
      'a file of the machine as an entity',
      workbook([['a']], {
        parts: { 'xl/worksheets/sheet1.xml': sheet('<row><c t="str"><v>&passwd;</v></c></row>') },
      }),
      'corrupt',
    ],
    [
      'a cell a million columns away',
      workbook([['a']], {
        parts: { 'xl/worksheets/sheet1.xml': sheet('<row r="1"><c r="ZZZ1" t="str"><v>x</v></c></row>') },
      }),
      'tooManyColumns',
    ],
    [
      'XML that breaks off',
      workbook([['a']], { parts: { 'xl/worksheets/sheet1.xml': '<worksheet><sheetData><row>' } }),
      'corrupt',
    ],
    [
      'names of other folders',
      archive({ '../../etc/passwd': 'x', 'xl/workbook.xml': '<workbook/>' }),
      'corrupt',
    ],
    ['another document', archive({ 'word/document.xml': '<w/>' }), 'unknownKind'],
    ['an archive that breaks off', workbook([['a']]).subarray(0, 700), 'corrupt'],
    [
      'a password',
      Buffer.concat([
        Buffer.from('d0cf11e0a1b11ae1', 'hex'),
        Buffer.alloc(600),
        Buffer.from('EncryptedPackage', 'utf16le'),
      ]),
      'encrypted',
    ],
    [
      'its old format',
      Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600)]),
      'oldWorkbook',
    ],
  ])('is refused for %s', async (_what, content, problem) => {
    expect(await refusal(content)).toBe(problem);
  });

  it('is refused when it unpacks to far more than it seems, before it does', async () => {
    const huge = deflateRawSync(Buffer.alloc(200 * 1_048_576), { level: 9 });
    const content = workbook([['a']], {
      raw: { 'xl/worksheets/sheet1.xml': { deflated: huge, size: 200 * 1_048_576 } },
    });
    expect(content.length).toBeLessThan(1_000_000);
    expect(await refusal(content)).toBe('bomb');
    // A size that lies is found while it is read.
    const liar = workbook([['a']], { raw: { 'xl/worksheets/sheet1.xml': { deflated: huge, size: 1_000 } } });
    expect(await refusal(liar)).toBe('corrupt');
  });
});
