/**
 * The demonstration's customers: 40 accounts with 120 contacts, Russian and international, 15 of whom also belong to
 * a second organisation in another role. Everything follows from the index: the same company in every installation.
 * Phone numbers are from ranges that are reserved or unassigned where such exist.
 */
import { demonstrationId } from './ids.ts';
import { personNamed } from './people.ts';

interface Place {
  readonly city: string;
  readonly country: string;
  readonly timeZone: string;
  readonly currency: string;
  readonly phone: (number: number) => string;
}

const padded = (number: number, length: number) => String(number).padStart(length, '0');
const moscow: Place = {
  city: 'Москва',
  country: 'RU',
  timeZone: 'Europe/Moscow',
  currency: 'RUB',
  phone: (n) => `+7916000${padded(n, 4)}`,
};
const places: Readonly<Record<string, Place>> = {
  moscow,
  petersburg: { ...moscow, city: 'Санкт-Петербург', phone: (n) => `+7921000${padded(n, 4)}` },
  yekaterinburg: {
    ...moscow,
    city: 'Екатеринбург',
    timeZone: 'Asia/Yekaterinburg',
    phone: (n) => `+7912000${padded(n, 4)}`,
  },
  novosibirsk: {
    ...moscow,
    city: 'Новосибирск',
    timeZone: 'Asia/Novosibirsk',
    phone: (n) => `+7913000${padded(n, 4)}`,
  },
  london: {
    city: 'London',
    country: 'GB',
    timeZone: 'Europe/London',
    currency: 'GBP',
    phone: (n) => `+442079460${padded(n % 1000, 3)}`,
  },
  berlin: {
    city: 'Berlin',
    country: 'DE',
    timeZone: 'Europe/Berlin',
    currency: 'EUR',
    phone: (n) => `+493023125${padded(n % 1000, 3)}`,
  },
  ljubljana: {
    city: 'Ljubljana',
    country: 'SI',
    timeZone: 'Europe/Ljubljana',
    currency: 'EUR',
    phone: (n) => `+386140000${padded(n % 100, 2)}`,
  },
  newYork: {
    city: 'New York',
    country: 'US',
    timeZone: 'America/New_York',
    currency: 'USD',
    phone: (n) => `+121255501${padded(n % 100, 2)}`,
  },
};

const ACCOUNTS: readonly (readonly [name: string, place: string, industry: string])[] = [
  ['Северный ветер', 'petersburg', 'logistics'],
  ['Blue Harbour Ltd', 'london', 'logistics'],
  ['Альфа-Строй', 'moscow', 'construction'],
  ['Morgenrot GmbH', 'berlin', 'manufacturing'],
  ['Уральский инструмент', 'yekaterinburg', 'manufacturing'],
  ['Riverside Clinics', 'newYork', 'healthcare'],
  ['Сибирские сети', 'novosibirsk', 'software'],
  ['Alpska Mlekarna', 'ljubljana', 'retail'],
  ['Вектор Логистика', 'moscow', 'logistics'],
  ['Fenwick & Sons', 'london', 'retail'],
  ['Медицина Плюс', 'petersburg', 'healthcare'],
  ['Spreewerk AG', 'berlin', 'manufacturing'],
  ['Точная механика', 'yekaterinburg', 'manufacturing'],
  ['Hudson Learning', 'newYork', 'education'],
  ['Обь-Софт', 'novosibirsk', 'software'],
  ['Zelena Energija', 'ljubljana', 'other'],
  ['Дом книги «Страница»', 'moscow', 'retail'],
  ['Oakfield Finance', 'london', 'finance'],
  ['Невский банк развития', 'petersburg', 'finance'],
  ['Lindenhof Bau', 'berlin', 'construction'],
  ['Горный мастер', 'yekaterinburg', 'construction'],
  ['Brooklyn Bakers', 'newYork', 'retail'],
  ['Академия навыков', 'novosibirsk', 'education'],
  ['Jadran Transport', 'ljubljana', 'logistics'],
  ['Росток Агро', 'moscow', 'other'],
  ['Kestrel Software', 'london', 'software'],
  ['Балтийский причал', 'petersburg', 'logistics'],
  ['Havel Medizintechnik', 'berlin', 'healthcare'],
  ['Стальной мост', 'yekaterinburg', 'manufacturing'],
  ['Liberty Tools Inc', 'newYork', 'manufacturing'],
  ['Енисей Трейд', 'novosibirsk', 'retail'],
  ['Sava Studio', 'ljubljana', 'software'],
  ['Умный дом', 'moscow', 'construction'],
  ['Thistle Hotels', 'london', 'other'],
  ['Полярная аптека', 'petersburg', 'healthcare'],
  ['Kranich Verlag', 'berlin', 'education'],
  ['Урал-Карта', 'yekaterinburg', 'software'],
  ['Central Park Dental', 'newYork', 'healthcare'],
  ['Таёжный дом', 'novosibirsk', 'construction'],
  ['Triglav Outdoor', 'ljubljana', 'retail'],
];

