import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ApiError } from '../../client/index.ts';

const KIND_NAMES = ['labelEn', 'pluralEn', 'labelRu', 'pluralRu'] as const;
type KindNames = Readonly<Record<(typeof KIND_NAMES)[number], string>>;

interface KindInputsProps {
  readonly names: KindNames;
  readonly error: ApiError | null;
  readonly onChange: (names: KindNames) => void;
}

/** One and several of a kind, in both languages. */
export function KindInputs({ names, error, onChange }: KindInputsProps) {
  const { t } = useTranslation('fields');
  return KIND_NAMES.map((key) => (
    <TextInput
      key={key}
      withAsterisk
      data-autofocus={key === 'labelEn' || undefined}
      label={t(key)}
      value={names[key]}
      error={error?.fields.find((field) => field.path.endsWith(key))?.message}
      onChange={(event) => onChange({ ...names, [key]: event.currentTarget.value })}
    />
  ));
}
