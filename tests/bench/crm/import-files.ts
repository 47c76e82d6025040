/**
 * Files as companies have them, made in a process of its own so that the memory of the import is the import's:
 * `import-files.ts <database> <folder> <rows> <seed>` writes contacts.csv and accounts.xlsx. Of a hundred rows about five
 * mean a record that is there, five repeat an earlier row, five are like a record, and two cannot be read.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { workbook } from '../../crm/import/support/workbook.ts';
import { createRandom, type Random } from '../../torture/random.ts';

interface Known {
  readonly given: string;
  readonly family: string;
  readonly phone: string;
  readonly email: string;
  readonly account: string;
  readonly tax_id: string;
  readonly domain: string;
}

const SELECT_KNOWN = `
  select c.given_name as given, c.family_name as family, p.e164 as phone, e.email_norm as email, a.name as account,
         a.tax_id, a.domain
  from (select * from crm.contact tablesample bernoulli (10) where deleted_at is null limit 8000) c
  join crm.comm_point p on p.party_id = c.id and p.kind = 'phone'
  join crm.comm_point e on e.party_id = c.id and e.kind = 'email'
  join crm.account_contact l on l.contact_id = c.id join crm.account a on a.id = l.account_id`;

const GIVEN = ['Иван', 'Анна', 'Пётр', 'Ольга', 'Hans', 'Greta', 'Julia', 'Екатерина'];
const SYLLABLES = [
  'ба',
  'ве',
  'го',
  'ди',
  'жа',
  'ко',
  'лу',
  'ми',
  'не',
  'по',
  'ра',
  'си',
  'ту',
  'фа',
  'хо',
  'че',
];

function word(random: Random, size: number): string {
  const text = Array.from({ length: size }, () => random.pick(SYLLABLES)).join('');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Written as people write it; other than those of the company, and no two alike. */
function phoneOf(row: number): string {
  const digits = String(9_600_000_000 + row);
  return `8 (${digits.slice(0, 3)}) ${digits.slice(3, 6)}-${digits.slice(6, 8)}-${digits.slice(8)}`;
}

function contacts(random: Random, known: readonly Known[], count: number): string[][] {
  const rows = [['Имя', 'Фамилия', 'Телефон', 'Почта', 'Компания', 'Должность', 'Комментарий']];
  for (let row = 1; row <= count; row += 1) {
    const kind = row % 100;
    const one = random.pick(known);
    const earlier = rows.at(-7);
    const company = [one.domain, 'Начальник отдела', `Из списка, строка ${row}`];
    const fresh = [random.pick(GIVEN), `${word(random, 3)}ов`, phoneOf(row), `list${row}@new.example`];
    if (kind < 5) rows.push([one.given, one.family, one.phone, one.email, ...company]);
    else if (kind < 10 && row > 20 && earlier) rows.push([...earlier.slice(0, 6), 'Ещё раз']);
    else if (kind < 15) rows.push([fresh[0]!, fresh[1]!, one.phone, fresh[3]!, ...company]);
    else if (kind < 17) rows.push([...fresh.slice(0, 3), 'нет почты', ...company]);
    else rows.push([...fresh, ...company]);
  }
  return rows;
}

function accounts(random: Random, known: readonly Known[], count: number): string[][] {
  const rows = [['Company', 'Tax ID', 'Phone', 'E-mail', 'Website', 'City', 'Owner', 'Notes']];
  for (let row = 1; row <= count; row += 1) {
    const kind = row % 100;
    const one = random.pick(known);
    const earlier = rows.at(-7);
    const owner = `seller${random.between(1, 50)}@bench.example`;
    const rest = [`https://list${row}.example`, random.pick(['Berlin', 'Тверь', 'Казань']), owner];
    const fresh = [`${word(random, 3)} ${word(random, 2)}`, String(5_000_000_000 + row), phoneOf(row)];
    const email = `info@list${row}.example`;
    if (kind < 5) rows.push([one.account, one.tax_id, fresh[2]!, email, ...rest, '']);
    else if (kind < 10 && row > 20 && earlier) rows.push([...earlier.slice(0, 7), 'Once more']);
    else if (kind < 15) rows.push([...fresh, email, `https://${one.domain}`, ...rest.slice(1), '']);
    else if (kind < 17) rows.push([...fresh, email, ...rest.slice(0, 2), 'nobody@bench.example', '']);
    else rows.push([...fresh, email, ...rest, `Row ${row}`]);
  }
  return rows;
}

const [database, folder = '.', rows = '0', seed = '1'] = process.argv.slice(2);
const pool = new pg.Pool({ connectionString: database });
const { rows: known } = await pool.query<Known>(SELECT_KNOWN);
await pool.end();
if (known.length === 0) throw new Error('Expected a company with contacts to be like.');
const random = createRandom(Number(seed));
const csv = contacts(random, known, Number(rows)).map((cells) => `${cells.join(';')}\n`);
writeFileSync(join(folder, 'contacts.csv'), csv.join(''));
writeFileSync(join(folder, 'accounts.xlsx'), workbook(accounts(random, known, Number(rows))));
