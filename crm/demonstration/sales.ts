/**
 * What the demonstration's company sells and to whom: products, 60 leads and 45 deals over all stages, in Russian and
 * English. Everything follows from the index and the day of seeding, so that each installation tells the same story.
 */
import { demonstrationId } from './ids.ts';
import { accounts, contacts } from './parties.ts';
import { personNamed } from './people.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

export const rates: readonly (readonly [currency: string, rate: number])[] = [
  ['USD', 0.92],
  ['GBP', 1.17],
  ['RUB', 0.0101],
];

const PRODUCTS: readonly (readonly [
  sku: string,
  name: string,
  category: string,
  unit: string,
  price: number,
  stock: number | null,
])[] = [
  ['LIC-S', 'Лицензия «Старт» / Starter licence', 'Licences', 'year', 480, null],
  ['LIC-T', 'Лицензия «Команда» / Team licence', 'Licences', 'year', 1_900, null],
  ['LIC-E', 'Лицензия «Компания» / Company licence', 'Licences', 'year', 7_400, null],
  ['SUP-STD', 'Поддержка / Support, standard', 'Support', 'year', 900, null],
  ['SUP-24', 'Поддержка 24/7 / Support, around the clock', 'Support', 'year', 3_600, null],
  ['TRN-1', 'Обучение, 1 день / Training, 1 day', 'Services', 'pcs', 850, null],
  ['CNS-H', 'Консультация / Consulting', 'Services', 'hour', 120, null],
  ['IMP-D', 'Перенос данных / Data import', 'Services', 'pcs', 1_200, null],
  ['PHN-10', 'Телефон IP-10 / Desk phone IP-10', 'Devices', 'pcs', 89, 140],
  ['PHN-30', 'Телефон IP-30 / Desk phone IP-30', 'Devices', 'pcs', 149, 62],
  ['HDS-2', 'Гарнитура / Headset', 'Devices', 'pcs', 64.5, 210],
  ['GTW-4', 'Шлюз на 4 линии / Gateway, 4 lines', 'Devices', 'pcs', 329, 18],
];

export const products = PRODUCTS.map(([sku, name, category, unit, price, stock_qty], index) => ({
  id: demonstrationId('product', index + 1),
  sku,
  name,
  category,
  unit,
  price,
  stock_qty,
  currency: 'EUR',
  tax_rate: 20,
}));

/** The company's own name and what it says on its quotes, in English and Russian. */
export const letterhead = {
  name: 'Northline Telephony',
  details: 'Example Street 1, 10115 Berlin\nVAT DE000000000\nIBAN DE00 0000 0000 0000 0000 00',
  terms: [
    'Payment within 14 days of the invoice. Delivery within two weeks of the order. Licences and support run for a year and end by themselves.',
    'Оплата в течение 14 дней со дня выставления счёта. Поставка в течение двух недель со дня заказа. Лицензии и поддержка действуют год и не продлеваются сами.',
  ],
} as const;

const SELLERS = ['Anna Petrova', 'Mark Fischer', 'Julia Novak'] as const;
const SOURCES = ['web_form', 'phone', 'referral', 'exhibition', 'campaign', 'email', 'existing'] as const;

function at<T>(list: readonly T[], index: number): T {
  return list[index % list.length] as T;
}

const sellerOf = (index: number): string => personNamed(at(SELLERS, index)).id;

/** Stage, how many deals stand in it, and the way there. */
const STAGES: readonly (readonly [stage: string, count: number, way: readonly string[]])[] = [
  ['won', 12, ['qualified', 'discovery', 'quote', 'negotiation']],
  ['lost', 6, ['qualified', 'discovery', 'quote']],
  ['negotiation', 5, ['qualified', 'discovery', 'quote']],
  ['quote', 6, ['qualified', 'discovery']],
  ['discovery', 6, ['qualified']],
  ['qualified', 5, []],
  ['on_hold', 2, ['qualified', 'discovery']],
  ['partner_talks', 2, []],
  ['partner_contract', 1, ['partner_talks']],
];
const PROBABILITY: Readonly<Record<string, number>> = {
  won: 100,
  lost: 0,
  negotiation: 75,
  quote: 55,
  discovery: 35,
  qualified: 20,
  on_hold: 10,
  partner_talks: 30,
  partner_contract: 70,
};
const LOST_REASONS = ['price', 'competitor', 'no_answer', 'not_needed'] as const;
const DEAL_NAMES = [
  ['Лицензии для филиала', 'Licences for the branch'],
  ['Поддержка на год', 'A year of support'],
  ['Обучение отдела', 'Training of a department'],
  ['Телефоны в новый офис', 'Phones for the new office'],
  ['Переход с другой системы', 'Change from another system'],
  ['Расширение лицензии', 'More licences'],
] as const;

export interface DemonstrationLine {
  readonly product: number;
  readonly qty: number;
  readonly discount: number;
}

