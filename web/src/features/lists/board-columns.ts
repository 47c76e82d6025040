/** The columns of a board: every choice, and where rows stand outside of them, one without value and retired choices. */
import { useTranslation } from 'react-i18next';
import type { FieldMeta, RecordGroup } from '#contract';

type Option = NonNullable<FieldMeta['options']>[number];

export interface BoardColumnOption extends Option {
  /** Whether a card may be moved there. */
  readonly isOpen: boolean;
}

/** The value of the column of rows whose field is empty. */
export const WITHOUT_VALUE = '';

/** @param groups undefined while they load: then only the choices are known. */
export function useBoardColumns(
  field: FieldMeta,
  {
    pipeline,
    groups,
  }: { readonly pipeline: string | undefined; readonly groups: readonly RecordGroup[] | undefined },
): readonly BoardColumnOption[] {
  const { t } = useTranslation('lists');
  const isOfPipeline = (option: Option): boolean => !pipeline || option.group === pipeline;
  const hasRows = (key: string | null): boolean =>
    groups?.some((group) => group.key === key && group.count > 0) ?? false;
  const words = t('board.withoutValue');
  const choices = (field.options ?? []).filter(isOfPipeline).map((option) => ({ ...option, isOpen: true }));
  const retired = (field.retiredOptions ?? [])
    .filter((option) => isOfPipeline(option) && hasRows(option.value))
    .map((option) => ({ ...option, isOpen: false }));
  const without: BoardColumnOption = {
    ...{ value: WITHOUT_VALUE, label: { en: words, ru: words }, tone: 'neutral' },
    isOpen: !field.required,
  };
  return [...(hasRows(null) ? [without] : []), ...choices, ...retired];
}
