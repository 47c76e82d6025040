import { useDebouncedValue } from '@mantine/hooks';
import { routes, type DuplicateMatches } from '#contract';
import { useRoute } from '../../client/index.ts';
import { isBlank } from './field-values.ts';

const COMPARED = ['account', 'contact', 'lead'] as const;
const NOTHING: DuplicateMatches = { matches: [], hidden: [], blocks: false };
/** What tells one party from another; other fields ask nothing. */
const TELLING = [
  ...['name', 'givenName', 'familyName', 'companyName', 'kind', 'birthday'],
  ...['phone', 'email', 'taxId', 'domain', 'website', 'country', 'city', 'address'],
];

/** What the form's record resembles, asked a moment after the last key. */
export function usePossibleDuplicates(
  entity: string,
  values: Readonly<Record<string, unknown>>,
): DuplicateMatches {
  const compared = COMPARED.find((one) => one === entity);
  const telling = JSON.stringify(
    Object.fromEntries(
      Object.entries(values).filter(([key, value]) => TELLING.includes(key) && !isBlank(value)),
    ),
  );
  const [settled] = useDebouncedValue(telling, 400);
  const found = useRoute(
    routes.duplicates.checkDuplicates,
    { body: { entity: compared ?? 'contact', fields: JSON.parse(settled) as Record<string, unknown> } },
    { enabled: compared !== undefined && settled !== '{}', keepPrevious: true },
  );
  return compared === undefined || settled === '{}' ? NOTHING : (found.data ?? NOTHING);
}
