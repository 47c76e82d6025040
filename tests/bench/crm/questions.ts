/** What people ask a CRM all day, as functions that ask it once with other words each time. */
import type pg from 'pg';
import type { Crm, RequestUser } from '#crm';
import type { Random } from '../../torture/random.ts';

export interface Question {
  readonly name: string;
  readonly kind: 'list' | 'search' | 'record page';
  ask(user: RequestUser): Promise<{ readonly found: number }>;
}

interface Party {
  readonly id: string;
  readonly given: string;
  readonly family: string;
  readonly digits: string;
  readonly email: string;
  readonly account_id: string;
  readonly account: string;
  readonly ticket: string;
}

const SAMPLE = `
  select c.id, c.given_name as given, c.family_name as family, p.digits, e.email_norm as email, a.id as account_id, a.name as account,
         (select t.number from crm.ticket t where t.contact_id = c.id limit 1) as ticket
  from crm.contact c
  join crm.comm_point p on p.party_id = c.id and p.kind = 'phone'
  join crm.comm_point e on e.party_id = c.id and e.kind = 'email'
  join crm.account_contact l on l.contact_id = c.id join crm.account a on a.id = l.account_id
  where c.id in (select contact_id from crm.ticket tablesample bernoulli ($1) limit 500)`;

const FROM = 'йцукенгшщзхъфывапролджэячсмитьбю';
const TO = "qwertyuiop[]asdfghjkl;'zxcvbnm,.";
const otherLayout = (text: string): string =>
  [...text.toLowerCase()].map((letter) => TO[FROM.indexOf(letter)] ?? letter).join('');

export async function questions(crm: Crm, pool: pg.Pool, random: Random): Promise<Question[]> {
  const { rows: tickets } = await pool.query<{ count: number }>(
    'select count(*)::int as count from crm.ticket',
  );
  const share = Math.min(100, (100 * 600) / Math.max(1, tickets[0]?.count ?? 1));
  const { rows: parties } = await pool.query<Party>(SAMPLE, [share]);
  if (parties.length === 0) throw new Error('Expected contacts with tickets to ask for.');
  const party = (): Party => random.pick(parties);
  const search = (name: string, words: () => string): Question => ({
    name,
    kind: 'search',
    ask: async (user) => ({ found: (await crm.records.search({ user }, { q: words(), limit: 20 })).length }),
  });
  const list = (
    name: string,
    request: () => Omit<Parameters<Crm['records']['list']>[1], 'limit'>,
  ): Question => ({
    name,
    kind: 'list',
    ask: async (user) => ({
      found: (await crm.records.list({ user }, { ...request(), limit: 50 })).items.length,
    }),
  });
  const where = (field: string, operator: 'eq' | 'in' | 'gte', value: unknown) => ({
    op: 'and' as const,
    items: [{ field, operator, value }],
  });
  return [
    search('family name', () => party().family),
    search('three letters', () => party().family.slice(0, 3)),
    search('given and family name', () => `${party().given} ${party().family.slice(0, 4)}`),
    search('a very common name', () => party().given),
    search('with the other layout', () => otherLayout(party().family)),
    search('with a typo', () => swapped(party().family)),
    search('four digits of a phone', () => party().digits.slice(-4)),
    search('seven digits of a phone', () => party().digits.slice(-7)),
    search('an address', () => party().email.slice(0, 14)),
    search('the number of a ticket', () => party().ticket),
    search('a company', () => party().account.slice(0, 8)),
    list('accounts by name', () => ({ entity: 'account' })),
    list('contacts, newest first', () => ({ entity: 'contact', sort: 'createdAt:desc' })),
    list('accounts of a status, by last contact', () => ({
      entity: 'account',
      filter: where('lifecycle', 'eq', random.pick(['prospect', 'sleeping'])),
      sort: 'lastContactAt:desc',
    })),
    list('my contacts', () => ({ entity: 'contact', filter: where('owner', 'eq', 'me') })),
    list('open tickets', () => ({ entity: 'ticket', filter: where('status', 'in', ['new', 'in_progress']) })),
    list('contacts with a word', () => ({ entity: 'contact', q: party().family })),
    {
      name: 'an account with its timeline and relations',
      kind: 'record page',
      async ask(user) {
        const subject = { entity: 'account', id: party().account_id };
        // Somebody else's page is refused as quickly as it is shown.
        if (!(await crm.records.canRead({ user }, subject))) return { found: 0 };
        const { fields } = await crm.records.get({ user }, subject);
        for (const relation of ['contact', 'ticket', 'activity', 'deal'])
          await crm.records.related({ user }, { ...subject, relation, limit: 20 }).catch(() => undefined);
        await crm.tags.ofRecord({ user }, subject);
        await crm.comments.list({ user }, { entity: 'account', id: subject.id });
        return { found: Object.keys(fields).length };
      },
    },
  ];
}

/** Two letters in the wrong order. */
function swapped(word: string): string {
  const at = Math.max(1, Math.floor(word.length / 2) - 1);
  return word.slice(0, at) + (word[at + 1] ?? '') + (word[at] ?? '') + word.slice(at + 2);
}
