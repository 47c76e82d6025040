import { useTranslation } from 'react-i18next';
import type { TimelineItem } from '#contract';
import { formatDateTime } from '../../i18n/formats.ts';
import { useLocale, useLocalized } from '../../i18n/use-locale.ts';
import { valueText } from '../records/field-values.ts';
import { useEntity } from '../records/use-entity.ts';
import classes from './timeline.module.css';

interface TimelineChangesProps {
  readonly changes: TimelineItem['changes'];
  readonly entity: string;
}

const SHOWN = 6;
const ID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

/** The id of a record whose title is not told says nothing to a reader. */
function isBareId(value: unknown): boolean {
  return typeof value === 'string' && ID.test(value);
}

/** Field by field: from what to what. */
export function TimelineChanges({ changes, entity }: TimelineChangesProps) {
  const { t } = useTranslation(['common', 'sales']);
  const locale = useLocale();
  const localized = useLocalized();
  const meta = useEntity(entity);
  /** The prices of a price list are no field of it. */
  const wordOf = (field: string): string =>
    entity === 'price_list' && field === 'rules' ? t('sales:prices.title') : field;
  const words = {
    yes: t('common:words.yes'),
    no: t('common:words.no'),
    formatDateTime: (value: string) => formatDateTime(locale, value),
  };
  return (
    <ul className={classes.changes}>
      {changes.slice(0, SHOWN).map((change) => {
        const field = meta?.fields.find((candidate) => candidate.key === change.field);
        return (
          <li key={change.field}>
            <span className={classes.field}>{field ? localized(field.label) : wordOf(change.field)}</span>
            {!isBareId(change.from) && !isBareId(change.to) && (
              <>
                <span className={classes.from}>{valueText(field, change.from, locale, words)}</span>
                <span aria-hidden>→</span>
                <span className={classes.to}>{valueText(field, change.to, locale, words)}</span>
              </>
            )}
          </li>
        );
      })}
    </ul>
  );
}
