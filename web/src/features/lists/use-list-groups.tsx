import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes, type EntityMeta, type FieldMeta, type RecordView } from '#contract';
import { useRoute } from '../../client/index.ts';
import { useLocale, useLocalized } from '../../i18n/use-locale.ts';
import type { TableGroups } from '../../ui/data-table/columns.ts';
import { moneyText } from '../records/field-values.ts';
import { workListOf } from './work-list-of.ts';
import { useGroupWords } from './group-words.ts';
import classes from './lists.module.css';

interface ListGroups {
  readonly groups: TableGroups<RecordView> | undefined;
  /** What the list is asked for: keys of folded groups as JSON. */
  readonly wireFolded: string | undefined;
}

/** The amount in the company's own currency where there is one: only that can be added up. */
export function sumFieldOf(meta: EntityMeta): FieldMeta | undefined {
  return (
    meta.fields.find((field) => field.key === 'amountBase') ??
    meta.fields.find((field) => field.type === 'money')
  );
}

/** Headers of a grouped list with counts and sums, read from the server beside the rows. */
export function useListGroups(
  meta: EntityMeta,
  asked: {
    readonly group: string | null;
    readonly filter: string | undefined;
    readonly q: string | undefined;
  },
): ListGroups {
  const { t } = useTranslation('lists');
  const locale = useLocale();
  const localized = useLocalized();
  const { group, filter, q } = asked;
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const words = useGroupWords(meta, group);
  const sum = sumFieldOf(meta);
  const query = { by: group ?? meta.titleField, filter, q, sums: sum?.key };
  const work = workListOf(meta.entity);
  const ofRecords = useRoute(
    routes.records.recordGroups,
    { params: { entity: meta.entity }, query },
    { enabled: group !== null && work === null, keepPrevious: true },
  );
  const ofWork = useRoute(
    routes.workLists.workGroups,
    { params: { list: work ?? 'user_task' }, query },
    { enabled: group !== null && work !== null, keepPrevious: true },
  );
  const read = work === null ? ofRecords : ofWork;
  const leftOut = (count: number): string => (count > 0 ? ` · ${t('groups.leftOut', { count })}` : '');
  if (group === null || !read.data) return { groups: undefined, wireFolded: undefined };
  return {
    wireFolded: folded.size > 0 ? JSON.stringify([...folded]) : undefined,
    groups: {
      keyOf: (record) => record.group ?? null,
      folded,
      onFold: (key) =>
        setFolded((before) => {
          const next = new Set(before);
          if (!next.delete(key ?? '')) next.add(key ?? '');
          return next;
        }),
      all: read.data.groups.map((one) => ({
        key: one.key,
        header: (
          <>
            <span className={classes.groupName} title={words(one)}>
              {words(one)}
            </span>
            <span className={classes.groupCount}>{t('groups.count', { count: one.count })}</span>
            {sum && one.sums[sum.key] != null && (
              <span className={classes.groupSum}>
                {localized(sum.label)}: {moneyText(locale, one.sums[sum.key], read.data?.currency)}
                {leftOut(one.leftOut?.[sum.key] ?? 0)}
              </span>
            )}
          </>
        ),
      })),
    },
  };
}
