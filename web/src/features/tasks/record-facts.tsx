import type { RecordView } from '#contract';
import { FieldValue } from '../records/field-value.tsx';
import { currencyOf, isBlank } from '../records/field-values.ts';
import { useEntity } from '../records/use-entity.ts';
import { useLocalized } from '../../i18n/use-locale.ts';
import classes from './record-facts.module.css';

/** More would push what is open out of view; the whole record is one click away. */
const FACTS_MAX = 9;

/** The record's filled fields, the ones to reach somebody first. */
export function RecordFacts({ record }: { readonly record: RecordView }) {
  const localized = useLocalized();
  const meta = useEntity(record.entity);
  if (!meta) return null;
  const filled = meta.fields.filter(
    (field) =>
      field.key !== meta.titleField &&
      (field.section === 'main' || field.section === 'contact') &&
      field.type !== 'longText' &&
      !isBlank(record.fields[field.key]),
  );
  const shown = filled
    .toSorted((one, other) => Number(other.section === 'contact') - Number(one.section === 'contact'))
    .slice(0, FACTS_MAX);
  return (
    <dl className={classes.facts}>
      {shown.map((field) => (
        <div key={field.key} className={classes.fact}>
          <dt>{localized(field.label)}</dt>
          <dd>
            <FieldValue
              field={field}
              value={record.fields[field.key]}
              link={record.links[field.key]}
              currency={currencyOf(field, record.fields)}
            />
          </dd>
        </div>
      ))}
    </dl>
  );
}
