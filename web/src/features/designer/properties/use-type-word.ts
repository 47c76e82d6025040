import { useTranslation } from 'react-i18next';

interface Typed {
  readonly type: string;
  readonly kind?: string | null;
}

/** What an element is, in one or two words; foreign kinds by their BPMN name. */
export function useTypeWord(): (element: Typed) => string {
  const { t, i18n } = useTranslation('designer');
  return ({ type, kind }) => {
    const name = kind ?? type.replace(/^\w+:/, '');
    const key = name.charAt(0).toLowerCase() + name.slice(1);
    return i18n.exists(`designer:types.${key}`) ? t(`types.${key}` as 'types.userTask') : name;
  };
}
