/**
 * A company with many customers, made by the database itself, set by set through the tables that the product writes, so
 * that whatever follows a row (search, checks) follows here, too. The same seed gives the same company.
 */
import type pg from 'pg';

export interface Company {
  readonly people: People;
  readonly parties: number;
}

interface People {
  readonly admin: string;
  /** Sees all customers, works on those of the department. */
  readonly employee: string;
  /** Sees only what is his own: one of fifty sellers. */
  readonly seller: string;
}

const SELLERS = 50;
/** Rows of one statement: what a careful import would write at once. */
const STEP = 10_000;
const WRITERS = 2;

const PEOPLE = `
  insert into crm.department (id, code, name) values ('00000000-0000-7000-8000-00000000d001', 'bench-sales', 'Sales');
  insert into crm.position (id, department_id, title) values ('00000000-0000-7000-8000-00000000d002', '00000000-0000-7000-8000-00000000d001', 'Seller');
  insert into crm.role (id, code, name) values ('00000000-0000-7000-8000-00000000d003', 'seller_of_own', 'Seller of his own');
  insert into crm.role_permission (role_id, entity, action, level)
  select '00000000-0000-7000-8000-00000000d003', e, 'read', 'own' from unnest('{account,contact,ticket,deal,lead,activity}'::text[]) e;
  insert into crm."user" (id, email, name, position_id)
  select ('00000000-0000-7000-8000-' || lpad(to_hex(57344 + n), 12, '0'))::uuid, 'seller' || n || '@bench.example', 'Seller ' || n,
         '00000000-0000-7000-8000-00000000d002'
  from generate_series(1, ${SELLERS} + 2) n;
  insert into crm.user_role (user_id, role_id)
  select u.id, r.id from crm."user" u join crm.role r
    on r.code = case u.name when 'Seller ${SELLERS + 1}' then 'admin' when 'Seller ${SELLERS + 2}' then 'employee' else 'seller_of_own' end
  where u.email like 'seller%@bench.example'`;

/** Deterministic choices: a number below \`below\` for row n, of its own for each \`salt\`. */
const FUNCTIONS = `
  create function pg_temp.pick(seed bigint, n bigint, salt int, below int) returns int language sql immutable as
    $$ select (abs(hashint8extended(n * 31 + salt, seed)) % below)::int $$;
  create function pg_temp.given(i int) returns text language sql immutable as
    $$ select (array['Иван','Пётр','Анна','Мария','Сергей','Дмитрий','Юлия','Ольга','Алексей','Наталья','Михаил','Екатерина','Андрей','Елена','Павел','Татьяна','Julia','Anna','Peter','Hans','Greta','Klaus','Eva','Thomas','Lena','Max','Paul','Nina','Oliver','Sophie'])[i + 1] $$;
  create function pg_temp.syllables(seed bigint, n bigint, salt int, size int) returns text language sql immutable as
    $$ select string_agg((array['ба','ве','го','ди','жа','ко','лу','ми','не','по','ра','си','ту','фа','хо','че','шу','бор','вин','гар','дол','кар','лаз','мор','нев','пет','рост','сол','тим','яр'])[1 + pg_temp.pick(seed, n, salt + s, 30)], '') from generate_series(1, size) s $$;
  create function pg_temp.family(seed bigint, n bigint) returns text language sql immutable as
    $$ select case when pg_temp.pick(seed, n, 3, 4) = 0
         then (array['Müller','Schmidt','Schneider','Fischer','Weber','Meyer','Wagner','Becker','Schulz','Hoffmann','Ivanov','Petrov','Smith','Jones','Taylor','Brown'])[1 + pg_temp.pick(seed, n, 4, 16)]
         when pg_temp.pick(seed, n, 3, 4) = 1
         then (array['Иванов','Петров','Сидоров','Кузнецов','Смирнов','Попов','Васильев','Соколов','Михайлов','Фёдоров','Морозов','Волков','Хрущёв','Щербаков'])[1 + pg_temp.pick(seed, n, 5, 14)]
         else initcap(pg_temp.syllables(seed, n % 60000, 6, 2 + pg_temp.pick(seed, n, 7, 2)) || (array['ов','ев','ин','ский','енко','ова'])[1 + pg_temp.pick(seed, n, 8, 6)]) end $$;
  create function pg_temp.owner(seed bigint, n bigint) returns uuid language sql immutable as
    $$ select ('00000000-0000-7000-8000-' || lpad(to_hex(57345 + pg_temp.pick(seed, n, 9, ${SELLERS})), 12, '0'))::uuid $$;
  create function pg_temp.id(kind text, n bigint) returns uuid language sql immutable as
    $$ select ('0190' || kind || '-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid $$;
  create function pg_temp.at(seed bigint, n bigint) returns timestamptz language sql immutable as
    $$ select timestamptz '2026-06-01 08:00Z' - make_interval(mins => pg_temp.pick(seed, n, 10, 500000)) $$`;

