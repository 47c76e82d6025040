import { Button, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { routes, type EntityMeta, type RecordRelation, type RecordView } from '#contract';
import { paths } from '../../app/paths.ts';
import { useShellPanels } from '../../app/shell/shell-panels.ts';
import { useLive, usePages } from '../../client/index.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Section } from '../../ui/section.tsx';
import { RelatedRow } from './related-row.tsx';
import { useRelationWords } from './use-relation-words.ts';
import { ActionSign } from '../../ui/actions/action-button.tsx';
import classes from './related-list.module.css';

interface RelatedListProps {
  readonly record: RecordView;
  readonly relation: RecordRelation;
  /** The kind of the records listed. */
  readonly meta: EntityMeta;
  /** Whether other fields of that kind point here, too. */
  readonly isOneOfMany: boolean;
}

const SHOWN = 6;

/** Records that point to this one, the newest few, with the way to all of them. */
export function RelatedList({ record, relation, meta, isOneOfMany }: RelatedListProps) {
  const { t } = useTranslation(['records', 'common']);
  const panels = useShellPanels();
  const { title, add } = useRelationWords({ page: record.entity, relation, meta, isOneOfMany });
  const related = usePages(routes.records.related, {
    params: { entity: record.entity, id: record.id, relation: relation.relation },
    query: { limit: SHOWN },
  });
  useLive({ kind: 'list', entity: meta.entity }, [], () => void related.refetch());
  const pages = related.data?.pages ?? [];
  const items = pages.flatMap((page) => page.items);
  const total = pages[0]?.total ?? 0;
  const pointer = meta.fields.find((field) => field.key === relation.field) ?? null;
  const mayAdd = pointer !== null && !pointer.readOnly && meta.rights.create;
  return (
    <Section
      title={title}
      count={pages.length > 0 ? total : undefined}
      actions={
        mayAdd && (
          <ActionSign
            iconSize={16}
            action={{
              name: `add-${meta.entity}-${relation.relation}`,
              label: add,
              icon: IconPlus,
              run: () =>
                panels.open({ kind: 'create', entity: meta.entity, initial: { [pointer.key]: record.id } }),
            }}
          />
        )
      }
    >
      <Loaded query={related} compact>
        {() => (
          <>
            {items.length === 0 && (
              <Text size="sm" c="dimmed">
                {t('records:related.none')}
              </Text>
            )}
            <ul className={classes.list}>
              {items.map((item) => (
                <RelatedRow key={item.id} meta={meta} record={item} />
              ))}
            </ul>
            {pointer && total > items.length && (
              <Link to={listOf(meta.entity, pointer.key, record.id)} className={classes.all}>
                {t('records:related.all', { number: total })}
              </Link>
            )}
            {!pointer && related.hasNextPage && (
              <Button
                size="compact-sm"
                mt={6}
                loading={related.isFetchingNextPage}
                onClick={() => void related.fetchNextPage()}
              >
                {t('common:actions.showMore')}
              </Button>
            )}
          </>
        )}
      </Loaded>
    </Section>
  );
}

/** The list of all of them, filtered by the field that points here. */
function listOf(entity: string, field: string, id: string): string {
  const filter = JSON.stringify({ op: 'and', items: [{ field, operator: 'eq', value: id }] });
  return `${paths.records(entity)}?filter=${encodeURIComponent(filter)}`;
}
