import { useTranslation } from 'react-i18next';
import type { TimelineItem } from '#contract';

/** What an entry says happened. A verb that these texts do not know yet is shown as it came, in words. */
export function useVerb(item: TimelineItem): string {
  const { t, i18n } = useTranslation('timeline');
  const own = `verbs.${item.kind}.${item.verb}`;
  const common = `verbs.any.${item.verb}`;
  // Verbs come from the server, so their keys are looked up at run time.
  const read = t as (key: string) => string;
  if (i18n.exists(`timeline:${own}`)) return read(own);
  if (i18n.exists(`timeline:${common}`)) return read(common);
  return item.verb.replaceAll('_', ' ');
}
