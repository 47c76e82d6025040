import { useLocalized } from '../../i18n/use-locale.ts';
import { useEntity } from '../records/use-entity.ts';
import type { AskedField } from './rule-conditions.tsx';

/** Fields of a kind of record that rules may ask for. */
export function useAskedFields(entity: string): AskedField[] {
  const localized = useLocalized();
  const meta = useEntity(entity);
  return (meta?.fields ?? []).map((field) => ({
    key: field.key,
    label: localized(field.label),
    meta: field,
  }));
}
