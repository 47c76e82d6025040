import { useTranslation } from 'react-i18next';
import type { LocalizedText } from '#contract';
import type { ApiError } from '../../client/index.ts';
import { useLocalized } from '../../i18n/use-locale.ts';

const KINDS = [
  'serviceLevel',
  'stage',
  'distributionRule',
  'distributionPerson',
  'lifecycleRule',
  'scoreRule',
  'field',
  'webForm',
  'mailRules',
  'process',
  'decision',
] as const;

interface Use {
  readonly code: string;
  readonly kind: (typeof KINDS)[number];
  readonly name: LocalizedText;
}

interface ChoiceUsesProps {
  readonly error: ApiError;
  readonly nameOf: (code: string) => LocalizedText | undefined;
}

/** What names a choice and stands against switching it off. */
export function ChoiceUses({ error, nameOf }: ChoiceUsesProps) {
  const { t } = useTranslation('choices');
  const localized = useLocalized();
  const { uses } = (error.details ?? {}) as { readonly uses?: unknown };
  return (
    <ul style={{ margin: 0, paddingLeft: 18 }}>
      {(Array.isArray(uses) ? uses.filter(isUse) : []).map((use) => {
        const choice = nameOf(use.code);
        const words = t(`uses.${use.kind}`, { name: localized(use.name) });
        return (
          <li key={`${use.code} ${use.kind} ${use.name.en}`}>
            {choice ? localized(choice) : use.code}: {words}
          </li>
        );
      })}
    </ul>
  );
}

function isUse(value: unknown): value is Use {
  const kind = (value as { kind?: unknown } | null)?.kind;
  return KINDS.some((one) => one === kind);
}
