/** What a merge writes as the product and not as a person: fields that people cannot write go as columns. */
import type { EntityDefinition, FieldValues } from '../entities/entity-types.ts';
import { attributesOf } from '../entities/write-record.ts';

interface AsWritten {
  readonly fields: FieldValues;
  readonly attributes?: FieldValues;
}

export function asWritten(definition: EntityDefinition, values: FieldValues): AsWritten {
  const readOnly = new Set(definition.fields.filter((field) => field.readOnly).map((field) => field.key));
  const entries = Object.entries(values);
  const attributes = attributesOf(
    definition,
    Object.fromEntries(entries.filter(([key]) => readOnly.has(key))),
  );
  return {
    fields: Object.fromEntries(entries.filter(([key]) => !readOnly.has(key))),
    ...(Object.keys(attributes).length > 0 && { attributes }),
  };
}
