import { useTranslation } from 'react-i18next';
import type { ApiError } from '../../client/index.ts';

const KINDS = ['company', 'person', 'team', 'servicePolicy', 'openClocks', 'process'] as const;

interface Use {
  readonly kind: (typeof KINDS)[number];
  readonly name: string;
}

/** What goes by a calendar and stands against deleting it. */
export function CalendarUses({ error }: { readonly error: ApiError }) {
  const { t } = useTranslation('calendars');
  const { uses } = (error.details ?? {}) as { readonly uses?: unknown };
  return (
    <ul style={{ margin: 0, paddingLeft: 18 }}>
      {(Array.isArray(uses) ? uses.filter(isUse) : []).map((use) => (
        <li key={`${use.kind} ${use.name}`}>{t(`uses.${use.kind}`, { name: use.name })}</li>
      ))}
    </ul>
  );
}

function isUse(value: unknown): value is Use {
  const kind = (value as { kind?: unknown } | null)?.kind;
  return KINDS.some((one) => one === kind);
}
