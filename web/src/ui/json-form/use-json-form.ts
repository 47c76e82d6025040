import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocale } from '../../i18n/use-locale.ts';
import { fieldsOf, readFormSchema, type FormPart } from './schema.ts';
import { useHiddenParts } from './use-hidden-parts.ts';
import { fieldError, isEmpty, visibleFields, type FormErrors, type FormValues } from './validate.ts';

export interface JsonFormState {
  readonly parts: readonly FormPart[];
  readonly hidden: ReadonlySet<string>;
  readonly values: FormValues;
  readonly errors: FormErrors;
  setValue(key: string, value: unknown): void;
  /** Problems that the server found, by field key. */
  setErrors(errors: FormErrors): void;
  /** Checks what is on screen; shows the errors and gives false when there are any. */
  validate(): boolean;
  /** Values of the fields that are on screen: what is sent. Of a record's fields those that were changed. */
  visibleValues(): Record<string, unknown>;
}

/** A field that belongs to a record, with the record's own value. */
export interface RecordValue {
  readonly key: string;
  readonly value: unknown;
}

const NO_RECORDS: readonly RecordValue[] = [];

/** What nobody touched stays the record's: it is neither kept in a draft nor sent, and so undoes nobody's change. */
function touched(
  values: Readonly<Record<string, unknown>>,
  records: readonly RecordValue[],
): Record<string, unknown> {
  const untouched = new Set(
    records.filter(({ key, value }) => isSame(values[key], value)).map(({ key }) => key),
  );
  return Object.fromEntries(Object.entries(values).filter(([key]) => !untouched.has(key)));
}

function isSame(left: unknown, right: unknown): boolean {
  return (isEmpty(left) && isEmpty(right)) || JSON.stringify(left) === JSON.stringify(right);
}

function startValues(parts: readonly FormPart[], values: FormValues): FormValues {
  const defaults: Record<string, unknown> = {};
  for (const field of fieldsOf(parts)) {
    if (values[field.key] === undefined && field.defaultValue !== undefined)
      defaults[field.key] = field.defaultValue;
  }
  return { ...values, ...defaults };
}

/** State of a form that came as a form-js schema. `onChange` hears every edit (autosave). */
export function useJsonForm(
  schema: unknown,
  initial: FormValues,
  onChange?: (values: FormValues) => void,
  records: readonly RecordValue[] = NO_RECORDS,
): JsonFormState {
  const { t } = useTranslation('form');
  const locale = useLocale();
  const parts = useMemo(() => readFormSchema(schema, locale), [schema, locale]);
  const [values, setValues] = useState<FormValues>(() => startValues(parts, initial));
  const [errors, setErrors] = useState<FormErrors>({});
  const hidden = useHiddenParts(parts, values);
  const setValue = useCallback(
    (key: string, value: unknown) => {
      const next = { ...values, [key]: value };
      setValues(next);
      setErrors(({ [key]: _mended, ...rest }) => rest);
      onChange?.(touched(next, records));
    },
    [values, onChange, records],
  );
  const visible = visibleFields(parts, hidden);
  return {
    parts,
    hidden,
    values,
    errors,
    setValue,
    setErrors,
    validate: () => {
      const found: Record<string, string> = {};
      for (const field of visible) {
        const error = fieldError(field, values[field.key], t);
        if (error) found[field.key] = error;
      }
      setErrors(found);
      return Object.keys(found).length === 0;
    },
    visibleValues: () => {
      const sent = visible.filter((field) => !field.readOnly && values[field.key] !== undefined);
      return touched(Object.fromEntries(sent.map((field) => [field.key, values[field.key]])), records);
    },
  };
}
