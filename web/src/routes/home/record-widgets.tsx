/** What sales and service begin the day with: one's own deals by stage, those that stand still, one's own tickets. */
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { routes, type EntityMeta, type FilterGroup, type RecordGroup } from '#contract';
import { paths } from '../../app/paths.ts';
import { useLive, useRoute } from '../../client/index.ts';
import { sumFieldOf } from '../../features/lists/use-list-groups.tsx';
import { moneyText, optionOf } from '../../features/records/field-values.ts';
import { useEntity } from '../../features/records/use-entity.ts';
import { useLocale, useLocalized } from '../../i18n/use-locale.ts';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { RecordRows } from './record-rows.tsx';
import { SHOWN_MAX, WidgetList } from './widget-list.tsx';
import classes from './home.module.css';

type Condition = FilterGroup['items'][number];

const mine = (...more: Condition[]): FilterGroup => ({
  op: 'and',
  items: [{ field: 'owner', operator: 'eq', value: 'me' }, { field: 'closedAt', operator: 'empty' }, ...more],
});
const listOf = (entity: string, filter: FilterGroup): string =>
  `${paths.records(entity)}?view=plain&filter=${encodeURIComponent(JSON.stringify(filter))}`;

export function MyDeals() {
  const meta = useEntity('deal');
  return meta ? <DealsByStage meta={meta} /> : null;
}

function DealsByStage({ meta }: { readonly meta: EntityMeta }) {
  const { t } = useTranslation('home');
  const locale = useLocale();
  const localized = useLocalized();
  const { recordGroups } = routes.records;
  const stage = meta.fields.find((field) => field.key === 'stage');
  const sum = sumFieldOf(meta);
  const groups = useRoute(recordGroups, {
    params: { entity: 'deal' },
    query: { by: 'stage', filter: JSON.stringify(mine()), sums: sum?.key },
  });
  useLive({ kind: 'list', entity: 'deal' }, [recordGroups]);
  const all = groups.data?.groups.reduce((count, group) => count + group.count, 0) ?? 0;
  const pipelines = meta.fields.find((field) => field.key === 'pipeline')?.options ?? [];
  const pipelineOf = (stageKey: string | null): string | undefined =>
    stage && stageKey !== null ? optionOf(stage, stageKey)?.group : undefined;
  // Stages of several pipelines may be called the same.
  const isOfSeveral = new Set(groups.data?.groups.map(({ key }) => pipelineOf(key))).size > 1;
  const wordOf = ({ key }: RecordGroup) => (stage && key !== null ? optionOf(stage, key) : undefined);
  return (
    <WidgetList
      query={groups}
      itemsOf={(answer) => answer.groups}
      keyOf={({ key }) => key ?? ''}
      empty={t('nothing.myDeals')}
      more={{ to: listOf('deal', mine()), label: t('all', { count: all }) }}
      row={(group) => {
        const option = wordOf(group);
        const pipeline = pipelines.find(({ value }) => isOfSeveral && value === pipelineOf(group.key));
        const left = sum ? (group.leftOut?.[sum.key] ?? 0) : 0;
        const to = listOf('deal', mine({ field: 'stage', operator: 'in', value: [group.key ?? ''] }));
        return (
          <>
            <span className={classes.words}>
              <Link to={to}>
                <StatusBadge
                  tone={option?.tone ?? 'neutral'}
                  label={option ? localized(option.label) : (group.key ?? '–')}
                />
              </Link>
              {pipeline && <span className={classes.dim}> {localized(pipeline.label)}</span>}
            </span>
            <span className={classes.dim}>{t('deals', { count: group.count })}</span>
            {sum && (
              <span className={classes.sum}>
                {moneyText(locale, group.sums[sum.key] ?? 0, groups.data?.currency)}
                {left > 0 && <span className={classes.dim}> · {t('leftOut', { count: left })}</span>}
              </span>
            )}
          </>
        );
      }}
    />
  );
}

const STANDING = mine({ field: 'attention', operator: 'in', value: ['overdue', 'rotting'] });

export function RottingDeals() {
  return (
    <Own
      entity="deal"
      filter={STANDING}
      sort="expectedClose:asc"
      columns={['attention', 'amount']}
      empty="rottingDeals"
    />
  );
}

export function MyTickets() {
  return (
    <Own
      entity="ticket"
      filter={mine()}
      sort="slaDueAt:asc"
      columns={['priority', 'slaDueAt']}
      empty="myTickets"
    />
  );
}

interface OwnProps {
  readonly entity: string;
  readonly filter: FilterGroup;
  readonly sort: string;
  readonly columns: readonly string[];
  readonly empty: 'rottingDeals' | 'myTickets';
}

function Own({ entity, filter, sort, columns, empty }: OwnProps) {
  const { t } = useTranslation('home');
  const meta = useEntity(entity);
  const { listRecords } = routes.records;
  const records = useRoute(listRecords, {
    params: { entity },
    query: { filter: JSON.stringify(filter), sort, limit: SHOWN_MAX },
  });
  useLive({ kind: 'list', entity }, [listRecords]);
  if (!meta) return null;
  return (
    <RecordRows
      meta={meta}
      query={records}
      itemsOf={({ items }) => items}
      columns={columns}
      toOf={({ id }) => paths.record(entity, id)}
      empty={t(`nothing.${empty}`)}
      more={(total) => ({
        to: `${listOf(entity, filter)}&sort=${sort}`,
        label: t('all', { count: total }),
      })}
    />
  );
}