export interface DemonstrationDeal {
  readonly id: string;
  readonly name: string;
  readonly accountId: string;
  readonly contactId: string;
  readonly ownerId: string;
  readonly stage: string;
  readonly pipeline: string;
  readonly probability: number;
  readonly source: string;
  readonly lostReason: string | null;
  readonly createdAt: Date;
  readonly stageEnteredAt: Date;
  readonly closedAt: Date | null;
  readonly expectedClose: string;
  /** Stage left, stage entered, when, and how long the one before took. */
  readonly moves: readonly { from: string | null; to: string; at: Date; durationMs: number | null }[];
  readonly lines: readonly DemonstrationLine[];
  /** Days until its next step; null where nothing is planned. */
  readonly nextInDays: number | null;
}

export function deals(now: Date): readonly DemonstrationDeal[] {
  const places = STAGES.flatMap(([stage, count, way]) =>
    Array.from({ length: count }, () => ({ stage, way })),
  );
  return places.map(({ stage, way }, index) => {
    const accountIndex = (index * 7 + 3) % accounts.length;
    const isRussian = accounts[accountIndex]?.fields.country === 'RU';
    const isClosed = stage === 'won' || stage === 'lost';
    // Closed ones lie over the half-year, open ones in its last weeks; some of these have stood still for long.
    const enteredDays = isClosed ? 6 + ((index * 13) % 160) : 1 + ((index * 5) % 26);
    const stageEnteredAt = new Date(now.getTime() - enteredDays * DAY_MS - (index % 8) * HOUR_MS);
    const stays = way.map((_, step) => (3 + ((index + step * 5) % 9)) * DAY_MS);
    const createdAt = new Date(stageEnteredAt.getTime() - stays.reduce((sum, stay) => sum + stay, 0));
    let time = createdAt.getTime();
    const moves = [...way, stage].map((to, step) => {
      const move = {
        from: step === 0 ? null : (way[step - 1] ?? null),
        to,
        at: new Date(time),
        durationMs: step === 0 ? null : (stays[step - 1] ?? null),
      };
      time += stays[step] ?? 0;
      return move;
    });
    const [ru, en] = at(DEAL_NAMES, index);
    return {
      id: demonstrationId('deal', index + 1),
      name: isRussian ? ru : en,
      accountId: demonstrationId('account', accountIndex + 1),
      contactId: demonstrationId('contact', accountIndex * 3 + 1 + (index % 2)),
      ownerId: sellerOf(accountIndex),
      stage,
      pipeline: stage.startsWith('partner') ? 'partners' : 'sales',
      probability: PROBABILITY[stage] ?? 0,
      source: at(SOURCES, index),
      lostReason: stage === 'lost' ? at(LOST_REASONS, index) : null,
      createdAt,
      stageEnteredAt,
      closedAt: isClosed ? stageEnteredAt : null,
      expectedClose: dayOf(
        isClosed ? stageEnteredAt : new Date(now.getTime() + (7 + ((index * 11) % 60)) * DAY_MS),
      ),
      moves,
      lines: linesOf(index),
      nextInDays:
        isClosed || stage === 'on_hold' || index % 3 === 0 ? null : index % 5 === 1 ? -2 : 1 + (index % 9),
    };
  });
}

function linesOf(index: number): readonly DemonstrationLine[] {
  const main = {
    product: (index % 3) + 1,
    qty: 1 + (index % 4),
    discount: index % 4 === 3 ? 12 : (index % 3) * 5,
  };
  const extra = { product: 4 + (index % 9), qty: 1 + (index % 6), discount: 0 };
  return index % 5 === 4 ? [main] : [main, extra];
}

const LEAD_STATUSES: readonly (readonly [status: string, count: number])[] = [
  ['new', 14],
  ['contacted', 12],
  ['qualified', 8],
  ['later', 6],
  ['converted', 12],
  ['disqualified', 8],
];
const LEAD_COMPANIES = [
  ['ООО «Заря»', 'Sunrise Trading'],
  ['Мебель-Град', 'Timber & Co'],
  ['Кафе «Уют»', 'Corner Café'],
  ['Волга-Транс', 'North Sea Freight'],
  ['Центр «Здоровье»', 'Hillside Health'],
  ['Новые окна', 'Clear View Windows'],
  ['Аптека 36', 'Meadow Pharmacy'],
  ['Школа «Лидер»', 'Bright Minds School'],
] as const;
const LEAD_PEOPLE = [
  ['Олег', 'Савельев', 'Tom', 'Barker'],
  ['Лариса', 'Котова', 'Alice', 'Winter'],
  ['Денис', 'Рябов', 'Felix', 'Braun'],
  ['Вера', 'Шилова', 'Sara', 'Novak'],
  ['Артём', 'Дорохов', 'Peter', 'Lang'],
] as const;
const LEAD_TITLES = [
  ['Заявка с сайта: лицензии', 'Web form: licences'],
  ['Вопрос о поддержке', 'A question about support'],
  ['Хотят демонстрацию', 'Wants a demonstration'],
  ['Запрос цены на телефоны', 'Price request for phones'],
  ['Интерес с выставки', 'Met at the exhibition'],
] as const;
const SEARCH_UTM: Readonly<Record<string, string>> = { source: 'search', medium: 'cpc', campaign: 'autumn' };
const DISQUALIFIED = ['no_budget', 'no_need', 'unreachable', 'spam'] as const;

