import { useTranslation } from 'react-i18next';
import type { FieldMeta, RecordLink as RecordLinkView } from '#contract';
import { formatDate, formatDateTime } from '../../i18n/formats.ts';
import { useLocale, useLocalized } from '../../i18n/use-locale.ts';
import { PersonAvatar } from '../../ui/person-avatar.tsx';
import { RecordLink } from '../../ui/record-link.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { isBlank, moneyText, numberText, optionOf } from './field-values.ts';

interface FieldValueProps {
  readonly field: FieldMeta;
  readonly value: unknown;
  /** Title of the referenced record or person; of a text that is a code, its words. */
  readonly link?: RecordLinkView | null;
  /** In which money is, where the record says it. */
  readonly currency?: string | null;
  /** In a table: one line, references without their own click. */
  readonly dense?: boolean;
}

/** A field's value as it is read, by the field's type. */
export function FieldValue({ field, value, link, currency, dense }: FieldValueProps) {
  const { t } = useTranslation();
  const locale = useLocale();
  const localized = useLocalized();
  if (isBlank(value)) return <span style={{ color: 'var(--tl-text-dim)' }}>–</span>;
  const text = String(value);
  switch (field.type) {
    case 'boolean':
      return t(value === true ? 'words.yes' : 'words.no');
    case 'number':
      return numberText(locale, value);
    case 'money':
      return moneyText(locale, value, currency);
    case 'date':
      return formatDate(locale, text);
    case 'dateTime':
      return <time dateTime={text}>{formatDateTime(locale, text)}</time>;
    case 'select': {
      const option = optionOf(field, text);
      // Choices without any tone are words, not states.
      if (field.options?.every((one) => one.tone === 'neutral'))
        return option ? localized(option.label) : text;
      return <StatusBadge tone={option?.tone ?? 'neutral'} label={option ? localized(option.label) : text} />;
    }
    case 'multiSelect':
      return (Array.isArray(value) ? value : [value])
        .map((one) => {
          const option = optionOf(field, String(one));
          return option ? localized(option.label) : String(one);
        })
        .join(', ');
    case 'user':
      return <PersonAvatar person={{ id: text, name: link?.title ?? t('words.unknown') }} withName />;
    case 'reference':
      return link ? <RecordLink record={link} icon={!dense} wrap={!dense} /> : t('words.unknown');
    case 'phone':
      return <a href={`tel:${text.replace(/[^\d+]/g, '')}`}>{text}</a>;
    case 'email':
      return <a href={`mailto:${text}`}>{text}</a>;
    case 'url':
      return (
        <a
          href={/^https?:\/\//.test(text) ? text : `https://${text}`}
          target="_blank"
          rel="noreferrer noopener"
        >
          {text}
        </a>
      );
    case 'longText':
      return <span style={dense ? undefined : { whiteSpace: 'pre-line' }}>{text}</span>;
    case 'text':
      return link?.title ?? text;
  }
}
