/** Fixed ids of the demonstration, the same in every installation, so that links, tests and screenshots keep working. */
const KINDS = {
  department: '01',
  position: '02',
  user: '03',
  team: '04',
  substitution: '05',
  account: '06',
  contact: '07',
  link: '08',
  product: '09',
  lead: '0a',
  deal: '0b',
  quote: '0c',
  order: '0d',
  row: '0e',
  relation: '0f',
  // 10: tickets, which the processes make.
  tag: '11',
  oldTicket: '12',
} as const;

/** A UUID of version 7's shape whose last digits are kind and number. */
export function demonstrationId(kind: keyof typeof KINDS, number: number): string {
  return `01900000-0000-7000-8000-${KINDS[kind]}${number.toString(16).padStart(10, '0')}`;
}
