import { Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

interface StepValues {
  readonly text: string;
  readonly isWrong: boolean;
  readonly change: (text: string) => void;
  /** Null when the text is no JSON object, which is then said. */
  readonly read: () => Record<string, unknown> | null;
}

/** What a step that is left out would have given, as a person writes it. */
export function useStepValues(): StepValues {
  const [text, setText] = useState('');
  const [isWrong, setWrong] = useState(false);
  return {
    text,
    isWrong,
    change: setText,
    read() {
      const values = valuesFrom(text);
      setWrong(values === null);
      return values;
    },
  };
}

interface StepValuesFieldProps {
  readonly values: StepValues;
  /** Below it, where nothing else keeps a distance. */
  readonly mb?: 'md';
  /** Where the values are not those of a step. */
  readonly words?: { readonly label: string; readonly hint: string };
}

export function StepValuesField({ values, mb, words }: StepValuesFieldProps) {
  const { t } = useTranslation('instance');
  return (
    <Textarea
      mb={mb}
      label={words?.label ?? t('incident.values')}
      description={words?.hint ?? t('incident.valuesHint')}
      placeholder='{"approved": true}'
      autosize
      minRows={3}
      value={values.text}
      onChange={(event) => values.change(event.currentTarget.value)}
      error={values.isWrong ? t('parameters.notJson') : undefined}
    />
  );
}

function valuesFrom(text: string): Record<string, unknown> | null {
  if (text.trim() === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
