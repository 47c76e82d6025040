import { Anchor } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { AuditItem, EntityMeta } from '#contract';
import { paths } from '../../app/paths.ts';
import classes from '../../features/audit/audit.module.css';
import { useVerb } from '../../features/timeline/use-verb.ts';
import { valueText } from '../../features/records/field-values.ts';
import { formatDateTime } from '../../i18n/formats.ts';
import { useLocale, useLocalized } from '../../i18n/use-locale.ts';

interface AuditRowProps {
  readonly item: AuditItem;
  readonly entities: readonly EntityMeta[];
}

const SHOWN = 8;
const GONE = ['deleted', 'purged'];

/** Can be written in the line: no parts of parts, which say little to a reader. */
function isShort(value: unknown): boolean {
  if (Array.isArray(value)) return value.every((one) => typeof one !== 'object');
  return typeof value !== 'object' || value === null;
}

/** One event: what happened to what, by whom, and each field from what to what. */
export function AuditRow({ item, entities }: AuditRowProps) {
  const [isWhole, setWhole] = useState(false);
  const { t, i18n } = useTranslation(['audit', 'common', 'timeline']);
  const locale = useLocale();
  const localized = useLocalized();
  const meta = entities.find((one) => one.entity === item.entity);
  // Verbs and kinds come from the server, so their keys are looked up at run time.
  const read = (key: string, otherwise: string): string =>
    i18n.exists(`audit:${key}`) ? (t as (key: string) => string)(`audit:${key}`) : otherwise;
  const kind = meta ? localized(meta.label) : read(`audit.shipped.${item.entity}`, item.entity);
  const verb = read(`audit.verbs.${item.verb}`, useVerb(item).toLocaleLowerCase(locale));
  const author = item.processName
    ? t('audit:audit.process', { name: item.processName })
    : (item.actor.name ?? t('audit:audit.system'));
  const words = {
    yes: t('common:words.yes'),
    no: t('common:words.no'),
    formatDateTime: (value: string) => formatDateTime(locale, value),
  };
  const hasPage = meta && !meta.isDirectory && meta.entity !== 'user' && !GONE.includes(item.verb);
  return (
    <li className={classes.row}>
      <div className={classes.facts}>
        <span>
          <strong>{kind}</strong> {item.title !== item.text && <span translate="no">{item.title}</span>}{' '}
          {verb} <span translate="no">{item.text}</span>
        </span>
        {item.changes.slice(0, isWhole ? undefined : SHOWN).map((change) => {
          const field = meta?.fields.find((one) => one.key === change.field);
          const isPlain = field !== undefined || (isShort(change.from) && isShort(change.to));
          return (
            <span key={change.field} className={classes.change}>
              <span className={classes.dim}>{field ? localized(field.label) : change.field}</span>
              {isPlain && (
                <>
                  <span className={classes.former}>{valueText(field, change.from, locale, words)}</span>
                  <span aria-hidden>→</span>
                  <span>{valueText(field, change.to, locale, words)}</span>
                </>
              )}
            </span>
          );
        })}
        {!isWhole && item.changes.length > SHOWN && (
          <Anchor component="button" size="sm" onClick={() => setWhole(true)}>
            {t('audit:audit.more', { count: item.changes.length - SHOWN })}
          </Anchor>
        )}
        <span className={classes.dim}>{[formatDateTime(locale, item.at), author].join(' · ')}</span>
      </div>
      {hasPage && <Link to={paths.record(item.entity, item.recordId)}>{t('audit:audit.open')}</Link>}
    </li>
  );
}
