import { routes, type LocalizedText } from '#contract';
import { useRoute } from '../../client/index.ts';
import { useLocalized } from '../../i18n/use-locale.ts';

interface Choices {
  /** What can be chosen now. */
  readonly data: readonly { readonly value: string; readonly label: string }[];
  /** The name of a code, also of one that was switched off. */
  readonly nameOf: (code: string) => string;
}

/** The choices of what is no field of a record: roles at a customer, ways of paying. */
export function useChoices(list: 'account_contact.role' | 'deal.contactRole' | 'payment.method'): Choices {
  const localized = useLocalized();
  const { data } = useRoute(routes.choices.choicesOf, { params: { list } }, { staleTime: 60_000 });
  const items: readonly { value: string; label: LocalizedText; active: boolean }[] = data?.items ?? [];
  return {
    data: items.filter((one) => one.active).map(({ value, label }) => ({ value, label: localized(label) })),
    nameOf: (code) => {
      const found = items.find((one) => one.value === code);
      return found ? localized(found.label) : code;
    },
  };
}
