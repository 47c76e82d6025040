/** Cells as people write them: numbers, dates, phones, names, choices, and which column is what. */
import { describe, expect, it } from 'vitest';
import {
  duplicateScore,
  guessDateOrder,
  guessDecimalSign,
  nameKey,
  parseDate,
  parseDateTime,
  parseEmails,
  parseNumber,
  parsePersonName,
  parsePhones,
  type PartyFacts,
} from '#crm/testing';

const values = (reading: { state: string; value?: unknown }) => [reading.state, reading.value];

describe('a number', () => {
  it.each([
    ['1234.5', null, 'ok', 1234.5],
    ['1 234,50', null, 'fixed', 1234.5],
    ['1 234 567,89 ₽', null, 'fixed', 1234567.89],
    ['€ 1.234,56', null, 'fixed', 1234.56],
    ['$1,234.56', null, 'fixed', 1234.56],
    ['1,234,567', null, 'fixed', 1234567],
    ['(500)', null, 'fixed', -500],
    ['15 %', null, 'fixed', 15],
    ['1,234', 'comma', 'fixed', 1.234],
    ['1,234', 'point', 'fixed', 1234],
    ['1,234', null, 'doubtful', 1234],
    ['1.234', null, 'doubtful', 1.234],
    ['-7', null, 'ok', -7],
  ] as const)('%s with %s is %s %s', (text, sign, state, value) => {
    expect(values(parseNumber(text, sign))).toEqual([state, value]);
  });

  it.each(['', 'abc', '1.2.3,4,5', '12a', '--'])('%s is none', (text) => {
    expect(parseNumber(text, null).state).toBe('bad');
  });

  it('learns the sign of the fraction from its column', () => {
    expect(guessDecimalSign(['1,234', '2,5', '3,75'])).toBe('comma');
    expect(guessDecimalSign(['1,234', '2.5'])).toBe('point');
    expect(guessDecimalSign(['1,234', '2,345'])).toBeNull();
  });
});

describe('a date', () => {
  it.each([
    ['2026-02-03', null, 'ok', '2026-02-03'],
    ['03.02.2026', null, 'fixed', '2026-02-03'],
    ['13/02/2026', null, 'fixed', '2026-02-13'],
    ['02/13/2026', null, 'fixed', '2026-02-13'],
    ['02/03/2026', 'mdy', 'fixed', '2026-02-03'],
    ['02/03/2026', null, 'doubtful', '2026-03-02'],
    ['3.2.85', null, 'doubtful', '1985-02-03'],
    ['3 февраля 2026 г.', null, 'fixed', '2026-02-03'],
    ['3 Mar 2026', null, 'fixed', '2026-03-03'],
    ['March 3, 2026', null, 'fixed', '2026-03-03'],
    ['12 мая 2026', null, 'fixed', '2026-05-12'],
    ['2026/2/3', null, 'fixed', '2026-02-03'],
    ['45000', null, 'fixed', '2023-03-15'],
  ] as const)('%s (%s) is %s %s', (text, order, state, value) => {
    expect(values(parseDate(text, order))).toEqual([state, value]);
  });

  it.each(['31.02.2026', 'soon', '2026-13-01', '99'])('%s is none', (text) => {
    expect(parseDate(text, null).state).toBe('bad');
  });

  it('learns the order from its column', () => {
    expect(guessDateOrder(['01/02/2026', '25/02/2026'])).toBe('dmy');
    expect(guessDateOrder(['01/02/2026', '02/25/2026 10:00'])).toBe('mdy');
    expect(guessDateOrder(['01/02/2026'])).toBeNull();
  });

  it('has a time in the zone of the reader, or in its own', () => {
    const moscow = (local: string) => new Date(`${local}+03:00`).toISOString();
    expect(parseDateTime('03.02.2026 10:30', null, moscow)).toMatchObject({
      value: '2026-02-03T07:30:00.000Z',
    });
    expect(parseDateTime('2026-02-03T10:30:00Z', null, moscow)).toMatchObject({
      value: '2026-02-03T10:30:00.000Z',
    });
    expect(parseDateTime('2/3/2026 1:05 PM', 'mdy', moscow)).toMatchObject({
      value: '2026-02-03T10:05:00.000Z',
    });
    expect(parseDateTime('03.02.2026 25:00', null, moscow).state).toBe('bad');
  });
});

describe('phones of a cell', () => {
  const moscow = { country: 'RU', city: 'Москва' };
  it.each([
    ['8 (916) 123-45-67', 'fixed', ['+79161234567'], [null]],
    ['+79161234567', 'ok', ['+79161234567'], [null]],
    ['+7 916 123-45-67 доб. 12', 'fixed', ['+79161234567'], ['12']],
    ['+7 916 123 45 67; 8 495 123-45-67', 'fixed', ['+79161234567', '+74951234567'], [null, null]],
    ['+7 916 1234567, +371 20000001', 'fixed', ['+79161234567', '+37120000001'], [null, null]],
    ['8 495 1234567, доб. 5', 'fixed', ['+74951234567'], ['5']],
    ['0037120000001', 'fixed', ['+37120000001'], [null]],
    ['123-45-67', 'doubtful', ['+74951234567'], [null]],
    ['12', 'doubtful', [null], [null]],
  ])('%s is %s %s', (text, state, numbers, extensions) => {
    const reading = parsePhones(text, moscow);
    expect(reading.state).toBe(state);
    const phones = reading.state === 'bad' ? [] : reading.value;
    expect(phones.map((phone) => phone.e164)).toEqual(numbers);
    expect(phones.map((phone) => phone.ext)).toEqual(extensions);
  });

  it('keeps what cannot be dialled as it stands', () => {
    const reading = parsePhones('12', moscow);
    expect(reading).toMatchObject({
      state: 'doubtful',
      doubt: 'phone',
      value: [{ raw: '12', status: 'invalid' }],
    });
  });
});