/** Family names of women end in -а where the given name is a woman's: even numbers are men's. */
const RUSSIAN = {
  given: [
    'Алексей',
    'Светлана',
    'Николай',
    'Татьяна',
    'Андрей',
    'Ирина',
    'Михаил',
    'Наталья',
    'Роман',
    'Ксения',
    'Игорь',
    'Полина',
  ],
  family: [
    'Иванов',
    'Захаров',
    'Соловьёв',
    'Тихонов',
    'Борисов',
    'Егоров',
    'Макаров',
    'Фёдоров',
    'Крылов',
    'Громов',
  ],
};
const INTERNATIONAL = {
  given: [
    'James',
    'Emma',
    'Lukas',
    'Hannah',
    'Matej',
    'Maja',
    'Oliver',
    'Grace',
    'Jonas',
    'Lea',
    'Henry',
    'Nina',
  ],
  family: [
    'Walker',
    'Schneider',
    'Horvat',
    'Bennett',
    'Keller',
    'Zupan',
    'Carter',
    'Vogel',
    'Kovač',
    'Murphy',
  ],
};

const LIFECYCLES = [
  'active',
  'permanent',
  'active',
  'prospect',
  'active',
  'sleeping',
  'permanent',
  'active',
] as const;
const MANAGERS = ['Anna Petrova', 'Mark Fischer', 'Julia Novak', 'Anna Petrova'] as const;
const ROLES = ['decision_maker', 'user', 'accountant'] as const;
const POSITIONS = {
  RU: ['Директор', 'Руководитель проекта', 'Главный бухгалтер'],
  other: ['Managing director', 'Project lead', 'Chief accountant'],
} as const;
const CONTACTS_PER_ACCOUNT = 3;
const SECOND_ORGANISATIONS = 15;

export interface DemonstrationParty {
  readonly id: string;
  readonly fields: Record<string, unknown>;
}

export interface DemonstrationLink {
  readonly id: string;
  readonly accountId: string;
  readonly contactId: string;
  readonly role: string;
  readonly positionText: string;
  readonly isPrimaryContact: boolean;
  readonly isPrimaryAccount: boolean;
}

function placeOf(accountIndex: number): Place {
  return places[ACCOUNTS[accountIndex]?.[1] ?? 'moscow'] ?? moscow;
}

function at<T>(list: readonly T[], index: number): T {
  return list[index % list.length] as T;
}

/** As companies have them in old files: one without area code, one that is no number. */
const BAD_PHONES: Readonly<Record<number, string>> = { 14: '212-34-56', 26: 'спросить на проходной' };

export const accounts: readonly DemonstrationParty[] = ACCOUNTS.map(([name, , industry], index) => {
  const place = placeOf(index);
  const domain = `customer${padded(index + 1, 2)}.example`;
  return {
    id: demonstrationId('account', index + 1),
    fields: {
      name,
      industry,
      lifecycle: at(LIFECYCLES, index),
      owner: personNamed(at(MANAGERS, index)).id,
      city: place.city,
      country: place.country,
      timeZone: place.timeZone,
      currency: place.currency,
      domain,
      website: `https://www.${domain}`,
      email: `office@${domain}`,
      phone: BAD_PHONES[index] ?? place.phone(index + 1),
      relationTypes: index % 9 === 8 ? ['client', 'partner'] : ['client'],
    },
  };
});

export const contacts: readonly DemonstrationParty[] = Array.from(
  { length: ACCOUNTS.length * CONTACTS_PER_ACCOUNT },
  (_, index) => {
    const accountIndex = Math.floor(index / CONTACTS_PER_ACCOUNT);
    const place = placeOf(accountIndex);
    const isRussian = place.country === 'RU';
    const names = isRussian ? RUSSIAN : INTERNATIONAL;
    const given = at(names.given, index * 5 + accountIndex);
    const isWoman = names.given.indexOf(given) % 2 === 1;
    const family = at(names.family, index * 3 + accountIndex);
    return {
      id: demonstrationId('contact', index + 1),
      fields: {
        givenName: given,
        familyName: isRussian && isWoman ? `${family}а` : family,
        language: isRussian ? 'ru' : 'en',
        timeZone: place.timeZone,
        owner: accounts[accountIndex]?.fields.owner,
        email: `contact${padded(index + 1, 3)}@customer${padded(accountIndex + 1, 2)}.example`,
        // Two have no number and one wishes no calls: the processes must cope.
        phone: index === 40 || index === 77 ? null : place.phone(100 + index),
        doNotCall: index === 58,
      },
    };
  },
);

export const links: readonly DemonstrationLink[] = [
  ...contacts.map((contact, index) => {
    const accountIndex = Math.floor(index / CONTACTS_PER_ACCOUNT);
    const place = index % CONTACTS_PER_ACCOUNT;
    return {
      id: demonstrationId('link', index + 1),
      accountId: demonstrationId('account', accountIndex + 1),
      contactId: contact.id,
      role: at(ROLES, place),
      positionText: at(placeOf(accountIndex).country === 'RU' ? POSITIONS.RU : POSITIONS.other, place),
      isPrimaryContact: place === 0,
      isPrimaryAccount: true,
    };
  }),
  ...Array.from({ length: SECOND_ORGANISATIONS }, (_, index) => {
    const accountIndex = (index * 2 + 8) % ACCOUNTS.length;
    return {
      id: demonstrationId('link', 1000 + index),
      accountId: demonstrationId('account', accountIndex + 1),
      // The first contact of every second account: a person with a say, who advises another company.
      contactId: demonstrationId('contact', index * 2 * CONTACTS_PER_ACCOUNT + 1),
      role: index % 2 === 0 ? 'consultant' : 'payer',
      positionText: placeOf(accountIndex).country === 'RU' ? 'Советник' : 'Adviser',
      isPrimaryContact: false,
      isPrimaryAccount: false,
    };
  }),
];