export interface DemonstrationLead {
  readonly id: string;
  readonly title: string;
  readonly status: string;
  readonly givenName: string | null;
  readonly familyName: string | null;
  readonly companyName: string | null;
  readonly phone: string | null;
  readonly email: string | null;
  readonly city: string;
  readonly country: string;
  readonly currency: string;
  readonly message: string;
  readonly source: string;
  readonly utm: Readonly<Record<string, string>>;
  readonly payload: unknown;
  readonly expectedAmount: number | null;
  readonly disqualifyReason: string | null;
  readonly ownerId: string;
  readonly createdAt: Date;
  readonly stageEnteredAt: Date;
  /** Number of the deal that it became, from 0. */
  readonly dealIndex: number | null;
}

/** Who asks once more, or from a desk that has asked, and by the telephone of which lead: there is something to merge. */
const ASKED_BEFORE: ReadonlyMap<number, number> = new Map([
  [12, 4],
  [13, 3],
]);

function leadPhone(index: number): string | null {
  if (index % 6 === 5) return null;
  return index % 2 === 0 ? `+7916001${String(1000 + index)}` : `+4930231251${String(10 + index).slice(-2)}`;
}

export function leads(now: Date): readonly DemonstrationLead[] {
  const statuses = LEAD_STATUSES.flatMap(([status, count]) => Array.from({ length: count }, () => status));
  let converted = 0;
  return statuses.map((status, index) => {
    const isRussian = index % 2 === 0;
    const side = isRussian ? 0 : 1;
    const [ruGiven, ruFamily, enGiven, enFamily] = at(LEAD_PEOPLE, index);
    const isNameless = index % 11 === 7;
    const dealIndex = status === 'converted' ? converted++ : null;
    const company = at(LEAD_COMPANIES, index)[side];
    const ageDays = status === 'converted' ? 30 + index * 2 : 1 + ((index * 7) % 45);
    const createdAt = new Date(now.getTime() - ageDays * DAY_MS - (index % 9) * HOUR_MS);
    const title = at(LEAD_TITLES, index)[side] ?? '';
    const message = isRussian
      ? 'Расскажите, пожалуйста, об условиях и сроках.'
      : 'Please tell us about terms and dates.';
    const given = isRussian ? ruGiven : enGiven;
    const family = isRussian ? ruFamily : enFamily;
    const email = isNameless
      ? null
      : index % 4 === 1
        ? `person${index + 1}@gmail.com`
        : `office@prospect${index + 1}.example`;
    const phone = leadPhone(ASKED_BEFORE.get(index) ?? index);
    return {
      id: demonstrationId('lead', index + 1),
      title,
      status,
      givenName: isNameless ? null : given,
      familyName: isNameless ? null : family,
      companyName: index % 7 === 6 ? null : company,
      phone,
      email,
      city: isRussian ? 'Москва' : 'Berlin',
      country: isRussian ? 'RU' : 'DE',
      currency: isRussian ? 'RUB' : 'EUR',
      message,
      source: at(SOURCES, index),
      utm: index % 3 === 0 ? SEARCH_UTM : {},
      payload: { form: 'contact-us', name: `${given} ${family}`, company, email, phone, text: message },
      expectedAmount: index % 3 === 1 ? (isRussian ? 150_000 : 2_400) + index * 100 : null,
      disqualifyReason: status === 'disqualified' ? at(DISQUALIFIED, index) : null,
      ownerId: sellerOf(index),
      createdAt,
      stageEnteredAt:
        status === 'new' ? createdAt : new Date(createdAt.getTime() + (1 + (index % 3)) * DAY_MS),
      dealIndex,
    };
  });
}

/** Who reports to whom at the first customers: the second and third contact to the first. */
export const relations = Array.from({ length: 12 }, (_, account) =>
  [2, 3].map((place) => ({
    id: demonstrationId('relation', account * 2 + place - 1),
    from_contact_id: contacts[account * 3 + place - 1]?.id,
    to_contact_id: contacts[account * 3]?.id,
    kind: 'reports_to',
  })),
).flat();

export const tags: readonly (readonly [name: string, accounts: readonly number[]])[] = [
  ['VIP', [1, 2, 6, 18]],
  ['Новинки', [3, 5, 7, 9]],
  ['Reference', [2, 4, 12, 26]],
];

function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}
