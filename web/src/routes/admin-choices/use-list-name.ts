import { routes, type ChoiceList } from '#contract';
import { useRoute } from '../../client/index.ts';
import { useLocalized } from '../../i18n/use-locale.ts';

/** What a list is called: its field, and whose. A list of several kinds of records names the kinds together. */
export function useListName(): (list: ChoiceList) => string {
  const localized = useLocalized();
  const entities = useRoute(routes.records.entities).data?.items ?? [];
  return ({ uses }) => {
    const kinds = new Map<string, Set<string>>();
    for (const { entity, label } of uses) {
      const kind = entities.find((meta) => meta.entity === entity);
      const text = localized(label);
      kinds.set(text, (kinds.get(text) ?? new Set()).add(kind ? localized(kind.label) : entity));
    }
    // Where a list goes by several names, by that of most kinds.
    const [first] = [...kinds].toSorted((one, other) => other[1].size - one[1].size);
    return first ? `${first[0]} (${[...first[1]].join(', ')})` : '';
  };
}
