/** The demonstration's own company: departments, positions, a dozen people, absences and working time. */
import { demonstrationId } from './ids.ts';

interface DemonstrationDepartment {
  readonly code: string;
  readonly name: string;
  readonly nameRu: string;
  readonly parent: string | null;
}

export const departments: readonly DemonstrationDepartment[] = [
  { code: 'management', name: 'Management', nameRu: 'Руководство', parent: null },
  { code: 'sales', name: 'Sales', nameRu: 'Продажи', parent: 'management' },
  { code: 'support', name: 'Support', nameRu: 'Поддержка', parent: 'management' },
  { code: 'operations', name: 'Operations', nameRu: 'Процессы и ИТ', parent: 'management' },
  { code: 'finance', name: 'Finance', nameRu: 'Финансы', parent: 'management' },
];

interface DemonstrationPosition {
  readonly code: string;
  readonly department: string;
  readonly title: string;
  readonly titleRu: string;
  readonly isHead: boolean;
}

export const positions: readonly DemonstrationPosition[] = [
  { code: 'director', department: 'management', title: 'Director', titleRu: 'Директор', isHead: true },
  {
    code: 'sales-head',
    department: 'sales',
    title: 'Head of sales',
    titleRu: 'Руководитель продаж',
    isHead: true,
  },
  {
    code: 'account-manager',
    department: 'sales',
    title: 'Account manager',
    titleRu: 'Менеджер клиентов',
    isHead: false,
  },
  {
    code: 'support-head',
    department: 'support',
    title: 'Head of support',
    titleRu: 'Руководитель поддержки',
    isHead: true,
  },
  {
    code: 'support-agent',
    department: 'support',
    title: 'Support engineer',
    titleRu: 'Инженер поддержки',
    isHead: false,
  },
  {
    code: 'process-owner',
    department: 'operations',
    title: 'Process owner',
    titleRu: 'Владелец процессов',
    isHead: true,
  },
  {
    code: 'administrator',
    department: 'operations',
    title: 'Administrator',
    titleRu: 'Администратор',
    isHead: false,
  },
  { code: 'accountant', department: 'finance', title: 'Accountant', titleRu: 'Бухгалтер', isHead: true },
];

export interface DemonstrationPerson {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly position: string;
  readonly role: string | null;
  readonly locale: 'en' | 'ru';
}

const PEOPLE: readonly (readonly [
  name: string,
  position: string,
  role: string | null,
  locale: 'en' | 'ru',
])[] = [
  ['Elena Orlova', 'director', 'manager', 'en'],
  ['Dmitry Sokolov', 'sales-head', 'manager', 'en'],
  ['Anna Petrova', 'account-manager', 'employee', 'en'],
  ['Mark Fischer', 'account-manager', 'employee', 'en'],
  ['Julia Novak', 'account-manager', 'employee', 'en'],
  ['Sergey Volkov', 'support-head', 'manager', 'ru'],
  ['Maria Lebedeva', 'support-agent', 'employee', 'ru'],
  ['Pavel Morozov', 'support-agent', 'employee', 'ru'],
  ['Kate Brown', 'support-agent', 'employee', 'en'],
  ['Olga Smirnova', 'process-owner', 'process_owner', 'en'],
  ['Viktor Popov', 'administrator', 'admin', 'en'],
  // Has nothing but the role of everybody: sees no customer and no process.
  ['Nina Belova', 'accountant', null, 'ru'],
];

export const people: readonly DemonstrationPerson[] = PEOPLE.map(([name, position, role, locale], index) => ({
  id: demonstrationId('user', index + 1),
  name,
  email: `${(name.split(' ')[0] ?? name).toLowerCase()}@demo.example`,
  position,
  role,
  locale,
}));

export function personNamed(name: string): DemonstrationPerson {
  const found = people.find((person) => person.name === name);
  if (!found) throw new Error(`Expected '${name}' among the people of the demonstration.`);
  return found;
}

/** One absence now, one over, one to come; days from the day of seeding. */
export const absences = [
  { absent: 'Mark Fischer', by: 'Anna Petrova', fromDay: -2, toDay: 12 },
  { absent: 'Pavel Morozov', by: 'Maria Lebedeva', fromDay: -70, toDay: -56 },
  { absent: 'Julia Novak', by: 'Mark Fischer', fromDay: 20, toDay: 34 },
] as const;

const DAY = [['09:00', '18:00']] as const;
const LONG_DAY = [['08:00', '20:00']] as const;

/** The company's own calendar comes with the schema; the demonstration adds its holidays and two more. */
export const calendars = [
  {
    code: 'international',
    name: 'International office',
    nameRu: 'Зарубежный офис',
    timeZone: 'Europe/Berlin',
    week: [DAY, DAY, DAY, DAY, DAY, [], []],
  },
  {
    code: 'support-extended',
    name: 'Support, every day 8 to 20',
    nameRu: 'Поддержка, ежедневно с 8 до 20',
    timeZone: 'Europe/Moscow',
    week: [LONG_DAY, LONG_DAY, LONG_DAY, LONG_DAY, LONG_DAY, LONG_DAY, LONG_DAY],
  },
] as const;

/** Month and day of public holidays, the same every year. */
export const holidays: Readonly<Record<string, readonly (readonly [monthDay: string, name: string])[]>> = {
  company: [
    ...[1, 2, 3, 4, 5, 6, 7, 8].map((day) => [`01-0${day}`, 'New Year holidays'] as const),
    ['02-23', 'Defender of the Fatherland Day'],
    ['03-08', "International Women's Day"],
    ['05-01', 'Labour Day'],
    ['05-09', 'Victory Day'],
    ['06-12', 'Russia Day'],
    ['11-04', 'Unity Day'],
  ],
  international: [
    ['01-01', "New Year's Day"],
    ['05-01', 'Labour Day'],
    ['10-03', 'German Unity Day'],
    ['12-25', 'Christmas Day'],
    ['12-26', 'Second Day of Christmas'],
  ],
};
