import { useTranslation } from 'react-i18next';

const KINDS = ['any', 'process', 'activity', 'comment', 'question', 'mail'];

interface Happened {
  readonly verb: string;
  /** Of an entry of the timeline; the audit does not tell them apart. */
  readonly kind?: string;
}

/** What an entry says happened. A verb that these texts do not know yet is shown as it came, in words. */
export function useVerb({ kind, verb }: Happened): string {
  const { t, i18n } = useTranslation('timeline');
  // Verbs come from the server, so their keys are looked up at run time.
  const read = t as (key: string) => string;
  const keys = (kind === undefined ? KINDS : [kind, 'any']).map((one) => `verbs.${one}.${verb}`);
  const known = keys.find((key) => i18n.exists(`timeline:${key}`));
  return known === undefined ? verb.replaceAll('_', ' ') : read(known);
}
