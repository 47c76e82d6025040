import { Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { HistoryItem } from '#contract';
import { formatDate, formatTime } from '../../i18n/formats.ts';
import { useLocale } from '../../i18n/use-locale.ts';
import { useProductNow } from '../../ui/product-clock.ts';
import { StatusIcon } from '../../ui/status-icon.tsx';
import { actorName, historySentence } from './history-sentence.ts';
import { SetValues } from './set-values.tsx';
import classes from './history-days.module.css';

interface HistoryDaysProps {
  /** Oldest first, as they are stored. */
  readonly items: readonly HistoryItem[];
  readonly everything: boolean;
}

/** Events in groups of a day, newest on top. */
export function HistoryDays({ items, everything }: HistoryDaysProps) {
  const { t } = useTranslation(['instance', 'common']);
  const locale = useLocale();
  const today = formatDate(locale, useProductNow());
  const days = new Map<string, { item: HistoryItem; sentence: ReturnType<typeof historySentence> }[]>();
  for (const item of items.toReversed()) {
    const sentence = historySentence(item, t, locale);
    if (sentence.quiet && !everything) continue;
    const day = formatDate(locale, item.at);
    const group = days.get(day);
    if (group) group.push({ item, sentence });
    else days.set(day, [{ item, sentence }]);
  }
  return [...days].map(([day, lines]) => (
    <section key={day}>
      <Title order={2} className={classes.day}>
        {day === today ? t('common:words.today') : day}
      </Title>
      <ol className={classes.list}>
        {lines.map(({ item, sentence }) => (
          <li key={`${item.seq} ${item.kind} ${item.at}`} className={classes.line}>
            <StatusIcon tone={sentence.tone} size={14} />
            <span className={classes.words}>
              {sentence.values.length > 0 ? (
                <SetValues values={sentence.values} words="VariablesSet" />
              ) : (
                <span>{sentence.text}</span>
              )}
              {sentence.detail && <span className={classes.detail}>{sentence.detail}</span>}
              {sentence.wentIn.length > 0 && (
                <span className={classes.detail}>
                  <SetValues values={sentence.wentIn} words="wentIn" />
                </span>
              )}
              <span className={classes.dim}>
                {actorName(item, t)} · <time dateTime={item.at}>{formatTime(locale, item.at)}</time>
              </span>
            </span>
          </li>
        ))}
      </ol>
    </section>
  ));
}
