import { Button, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { routes, type EntityMeta, type SearchHit } from '#contract';
import { paths } from '../../app/paths.ts';
import { usePages, useRoute } from '../../client/index.ts';
import { RelatedRow } from '../../features/records/related-row.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { EntityIcon } from '../../ui/entity-icon.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import rows from '../../features/records/related-list.module.css';

const BEST = 50;
const PAGE = 30;

/** The best of all kinds, in the order of their fitness. */
export function BestHits({ q }: { readonly q: string }) {
  const { t } = useTranslation('shell');
  const found = useRoute(routes.search.search, { query: { q, limit: BEST } }, { keepPrevious: true });
  return (
    <Loaded query={found}>
      {({ items }) =>
        items.length === 0 ? (
          <EmptyState compact title={t('search.nothing')} />
        ) : (
          <>
            <ul className={rows.list} aria-label={t('search.title')}>
              {items.map((hit) => (
                <BestHit key={`${hit.entity}:${hit.id}`} hit={hit} />
              ))}
            </ul>
            {items.length === BEST && (
              <Text size="sm" c="dimmed" mt="sm">
                {t('search.best', { count: BEST })}
              </Text>
            )}
          </>
        )
      }
    </Loaded>
  );
}

function BestHit({ hit }: { readonly hit: SearchHit }) {
  const { t } = useTranslation('shell');
  const { found, subtitle } = hit;
  return (
    <li className={rows.row}>
      <EntityIcon entity={hit.entity} size={15} />
      <div className={rows.main}>
        <Link to={paths.record(hit.entity, hit.id)} className={rows.title}>
          {hit.title}
        </Link>
        {(found ?? subtitle) && (
          <div className={rows.facts}>
            {found ? t(`palette.foundIn.${found.in}`, { text: found.text }) : subtitle}
          </div>
        )}
      </div>
    </li>
  );
}

/** All of one kind, page by page. */
export function HitsOfKind({ meta, q }: { readonly meta: EntityMeta; readonly q: string }) {
  const { t } = useTranslation(['shell', 'common']);
  const found = usePages(
    routes.records.listRecords,
    { params: { entity: meta.entity }, query: { q, limit: PAGE } },
    { keepPrevious: true },
  );
  const pages = found.data?.pages ?? [];
  const items = pages.flatMap((page) => page.items);
  const total = pages[0]?.total ?? 0;
  return (
    <Loaded query={found}>
      {() => (
        <>
          {items.length === 0 ? (
            <EmptyState compact title={t('shell:search.nothing')} />
          ) : (
            <Text size="sm" c="dimmed" role="status">
              {t('shell:search.count', { count: total })}
            </Text>
          )}
          <ul className={rows.list} aria-label={t('shell:search.title')}>
            {items.map((item) => (
              <RelatedRow key={item.id} meta={meta} record={item} />
            ))}
          </ul>
          {found.hasNextPage && (
            <Button mt="md" loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
              {t('common:actions.showMore')}
            </Button>
          )}
        </>
      )}
    </Loaded>
  );
}
