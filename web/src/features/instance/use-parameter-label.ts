import type { Parameter } from '#contract';
import { useEntities } from '../../app/shell/navigation.ts';
import { useLocalized } from '../../i18n/use-locale.ts';

/** What a kind of record is called. */
export function useKindWord(): (entity: string) => string | undefined {
  const localized = useLocalized();
  const entities = useEntities();
  return (entity) => {
    const meta = entities.find((one) => one.entity === entity);
    return meta && localized(meta.label);
  };
}

/** What people call a parameter: as its form does; a record by its kind, where its name says no more than that. */
export function useParameterLabel(): (parameter: Parameter) => string {
  const kindOf = useKindWord();
  return ({ label, name, record }) => (label ?? (record?.entity === name && kindOf(name))) || name;
}