const BY = `'user', pg_temp.owner($3, n)`;
const SETS: readonly { readonly share: number; readonly sql: string }[] = [
  {
    share: 0.4,
    sql: `insert into crm.account (id, name, lifecycle, tax_id, domain, industry, city, country, owner_id, last_contact_at, created_at, created_by_kind, created_by, updated_at, updated_by_kind)
      select pg_temp.id('0001', n), initcap(pg_temp.syllables($3, n, 20, 2 + pg_temp.pick($3, n, 21, 2))) || ' ' || (array['Строй','Торг','Group','Logistik','GmbH','Сервис','Ltd','Инвест','Tech','Пром'])[1 + pg_temp.pick($3, n, 22, 10)],
        (array['prospect','active','permanent','sleeping','lost'])[1 + pg_temp.pick($3, n, 23, 5)], (7700000000 + n)::text, 'firm' || n || '.example',
        (array['retail','logistics','software','other'])[1 + pg_temp.pick($3, n, 24, 4)], (array['Москва','Berlin','Тверь','Hamburg','Казань'])[1 + pg_temp.pick($3, n, 25, 5)], 'RU',
        pg_temp.owner($3, n), pg_temp.at($3, n + 7), pg_temp.at($3, n), ${BY}, pg_temp.at($3, n), 'user'
      from generate_series($1::bigint, $2::bigint) n`,
  },
  {
    share: 0.6,
    sql: `insert into crm.contact (id, given_name, family_name, language, owner_id, last_contact_at, created_at, created_by_kind, created_by, updated_at, updated_by_kind)
      select pg_temp.id('0002', n), pg_temp.given(pg_temp.pick($3, n, 1, 30)), pg_temp.family($3, n), 'ru', pg_temp.owner($3, n), pg_temp.at($3, n + 7),
        pg_temp.at($3, n), ${BY}, pg_temp.at($3, n), 'user'
      from generate_series($1::bigint, $2::bigint) n`,
  },
  {
    share: 0.6,
    sql: `insert into crm.account_contact (id, account_id, contact_id, role, is_primary_account, created_at, created_by_kind, updated_at, updated_by_kind)
      select pg_temp.id('0003', n), pg_temp.id('0001', 1 + n * 2 / 3 % $4), pg_temp.id('0002', n), 'user', true, pg_temp.at($3, n), 'system', pg_temp.at($3, n), 'system'
      from generate_series($1::bigint, $2::bigint) n`,
  },
  {
    share: 0.6,
    sql: `insert into crm.comm_point (id, party_type, party_id, kind, raw, e164, digits, email_norm, is_primary, created_at, updated_at)
      select pg_temp.id(k.code, n), 'contact', pg_temp.id('0002', n), k.kind, coalesce(k.phone, k.email), k.phone, ltrim(k.phone, '+'), k.email, true, pg_temp.at($3, n), pg_temp.at($3, n)
      from generate_series($1::bigint, $2::bigint) n
      cross join lateral (values ('0004', 'phone', '+7' || (9000000000 + abs(hashint8extended(n, $3)) % 999999999), null),
                                 ('0005', 'email', null, 'person' || n || '@firm' || (n % 5000) || '.example')) k (code, kind, phone, email)`,
  },
  {
    share: 0.1,
    sql: `insert into crm.ticket (id, subject, type, status, priority, account_id, contact_id, owner_id, created_at, created_by_kind, created_by, updated_at, updated_by_kind)
      select pg_temp.id('0006', n), (array['Не работает','Question about','Жалоба на','Please repair'])[1 + pg_temp.pick($3, n, 30, 4)] || ' ' || pg_temp.syllables($3, n, 31, 3),
        'question', (array['new','in_progress','waiting','solved','closed'])[1 + pg_temp.pick($3, n, 32, 5)], (array['low','normal','high'])[1 + pg_temp.pick($3, n, 33, 3)],
        pg_temp.id('0001', 1 + n % $4), pg_temp.id('0002', n), pg_temp.owner($3, n), pg_temp.at($3, n), ${BY}, pg_temp.at($3, n), 'user'
      from generate_series($1::bigint, $2::bigint) n`,
  },
  {
    share: 0.05,
    sql: `insert into crm.deal (id, name, account_id, pipeline, stage, stage_entered_at, amount, currency, amount_base, owner_id, created_at, created_by_kind, created_by, updated_at, updated_by_kind)
      select pg_temp.id('0007', n), 'Поставка ' || pg_temp.syllables($3, n, 40, 3), pg_temp.id('0001', 1 + n * 7 % $4), 'sales',
        (array['qualified','discovery','quote','negotiation','won','lost'])[1 + pg_temp.pick($3, n, 41, 6)], pg_temp.at($3, n), 100 * pg_temp.pick($3, n, 42, 900), 'EUR', 100 * pg_temp.pick($3, n, 42, 900),
        pg_temp.owner($3, n), pg_temp.at($3, n), ${BY}, pg_temp.at($3, n), 'user'
      from generate_series($1::bigint, $2::bigint) n`,
  },
  {
    share: 0.1,
    sql: `insert into crm.activity (id, kind, subject, status, planned_start, account_id, contact_id, owner_id, created_at, created_by_kind, created_by, updated_at, updated_by_kind)
      select pg_temp.id('0008', n), 'call', 'Звонок: ' || pg_temp.syllables($3, n, 50, 2), (array['planned','done','done','cancelled'])[1 + pg_temp.pick($3, n, 51, 4)],
        pg_temp.at($3, n), pg_temp.id('0001', 1 + n % $4), pg_temp.id('0002', n), pg_temp.owner($3, n), pg_temp.at($3, n), ${BY}, pg_temp.at($3, n), 'user'
      from generate_series($1::bigint, $2::bigint) n`,
  },
];

