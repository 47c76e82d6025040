import { Alert } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ApiError } from '../../client/index.ts';

const KINDS = ['department', 'position', 'person', 'process', 'openTasks'] as const;

interface Use {
  readonly kind: (typeof KINDS)[number];
  readonly name: string;
}

/** What belongs to a department or position and stands against removing it or giving it another code. */
export function StructureUses({ error }: { readonly error: ApiError }) {
  const { t } = useTranslation('structure');
  const { uses } = (error.details ?? {}) as { readonly uses?: unknown };
  return (
    <Alert color="red" title={t('inUse')} role="alert">
      <ul style={{ margin: 0, paddingLeft: 18 }}>
        {(Array.isArray(uses) ? uses.filter(isUse) : []).map(({ kind, name }) => (
          <li key={`${kind} ${name}`}>{t(`uses.${kind}`, { name })}</li>
        ))}
      </ul>
    </Alert>
  );
}

function isUse(value: unknown): value is Use {
  const kind = (value as { kind?: unknown } | null)?.kind;
  return KINDS.some((one) => one === kind);
}
