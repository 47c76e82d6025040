import { routes, type Locale } from '#contract';
import { useAction } from '../../client/index.ts';
import { changeLocale } from '../../i18n/i18n.ts';

/** Changes the language at once and remembers it for the person. */
export function useSetLocale(): (locale: Locale) => void {
  const setLocale = useAction(routes.session.setLocale, { invalidate: [routes.session.me] });
  return (locale) => {
    void changeLocale(locale);
    setLocale.run({ body: { locale } });
  };
}