const REMEMBERED = 'public.bench_company';

/** The company that the database has already, or one that is made; a kept database keeps the size it was made with. */
export async function companyIn(
  pool: pg.Pool,
  request: { readonly parties: number; readonly seed: number; readonly report: (line: string) => void },
): Promise<Company> {
  const { rows } = await pool.query<{ is_there: boolean }>(
    `select to_regclass('${REMEMBERED}') is not null as is_there`,
  );
  if (rows[0]?.is_there) {
    const kept = await pool.query<Company>(`select people, parties from ${REMEMBERED}`);
    if (kept.rows[0]) return kept.rows[0];
    throw new Error('The kept database was not filled to its end; give an empty folder.');
  }
  await pool.query(`create table ${REMEMBERED} (people jsonb not null, parties int not null)`);
  const people = await populate(pool, request);
  await pool.query(`insert into ${REMEMBERED} values ($1, $2)`, [people, request.parties]);
  return { people, parties: request.parties };
}

async function populate(
  pool: pg.Pool,
  request: { readonly parties: number; readonly seed: number; readonly report: (line: string) => void },
): Promise<People> {
  const { parties, seed, report } = request;
  const clients = await Promise.all(Array.from({ length: WRITERS }, () => pool.connect()));
  try {
    await pool.query(PEOPLE);
    for (const client of clients) await client.query(FUNCTIONS);
    const accounts = Math.round(parties * 0.4);
    for (const { share, sql } of SETS) {
      const count = Math.round(parties * share);
      const table = /insert into (\S+)/.exec(sql)?.[1] ?? '';
      const begun = performance.now();
      let next = 1;
      const write = async (client: pg.PoolClient): Promise<void> => {
        while (next <= count) {
          const values: unknown[] = [next, Math.min(next + STEP - 1, count), seed];
          next += STEP;
          await client.query(sql, sql.includes('$4') ? [...values, accounts] : values);
        }
      };
      await Promise.all(clients.map(write));
      report(`${table}: ${count} rows in ${Math.round((performance.now() - begun) / 1000)} s`);
    }
    await pool.query('vacuum (analyze)');
    const id = async (name: string): Promise<string> =>
      (await pool.query<{ id: string }>('select id from crm."user" where name = $1', [name])).rows[0]?.id ??
      '';
    return {
      admin: await id(`Seller ${SELLERS + 1}`),
      employee: await id(`Seller ${SELLERS + 2}`),
      seller: await id('Seller 1'),
    };
  } finally {
    for (const client of clients) client.release();
  }
}