describe('addresses of a cell', () => {
  it.each([
    ['ada@test.example', 'ok', ['ada@test.example']],
    ['Ada <ADA@Test.example>', 'fixed', ['ada@test.example']],
    ['mailto:a@b.example; c@d.example', 'fixed', ['a@b.example', 'c@d.example']],
    ['ada@test,example', 'doubtful', ['ada@test.example']],
  ])('%s is %s %s', (text, state, addresses) => {
    expect(values(parseEmails(text))).toEqual([state, addresses]);
  });
  it.each(['ada', '@', 'ada@', 'ada@test'])('%s is none', (text) => {
    expect(parseEmails(text).state).toBe('bad');
  });
});

describe('a whole name', () => {
  it.each([
    ['Иванов Иван Иванович', ['Иван', 'Иванович', 'Иванов', true]],
    ['Анна Петровна Сидорова', ['Анна', 'Петровна', 'Сидорова', true]],
    ['Сидорова Анна', ['Анна', '', 'Сидорова', true]],
    ['Анна Сидорова', ['Анна', '', 'Сидорова', true]],
    ['Ada Lovelace', ['Ada', '', 'Lovelace', true]],
    ['Lovelace, Ada King', ['Ada', 'King', 'Lovelace', true]],
    ['Maria del Carmen Lopez', ['Maria del Carmen', '', 'Lopez', false]],
    ['Cher', ['Cher', '', '', false]],
  ])('%s', (text, [givenName, middleName, familyName, isSure]) => {
    expect(parsePersonName(text)).toEqual({ givenName, middleName, familyName, isSure });
  });
});

const facts = (own: Partial<PartyFacts>): PartyFacts => ({
  isCompany: true,
  name: '',
  givenName: '',
  familyName: '',
  phones: [],
  emails: [],
  taxId: '',
  domain: '',
  address: '',
  country: '',
  birthday: '',
  ...own,
});

describe('a duplicate', () => {
  it.each<[string, Partial<PartyFacts>, Partial<PartyFacts>, number]>([
    ['equal phones', { phones: ['+79161234567'] }, { phones: ['+74950000000', '+79161234567'] }, 60],
    ['equal addresses', { emails: ['ada@test.example'] }, { emails: ['ada@test.example'] }, 70],
    ['addresses of a desk', { emails: ['info@test.example'] }, { emails: ['info@test.example'] }, 15],
    ['equal tax numbers', { taxId: '77' }, { taxId: '77' }, 90],
    ['equal domains of companies', { domain: 'test.example' }, { domain: 'test.example' }, 25],
    ['domains where anybody is', { domain: 'gmail.com' }, { domain: 'gmail.com' }, 0],
    [
      'domains of people',
      { isCompany: false, domain: 'test.example' },
      { isCompany: false, domain: 'test.example' },
      0,
    ],
    ['names that mean the same', { name: 'ООО «Ромашка»' }, { name: 'Ромашка, ООО' }, 30],
    ['names that nearly are', { name: 'Northern Lights Trading' }, { name: 'Northern Lights Tradings' }, 30],
    [
      'both names',
      { givenName: 'Ада', familyName: 'Ёлкина' },
      { givenName: 'ада', familyName: 'Елкина' },
      35,
    ],
    [
      'a birthday and names',
      { givenName: 'A', familyName: 'B', birthday: '1980-01-01' },
      { givenName: 'A', familyName: 'B', birthday: '1980-01-01' },
      55,
    ],
    [
      'other tax numbers',
      { taxId: '77', phones: ['+1'], domain: 'x.example' },
      { taxId: '78', phones: ['+1'], domain: 'x.example' },
      25,
    ],
    ['other countries', { phones: ['+1'], country: 'US' }, { phones: ['+1'], country: 'CA' }, 50],
    [
      'everything',
      { phones: ['+1'], emails: ['a@x.example'], taxId: '1', name: 'X' },
      { phones: ['+1'], emails: ['a@x.example'], taxId: '1', name: 'X' },
      100,
    ],
  ])('by %s', (_why, one, other, score) => {
    expect(duplicateScore(facts(one), facts(other)).score).toBe(score);
    expect(duplicateScore(facts(other), facts(one)).score).toBe(score);
  });

  it('gives its reasons, the heaviest first, and leaves out what too many share', () => {
    const party = facts({ phones: ['+1'], emails: ['a@x.example'], name: 'X' });
    expect(duplicateScore(party, party).reasons.map((reason) => reason.criterion)).toEqual([
      'email',
      'phone',
      'name',
    ]);
    expect(duplicateScore(party, party, new Set(['phone', 'email'])).score).toBe(30);
  });

  it('knows a name without its legal form', () => {
    expect(nameKey('Общество с ограниченной ответственностью «Вега»')).toBe(nameKey('Вега ООО'));
    expect(nameKey('ACME Ltd.')).toBe('acme');
    expect(nameKey('ООО')).toBe('ооо');
  });
});
